"""Writes what editors judged as a collection that can be evaluated anywhere, and reads one."""

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from news.record.models import PublishedDocument, live_now
from search.documents import ARTICLE, IndexEntry, entry_from
from search.evaluation.collection import Question
from search.evaluation.reading import DOCUMENTS, GROUPS, JUDGEMENTS, QUERIES, Line, lines
from search.judging.judgements import grade_of, graded, question_of
from search.models import JudgedAnswer

CHUNK: Final = 200

Progress = Callable[[int], object]


@dataclass(frozen=True)
class Exported:
    """How much was written; `left_out` counts judgements on stories that are not public now."""

    documents: int
    queries: int
    judgements: int
    left_out: int


def export(directory: Path, progress: Progress = lambda _: None) -> Exported:
    """Write every public story and what was judged of them; names are public ids, groups are languages.

    `progress` is told how many stories were written. Raises OSError.
    """
    directory.mkdir(parents=True, exist_ok=True)
    written = write_documents(directory / DOCUMENTS, progress)
    rows = JudgedAnswer.objects.order_by("locale").values_list("locale", flat=True)
    locales = list(dict.fromkeys(rows))
    queries = judgements = 0
    groups = {}
    with fresh(directory / QUERIES) as asked, fresh(directory / JUDGEMENTS) as judged:
        for locale in locales:
            for number, (text, grades) in enumerate(graded(locale), 1):
                name = f"{locale}-{number}"
                write_row(asked, {"qid": name, "type": locale, "locale": locale, "text": text})
                kept = {story: grade for story, grade in grades.items() if story in written}
                judged.writelines(f"{name}\t0\t{story}\t{grade}\n" for story, grade in kept.items())
                queries, judgements = queries + 1, judgements + len(kept)
                groups[locale] = [locale]
    with fresh(directory / GROUPS) as file:
        json.dump(groups, file)
    return Exported(len(written), queries, judgements, JudgedAnswer.objects.count() - judgements)


def write_documents(path: Path, progress: Progress) -> set[UUID]:
    """Write every public story; returns their ids."""
    written = set()
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for entry in public_entries():
            write_row(file, as_document(entry))
            written.add(entry.id)
            progress(1)
    return written


def public_entries() -> Iterator[IndexEntry]:
    """Every story that is public now."""
    rows = PublishedDocument.objects.filter(live_now(timezone.now()), type=ARTICLE).order_by("pk")
    last = 0
    while chunk := list(rows.filter(pk__gt=last).prefetch_related("terms")[:CHUNK]):
        yield from map(entry_from, chunk)
        last = chunk[-1].pk


def as_document(entry: IndexEntry) -> dict[str, Any]:
    """A story as a document of a collection."""
    return {
        "id": str(entry.id),
        "locale": entry.locale,
        "title": entry.title,
        "lead": entry.standfirst,
        "body": entry.body,
        "section": str(entry.section or ""),
        "date": entry.published_at.isoformat() if entry.published_at else "",
    }


def fresh(path: Path) -> TextIO:
    """The file, empty, for writing."""
    return path.open("w", encoding="utf-8")


def write_row(file: TextIO, row: dict[str, Any]) -> None:
    """Write one line."""
    file.write(json.dumps(row, ensure_ascii=False) + "\n")


def import_from(directory: Path, *, skip_unknown: bool = False) -> tuple[int, int]:
    """Note every judgement of a collection whose documents are stories of ours, all of them or none.

    Returns how many were noted, and how many were left out because the store never had their story in that
    language, which `skip_unknown` allows. Raises CollectionError.
    """
    queries = dict(queries_in(directory / QUERIES))
    judged = list(judgements_in(directory / JUDGEMENTS, queries))
    known = known_stories({story for _, _, story, _ in judged})
    now, rows, unknown = timezone.now(), [], 0
    for line, question, story, grade in judged:
        if known.get(story) == question.locale:
            rows.append(
                JudgedAnswer(
                    locale=question.locale,
                    text=question.text,
                    document_id=story,
                    grade=grade,
                    judged_at=now,
                )
            )
        elif skip_unknown:
            unknown += 1
        else:
            line.refuse(f"the store has no story {story} in {question.locale!r}.")
    with transaction.atomic():
        JudgedAnswer.objects.bulk_create(
            rows,
            batch_size=CHUNK,
            update_conflicts=True,
            unique_fields=["locale", "text", "document_id"],
            update_fields=["grade", "by", "judged_at"],
        )
    return len(rows), unknown


def queries_in(path: Path) -> Iterator[tuple[str, Question]]:
    """The questions by their names, as they are kept."""
    seen = set()
    for line in lines(path):
        row = line.row()
        name = line.string(row, "qid", needed=True)
        locale = line.string(row, "locale") or settings.LANGUAGE_CODE
        if name in seen:
            line.refuse(f"there is a query {name!r} already.")
        seen.add(name)
        if locale not in dict(settings.LANGUAGES):
            line.refuse(f"nothing is published in {locale!r}.")
        text = checked(line, question_of, line.string(row, "text"))
        yield name, Question(name, text, locale, locale, None, {})


def judgements_in(path: Path, queries: dict[str, Question]) -> Iterator[tuple[Line, Question, UUID, int]]:
    """Each judgement with its line."""
    seen = set()
    for line in lines(path):
        query, name, grade = line.columns()
        if query not in queries:
            line.refuse(f"there is no query {query!r} in {QUERIES}.")
        try:
            story = UUID(name)
        except ValueError:
            line.refuse(f"{name!r} is not the public id of a story.")
        question = queries[query]
        if (question.locale, question.text, story) in seen:
            line.refuse(f"{story} was judged for this question already.")
        seen.add((question.locale, question.text, story))
        yield line, question, story, checked(line, grade_of, grade)


def checked(line: Line, make: Callable[[Any], Any], value: Any) -> Any:
    """What `make` makes of `value`; what it refuses is told with the line."""
    try:
        return make(value)
    except ValidationError as error:
        line.refuse(" ".join(error.messages))


def known_stories(stories: set[UUID]) -> dict[UUID, str]:
    """The languages of those of `stories` that the store has, or had."""
    found: dict[UUID, str] = {}
    ordered = sorted(stories)
    for first in range(0, len(ordered), 500):
        rows = PublishedDocument.objects.filter(type=ARTICLE, document_id__in=ordered[first : first + 500])
        found.update(rows.values_list("document_id", "locale"))
    return found
