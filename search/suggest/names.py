"""What sections, topics and authors are called now: kept in memory, brought up to date from the log."""

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import cached_property

from news.record import prepared
from news.record.models import Publication, PublicState, PublishedDocument
from search.analysis.base import Forms, Word
from search.analysis.registry import analyzer_for
from search.engines.typed import Typed, line_of

KINDS: Final = ("section", "topic", "author")
# More rows of the log than this are not followed one by one.
MOST_BEHIND: Final = 500
FIELDS: Final = ("type", "document_id", "state", "locale", "slug", "path", "card", "visible_until")

# A row of the log: its sequence, the type and id of its thing, and when it was written.
Row = tuple[int, str, UUID, datetime]


@dataclass(frozen=True)
class Name:
    """One public thing by its name, with the words of the name."""

    type: str
    id: UUID
    locale: str
    text: str
    slug: str
    path: str
    visible_until: datetime | None
    words: tuple[Word, ...]

    @cached_property
    def forms(self) -> list[Forms]:
        """The words without their places."""
        return [word.forms for word in self.words]

    @cached_property
    def line(self) -> str:
        """The bare words as one line."""
        return line_of(self.forms)


class Names:
    """The names of a store. Threads may share it."""

    def __init__(self) -> None:
        self.turn = Lock()
        self.last: Row | None = None
        self.known: dict[UUID, Name] = {}
        self.books: dict[str, Book] = {}

    def of(self, locales: Iterable[str]) -> "dict[str, Book]":
        """The names of each locale as they are now; one query where nothing was published since."""
        with self.turn:
            self.follow()
            return {locale: self.book(locale) for locale in locales}

    def book(self, locale: str) -> "Book":
        """The names of one locale as they were last read."""
        if locale not in self.books:
            self.books[locale] = Book(name for name in self.known.values() if name.locale == locale)
        return self.books[locale]

    def follow(self) -> None:
        """Take in what the log says since; all anew where it is not the log that was followed."""
        rows = log_since(self.last)
        if self.last is None or len(rows) > MOST_BEHIND or rows[:1] != [self.last]:
            self.last = Publication.objects.order_by("-sequence").values_list(*ROW).first()
            self.known, self.books = {}, {}
            self.take(named_rows())
            return
        self.last = rows[-1]
        if changed := {document_id for _, kind, document_id, _ in rows[1:] if kind in KINDS}:
            self.take(named_rows().filter(document_id__in=changed))

    def take(self, rows: "QuerySet[PublishedDocument, dict[str, Any]]") -> None:
        """Put what `rows` say in the place of what was known of their things."""
        for row in rows:
            self.known.pop(row["document_id"], None)
            if row["state"] == PublicState.LIVE:
                self.known[row["document_id"]] = name_of(row)
            self.books.pop(row["locale"], None)


class Book:
    """The names of one locale, to be looked up by how their words begin."""

    def __init__(self, names: Iterable[Name]) -> None:
        entries = sorted(
            {
                (token, name.id): name
                for name in names
                for word in name.words
                for token in (word.forms.exact, word.forms.pre, word.forms.light)
                if token
            }.items(),
            key=lambda entry: entry[0],
        )
        self.tokens = [token for (token, _), _ in entries]
        self.names = [name for _, name in entries]

    def find(self, typed: Typed, now: datetime) -> list[Name]:
        """The names that have every whole word, and one that begins as the last does, in no order."""
        starts = {typed.spelled, typed.bare}
        if typed.whole:
            starts = {typed.whole[0].exact, typed.whole[0].light}
        found = {name.id: name for start in starts - {""} for name in self.beginning(start)}
        fitting = (name for name in found.values() if not typed.whole or typed.fits(name.forms))
        return [name for name in fitting if is_shown(name, now)]

    def beginning(self, letters: str) -> Iterator[Name]:
        """The names that have a word which begins with `letters`."""
        at = bisect_left(self.tokens, letters)
        while at < len(self.tokens) and self.tokens[at].startswith(letters):
            yield self.names[at]
            at += 1


ROW: Final = ("sequence", "type", "document_id", "occurred_at")


def log_since(last: Row | None) -> list[Row]:
    """The rows of the log from `last` on, itself included; not many more than are followed."""
    if last is None:
        return []
    return [(*row,) for row in prepared.ask("log since", {"last": last[0]}, rows_since)]


def rows_since(given: Mapping[str, Any]) -> QuerySet:
    """The rows of the log from `given["last"]` on."""
    rows = Publication.objects.filter(sequence__gte=given["last"]).order_by("sequence")
    return rows.values_list(*ROW)[: MOST_BEHIND + 1]


def named_rows() -> "QuerySet[PublishedDocument, dict[str, Any]]":
    """The rows of everything that has a name readers may look for, public or not."""
    return PublishedDocument.objects.filter(type__in=KINDS).values(*FIELDS)


def name_of(row: dict[str, Any]) -> Name:
    """The name in a row of the store."""
    card = json.loads(bytes(row["card"]))
    text = str(card.get("name") or card.get("title") or "")
    return Name(
        type=row["type"],
        id=row["document_id"],
        locale=row["locale"],
        text=text,
        slug=row["slug"],
        path=row["path"],
        visible_until=row["visible_until"],
        words=analyzer_for(row["locale"]).analyze(text).words,
    )


def is_shown(name: Name, now: datetime) -> bool:
    """Whether the end of a thing has not come."""
    return name.visible_until is None or name.visible_until > now


# The names of this process.
NAMES: Final = Names()
