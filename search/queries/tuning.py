"""Gives what editors decided about readers' searches, read anew only when it changed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from search.engines.base import SearchQuery
from search.engines.wording import Bet, Book, Rule, question_key
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
    return books_of([locale])[locale]


def books_of(locales: Iterable[str]) -> dict[str, Book]:
    """The same for several languages, by language; one small query for all where nothing changed."""
    if not (wanted := list(locales)):
        return {}
    # The stamp is read before what it stands for, so that a change meanwhile is noticed next time.
    stamp = TuningStamp.objects.values_list("stamp", flat=True).first()
    return {locale: Book(locale) if stamp is None else book_as_of(stamp, locale) for locale in wanted}


def book_as_of(stamp: str, locale: str) -> Book:
    """The book of `locale`, read anew unless it was as of `stamp`."""
    kept = KEPT.get(locale)
    if kept is None or kept[0] != stamp:
        kept = KEPT[locale] = (stamp, read(locale))
    return kept[1]


def worded(queries: Sequence[SearchQuery], now: datetime | None = None) -> list[SearchQuery]:
    """Questions with what of it takes part in each: nothing where every word is wanted as it is spelled."""
    books = books_of(one.locale for one in queries if one.mode != "exact")
    return [
        replace(one, wording=books[one.locale].wording(one.text, one.phrases, now))
        if one.locale in books
        else one
        for one in queries
    ]


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
