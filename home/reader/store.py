"""What the reader site asks the store: every query of its pages, each bounded and of public rows only."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from news.http.pagination import read_page
from news.record.models import FormerPath, PublicState, PublishedDocument, live_now

Document = dict[str, Any]

PAGE_TYPES = ("article", "section", "locale")
NEWEST_FIRST = ("-published_at", "-document_id")
MOST_CHROME = 500  # sections and locales together; beyond that a navigation helps nobody


@dataclass(frozen=True)
class Found:
    """What stands at an address: a row of the store, and whether it has moved away from there."""

    row: PublishedDocument
    moved: bool = False


@dataclass(frozen=True)
class Navigation:
    """The sections of one locale and the locales of the site, from the store."""

    locale: str
    sections: tuple[Document, ...] = ()
    locales: tuple[Document, ...] = ()

    @property
    def front(self) -> Document | None:
        """The document of this locale, None where it is not public."""
        return next((item for item in self.locales if item["code"] == self.locale), None)

    def children(self, parent: str | None) -> list[Document]:
        """The sections right below `parent`; of None, the top-level ones."""
        return [item for item in self.sections if item["parent"] == parent]

    def nested(self, parent: str | None = None) -> Iterator[Document]:
        """Every section below `parent`, each followed by those below itself."""
        for section in self.children(parent):
            yield section
            yield from self.nested(section["id"])

    def trail(self, section_id: str) -> list[Document]:
        """The sections above and including `section_id`, outermost first."""
        known = {item["id"]: item for item in self.sections}
        trail: list[Document] = []
        step = known.pop(section_id, None)
        while step is not None:
            trail.insert(0, step)
            step = known.pop(step["parent"], None)
        return trail


@dataclass(frozen=True)
class Listing:
    """One page of a newest-first list, with the cursors of the pages older and newer than it.

    `visible_until` is when the first of its stories stops being public.
    """

    cards: tuple[Document, ...]
    older: str | None = None
    newer: str | None = None
    visible_until: datetime | None = None


def find(path: str) -> Found | None:
    """The live or killed page at `path`, else the one that used to be there; None where there is neither."""
    here = _choose(_pages().filter(path=path))
    if here:
        return Found(here)
    former = FormerPath.objects.filter(path=path, type__in=PAGE_TYPES).values("document_id")
    gone = _choose(_pages().filter(document_id__in=former))
    return Found(gone, moved=gone.state == PublicState.LIVE) if gone else None


def navigation(locale: str) -> Navigation:
    """The navigation of `locale`, in one query."""
    wanted = Q(type="section", locale=locale) | Q(type="locale")
    rows = PublishedDocument.objects.filter(wanted, live_now(timezone.now()))
    cards = rows.order_by("order", "path").values_list("type", "card")[:MOST_CHROME]
    parsed = [(kind, _parse(card)) for kind, card in cards]
    return Navigation(
        locale=locale,
        sections=tuple(card for kind, card in parsed if kind == "section"),
        locales=tuple(card for kind, card in parsed if kind == "locale"),
    )


def newest(locale: str, size: int, *, section: UUID | None = None, before: str | None = None) -> Listing:
    """The newest stories of a locale, or of a section and all below it; `before` is a cursor of this list.

    Raises Problem for a cursor that no page of this list gave.
    """
    rows = PublishedDocument.objects.filter(
        live_now(timezone.now()), type="article", locale=locale, published_at__isnull=False
    )
    if section:
        rows = rows.filter(terms__field="section", terms__value=section)
    page = read_page(rows, NEWEST_FIRST, ["card", "visible_until"], size, before)
    return Listing(
        tuple(_parse(row["card"]) for row in page.rows),
        older=page.next,
        newer=page.prev,
        visible_until=first_end(row["visible_until"] for row in page.rows),
    )


@dataclass(frozen=True)
class Cards:
    """Cards by id, and when the first of them stops being public."""

    by_id: dict[str, Document]
    visible_until: datetime | None = None


def cards(ids: Iterable[str | UUID]) -> Cards:
    """The cards of the articles among `ids` that are public now."""
    wanted = {document_id for document_id in map(_as_uuid, ids) if document_id}
    if not wanted:
        return Cards({})
    live = PublishedDocument.objects.filter(live_now(timezone.now()), type="article", document_id__in=wanted)
    rows = list(live.values_list("document_id", "card", "visible_until"))
    return Cards(
        {str(document_id): _parse(card) for document_id, card, _end in rows},
        first_end(end for _id, _card, end in rows),
    )


def first_end(ends: Iterable[datetime | None]) -> datetime | None:
    """The first of these moments, None standing for never."""
    return min((end for end in ends if end), default=None)


def document(row: PublishedDocument) -> Document:
    """The public object stored in `row`."""
    return _parse(row.body)["data"]


def related_ids(content: Document) -> list[str]:
    """The ids named by the related blocks of an article, in order of the body."""
    named: list[Sequence[str]] = [
        block["value"]["articles"] for block in content["body"] if block["type"] == "related"
    ]
    return [str(document_id) for ids in named for document_id in ids]


def _pages() -> QuerySet[PublishedDocument]:
    shown = live_now(timezone.now()) | Q(state=PublicState.KILLED)
    return PublishedDocument.objects.filter(shown, type__in=PAGE_TYPES)


def _choose(rows: QuerySet[PublishedDocument]) -> PublishedDocument | None:
    # A killed story may have had an address that another story lives at today: the living one answers.
    return min(rows, key=lambda row: (row.state != PublicState.LIVE, -row.sequence), default=None)


def _parse(stored: bytes | memoryview) -> Any:
    return json.loads(bytes(stored))


def _as_uuid(value: str | UUID) -> UUID | None:
    try:
        return value if isinstance(value, UUID) else UUID(value)
    except ValueError:
        return None
