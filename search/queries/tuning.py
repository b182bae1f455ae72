"""Gives what editors decided about readers' searches, read anew only when it changed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from search.engines.base import Mode
from search.engines.wording import NOTHING, Bet, Book, Rule, Wording, question_key
from search.models import BestBet, ProtectedWord, SynonymGroup, TuningStamp
from search.models.words import lines_in

# By language: the stamp that was read, and the book as of that.
KEPT: Final[dict[str, tuple[str, Book]]] = {}


@dataclass(frozen=True)
class BetRow:
    """A best bet as it is stored."""

    questions: str
    story: UUID
    until: datetime | None


def book_of(locale: str) -> Book:
    """What editors decided about `locale`, as committed; one small query where nothing changed."""
    stamp = TuningStamp.objects.values_list("stamp", flat=True).first()
    if stamp is None:
        return Book(locale)
    # The stamp is read before what it stands for, so that a change meanwhile is noticed next time.
    kept = KEPT.get(locale)
    if kept is None or kept[0] != stamp:
        kept = KEPT[locale] = (stamp, read(locale))
    return kept[1]


def wording_of(
    text: str, locale: str, mode: Mode = "smart", phrases: tuple[str, ...] = (), now: datetime | None = None
) -> Wording:
    """What of it takes part in a question: nothing where every word is wanted as it is spelled."""
    return NOTHING if mode == "exact" else book_of(locale).wording(text, phrases, now)


def read(locale: str) -> Book:
    """The book of `locale` as the database has it; three queries of what readers' processes may read."""
    groups = SynonymGroup.objects.filter(locale=locale).order_by("pk").values_list("words", "also")
    words = ProtectedWord.objects.filter(locale=locale).values_list("spelling", flat=True)
    bets = BestBet.objects.filter(locale=locale).order_by("pk").values_list("questions", "story", "until")
    rules = (Rule(lines_in(words), lines_in(also)) for words, also in groups)
    return made(locale, rules, words, (BetRow(*row) for row in bets))


def made(locale: str, rules: Iterable[Rule], protected: Iterable[str], bets: Iterable[BetRow]) -> Book:
    """A book of these."""
    by_question: dict[str, list[Bet]] = defaultdict(list)
    for row in bets:
        for key in dict.fromkeys(question_key(line, locale) for line in lines_in(row.questions)):
            by_question[key].append(Bet(row.story, row.until))
    return Book(
        locale, tuple(rules), frozenset(protected), {key: tuple(found) for key, found in by_question.items()}
    )
