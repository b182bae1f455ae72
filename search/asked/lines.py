"""One line for each public search: the day, the language, the folded question, what it found; no person."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings

from news.text.folding import plain_letters
from search.engines.wording import question_key
from search.models.asked import LONGEST_QUESTION
from search.queries import Answer, Question

# An address, or the number of a telephone, an account or a person: six digits in a row, or nine in groups.
PERSONAL: Final = re.compile(r"@|[0-9]{6}|[0-9](?:[ \-./()]*[0-9]){8}")
LONGEST_LINE: Final = 2_000
# Lines of other days are none of ours: a clock may be a little ahead, the relay may have been away.
LATEST: Final = timedelta(days=1)
EARLIEST: Final = timedelta(days=7)
FILTERS: Final = ("section", "topic", "tag", "author", "kind", "published_after", "published_before")


@dataclass(frozen=True)
class Line:
    """One search. `text` is folded; `found` is how many stories, `weak` whether only letters were alike."""

    day: date
    locale: str
    text: str
    found: int
    weak: bool

    def written(self) -> bytes:
        """It as a line of JSON."""
        facts = {**vars(self), "day": self.day.isoformat()}
        return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def line_of(question: Question, answer: Answer, now: datetime) -> Line | None:
    """What is kept of a search; None of further pages, of narrowed ones, and where it may tell of a person.

    A question that is narrowed was asked without that before, and would only count again.
    """
    if question.page != 1 or any(getattr(question, name) for name in FILTERS):
        return None
    text = question_key(question.text, question.locale)
    if is_personal(question.text) or is_personal(text) or not 0 < len(text) <= LONGEST_QUESTION:
        return None
    return Line(now.date(), question.locale, text, answer.total, answer.weak)


def is_personal(text: str) -> bool:
    """Whether `text` may hold an e-mail address, or the number of a telephone, an account or a person."""
    return bool(PERSONAL.search(plain_letters(text)))


def line_in(raw: bytes, today: date) -> Line | None:
    """The line that `raw` is; None where it is not one that we write, whoever wrote it."""
    try:
        facts: dict[str, Any] = json.loads(raw[:LONGEST_LINE])
        day, text = date.fromisoformat(facts["day"]), question_key(facts["text"], facts["locale"])
        if is_personal(facts["text"]):
            return None
        line = Line(day, facts["locale"], text, facts["found"], facts["weak"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return line if is_ours(line) and today - EARLIEST <= line.day <= today + LATEST else None


def is_ours(line: Line) -> bool:
    """Whether a line has what we write, in the shape we write it in."""
    if type(line.found) is not int or not 0 <= line.found < 2**31 or type(line.weak) is not bool:
        return False
    return (
        line.locale in dict(settings.LANGUAGES)
        and 0 < len(line.text) <= LONGEST_QUESTION
        and not is_personal(line.text)
    )
