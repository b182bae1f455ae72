"""Shows what a decision would do to readers' searches, before it is saved."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from news.record.models import PublishedDocument, live_now
from search.admin.questions import Decision, questions_about
from search.documents import ARTICLE
from search.engines.base import EngineError, SearchQuery
from search.engines.wording import Book, Wording
from search.models import BestBet, ProtectedWord, SynonymGroup
from search.queries.current import current_engine
from search.queries.phrases import phrases_in
from search.queries.tuning import BetRow, made

FIRST: Final = 10
MOST_SHOWN: Final = 20
SECONDS: Final = 4.0  # somebody waits for the page

Ids = tuple[UUID, ...]


@dataclass(frozen=True)
class Placed:
    """A story among the first: its title, and its place on the other side, if it has one there."""

    title: str
    place: int
    other: int | None

    @property
    def moved(self) -> bool:
        """Whether it is elsewhere on the other side."""
        return self.other is not None and self.other != self.place


@dataclass(frozen=True)
class Change:
    """A question whose first answers change: those of today, and those there would be."""

    question: str
    now: tuple[Placed, ...]
    then: tuple[Placed, ...]

    @property
    def rows(self) -> list[tuple[int, Placed | None, Placed | None]]:
        """Place by place, what is there and what would be."""
        most = max(len(self.now), len(self.then))
        sides = ([*side, *[None] * (most - len(side))] for side in (self.now, self.then))
        return [(place, *pair) for place, pair in enumerate(zip(*sides, strict=True), 1)]

    @property
    def gained(self) -> int:
        """How many stories come in."""
        return sum(one.other is None for one in self.then)

    @property
    def lost(self) -> int:
        """How many stories go."""
        return sum(one.other is None for one in self.now)


@dataclass
class Preview:
    """What a decision would do: the first of the `changed` questions are `shown`.

    `same` were tried and stay as they are, `left` were not tried, for lack of time. `away` says that the
    search engine did not answer.
    """

    shown: list[Change] = field(default_factory=list)
    changed: int = 0
    same: int = 0
    left: int = 0
    away: bool = False

    @property
    def sentences(self) -> list[str]:
        """How many questions change, and how many may."""
        change = ngettext(
            "The first answers to %(count)d question change.",
            "The first answers to %(count)d questions change.",
            self.changed,
        )
        untried = ngettext(
            "%(count)d question more may change; there was no time to try it.",
            "%(count)d questions more may change; there was no time to try them.",
            self.left,
        )
        told = [change % {"count": self.changed}] if self.changed else []
        if not self.changed and not self.away:
            told.append(gettext("The first answers to no question that was tried change."))
        return told + ([untried % {"count": self.left}] if self.left and not self.away else [])


def preview(row: Decision, *, gone: bool = False, seconds: float = SECONDS) -> Preview:
    """What it would do to readers' searches to save `row`, or to delete it where it is `gone`."""
    now, then = book_with(row, before=True), book_with(row, gone=gone)
    ends, found = monotonic() + seconds, Preview()
    pairs: list[tuple[str, Ids, Ids]] = []
    for question in questions_about(row):
        wordings = tuple(worded(book, question) for book in (now, then))
        if wordings[0] == wordings[1]:
            found.same += 1
        elif found.away or monotonic() > ends:
            found.left += 1
        else:
            try_out(question, row.locale, wordings, found, pairs)
    found.changed = len(pairs)
    found.shown = list(described(pairs[:MOST_SHOWN]))
    return found


def try_out(
    question: str,
    locale: str,
    wordings: Sequence[Wording],
    found: Preview,
    pairs: list[tuple[str, Ids, Ids]],
) -> None:
    """Ask a question both ways; add to `pairs` where the answers differ."""
    try:
        now, then = (first(question, locale, wording) for wording in wordings)
    except EngineError:
        found.away, found.left = True, found.left + 1
        return
    if now == then:
        found.same += 1
    else:
        pairs.append((question, now, then))


def first(question: str, locale: str, wording: Wording) -> Ids:
    """The first answers to a question."""
    query = SearchQuery(
        text=question,
        locale=locale,
        phrases=phrases_in(question, locale),
        limit=FIRST,
        now=timezone.now(),
        wording=wording,
    )
    return tuple(hit.id for hit in current_engine().search(query).hits)


def worded(book: Book, question: str) -> Wording:
    """What of a book takes part in a question now."""
    return book.wording(question, phrases_in(question, book.locale), timezone.now())


def book_with(row: Decision, *, before: bool = False, gone: bool = False) -> Book:
    """The book as it would be with `row` as it is now, or without it; `before`, as it is stored."""

    def rows(model: Any) -> list[Any]:
        stored = {one.pk: one for one in model.objects.filter(locale=row.locale).order_by("pk")}
        if isinstance(row, model) and not before:
            stored.pop(row.pk, None) if gone else stored.update({row.pk: row})
        return list(stored.values())

    return made(
        row.locale,
        (group.rule for group in rows(SynonymGroup)),
        (word.spelling for word in rows(ProtectedWord)),
        (BetRow(bet.questions, bet.story, bet.until) for bet in rows(BestBet)),
    )


def described(pairs: Sequence[tuple[str, Ids, Ids]]) -> Iterable[Change]:
    """Changes with the titles of their stories; what is not public has none and is left out."""
    ids = {story for _, now, then in pairs for story in (*now, *then)}
    rows = PublishedDocument.objects.filter(live_now(timezone.now()), type=ARTICLE, document_id__in=ids)
    titles = {
        document_id: str(json.loads(bytes(card))["title"])
        for document_id, card in (rows.values_list("document_id", "card") if ids else ())
    }
    for question, *sides in pairs:
        now, then = ([story for story in side if story in titles] for side in sides)
        yield Change(question, placed(now, then, titles), placed(then, now, titles))


def placed(own: Sequence[UUID], other: Sequence[UUID], titles: dict[UUID, str]) -> tuple[Placed, ...]:
    """One side with where its stories are on the other."""
    places = {story: place for place, story in enumerate(other, 1)}
    return tuple(Placed(titles[story], place, places.get(story)) for place, story in enumerate(own, 1))
