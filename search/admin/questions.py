"""Which questions a change is tried on: those judged, those readers ask, and its own words."""

from collections.abc import Callable, Iterable
from typing import Final

from search.asked.reports import recent_questions
from search.engines.wording import question_key
from search.models import BestBet, JudgedAnswer, ProtectedWord, SynonymGroup
from search.models.words import lines_in

MOST: Final = 1_000

Decision = SynonymGroup | ProtectedWord | BestBet
# Gives at most so many questions of a language, the most important first.
Source = Callable[[str, int], Iterable[str]]


def judged(locale: str, most: int) -> Iterable[str]:
    """What editors judged answers to."""
    rows = JudgedAnswer.objects.filter(locale=locale).order_by("text")
    return rows.values_list("text", flat=True).distinct()[:most]


SOURCES: Final[tuple[Source, ...]] = (judged, recent_questions)


def questions_about(row: Decision) -> list[str]:
    """What to try a decision on, its own words first; each question once."""
    found: dict[str, str] = {}
    for question in own_questions(row):
        found.setdefault(question_key(question, row.locale), question)
    for source in SOURCES:
        for question in source(row.locale, MOST):
            found.setdefault(question_key(question, row.locale), question)
    return list(found.values())


def own_questions(row: Decision) -> tuple[str, ...]:
    """What somebody asks whom the decision is for."""
    if isinstance(row, SynonymGroup):
        return (*row.rule.words, *row.rule.also)
    return (row.word,) if isinstance(row, ProtectedWord) else lines_in(row.questions)
