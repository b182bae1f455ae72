"""Counts what was noted, by day, and forgets it in time; the relay does so now and then."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from search.asked.lines import Line, line_in
from search.asked.noting import spool
from search.models import AskedQuestion

KEPT_DAYS: Final = 90
# So many files at a time, and so many different questions of a day in a language; others are left out.
MOST_FILES: Final = 200
MOST_QUESTIONS: Final = 20_000
CHUNK: Final = 500

Key = tuple[date, str]


@dataclass
class Count:
    """How often a question was asked, and what became of that."""

    asked: int = 0
    empty: int = 0
    weak: int = 0
    found: int = 0

    def add(self, line: Line) -> None:
        """Count one more."""
        self.asked += 1
        self.empty += line.found == 0
        self.weak += line.found > 0 and line.weak
        self.found = line.found


def gather() -> int:
    """Count what every process has noted, and forget what is old or rare; returns how many files there were.

    A file that was counted by a relay that was killed before it could delete it is counted again.
    """
    today = timezone.now().date()
    files = spool().files()[:MOST_FILES]
    if not files and not over(today).exists():
        return 0
    counts = counted(lines_of(files, today))
    with transaction.atomic():
        for (day, locale), questions in counts.items():
            add(day, locale, questions)
        over(today).delete()
    for file in files:
        file.unlink(missing_ok=True)
    return len(files)


def lines_of(files: Iterable[Path], today: date) -> Iterator[Line]:
    """The lines in `files` that are such as we write."""
    for file in files:
        for raw in file.read_bytes().splitlines():
            if line := line_in(raw, today):
                yield line


def counted(lines: Iterable[Line]) -> dict[Key, dict[str, Count]]:
    """The counts of each question by day and language."""
    counts: dict[Key, dict[str, Count]] = defaultdict(lambda: defaultdict(Count))
    for line in lines:
        counts[line.day, line.locale][line.text].add(line)
    return counts


def add(day: date, locale: str, questions: dict[str, Count]) -> None:
    """Add counts to those of a day, for as many different questions as are kept of one."""
    rows = AskedQuestion.objects.filter(day=day, locale=locale)
    room = MOST_QUESTIONS - rows.count()
    for texts in chunks(sorted(questions)):
        known = {row.text: row for row in rows.filter(text__in=texts)}
        for text, row in known.items():
            count = questions[text]
            row.asked, row.empty = row.asked + count.asked, row.empty + count.empty
            row.weak, row.found = row.weak + count.weak, count.found
        AskedQuestion.objects.bulk_update(known.values(), ["asked", "empty", "weak", "found"])
        new = [text for text in texts if text not in known][: max(0, room)]
        room -= len(new)
        AskedQuestion.objects.bulk_create(
            AskedQuestion(day=day, locale=locale, text=text, **vars(questions[text])) for text in new
        )


def chunks(texts: Sequence[str]) -> Iterator[list[str]]:
    """`texts`, some at a time."""
    rest = iter(texts)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def over(today: date) -> QuerySet[AskedQuestion]:
    """What is to be forgotten: what is old, and of days that are over what so few asked that it could be
    about one of them.
    """
    rare = Q(day__lt=today, asked__lt=settings.SEARCH_REPORTS_AT_LEAST)
    return AskedQuestion.objects.filter(rare | Q(day__lt=today - timedelta(days=KEPT_DAYS)))
