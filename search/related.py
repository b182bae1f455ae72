"""Finds the stories to read next to a public story."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from news.record.models import PublishedDocument, live_now
from search.documents import ARTICLE, IndexEntry, entry_from
from search.engines.base import EngineError, RelatedQuery
from search.engines.factory import engine

logger = logging.getLogger(__name__)

DEFAULT_LIMIT: Final = 6
MOST: Final = 20
# More than are shown, for some may have ceased to be public since they were indexed.
SPARE: Final = 10


@dataclass(frozen=True)
class Neighbour:
    """One neighbour: its card as stored, and `similar` where its words chose it and not only its section."""

    id: UUID
    card: bytes
    visible_until: datetime | None
    similar: bool


def related(
    row: PublishedDocument, limit: int = DEFAULT_LIMIT, now: datetime | None = None
) -> tuple[Neighbour, ...]:
    """At most `limit` neighbours of the live article `row`, best first.

    Stories that share its words come first, those not newer than it before those that are; then the newest
    of its section. Where the engine is away, only the last.
    """
    now = now or timezone.now()
    entry = entry_from(row)
    found = public_rows(similar_ids(entry, limit), now)
    chosen = [neighbour(one, similar=True) for one in found][:limit]
    if len(chosen) < limit:
        taken = {entry.id, *(one.id for one in chosen)}
        fillers = newest_of_section(entry, taken, now)[: limit - len(chosen)]
        chosen += [neighbour(one, similar=False) for one in fillers]
    return tuple(chosen)


def similar_ids(entry: IndexEntry, limit: int) -> list[UUID]:
    """The ids of stories with the same telling words; none while the engine is away."""
    try:
        hits = list(engine().related(RelatedQuery(entry, limit=limit + SPARE)))
        if len(hits) < limit:
            hits += engine().related(RelatedQuery(entry, limit=limit + SPARE, newer=True))
    except EngineError:
        logger.warning("The search engine does not answer", exc_info=True)
        return []
    return [hit.id for hit in hits]


def public_rows(ids: Sequence[UUID], now: datetime) -> Iterator[PublishedDocument]:
    """The rows of those of `ids` that are public at `now`, in their order, by one query."""
    rows = shown(now).filter(document_id__in=ids) if ids else ()
    by_id = {row.document_id: row for row in rows}
    return (by_id[one] for one in ids if one in by_id)


def newest_of_section(entry: IndexEntry, taken: Iterable[UUID], now: datetime) -> QuerySet[PublishedDocument]:
    """The newest public stories of the section of `entry`, without those `taken` and its translations."""
    if entry.section is None:
        return PublishedDocument.objects.none()
    rows = shown(now).filter(locale=entry.locale, terms__field="section", terms__value=entry.section)
    rows = rows.exclude(document_id__in=list(taken))
    if entry.group:
        rows = rows.exclude(group=entry.group)
    return rows.order_by("-published_at", "-document_id")


def shown(now: datetime) -> QuerySet[PublishedDocument]:
    """Public articles, with what a neighbour needs of them."""
    return PublishedDocument.objects.filter(live_now(now), type=ARTICLE).only(
        "document_id", "card", "visible_until"
    )


def neighbour(row: PublishedDocument, *, similar: bool) -> Neighbour:
    """`row` as a neighbour."""
    return Neighbour(row.document_id, bytes(row.card), row.visible_until, similar)
