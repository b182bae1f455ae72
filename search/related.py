"""Gives the stories to read next to a public story, by asking the store alone: no engine can hold it up."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from news.record.models import PublishedDocument, live_now
from search.documents import ARTICLE, document_of
from search.models import Neighbourhood

DEFAULT_LIMIT: Final = 6
MOST: Final = 20


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

    Stories that share its words come first, as they were chosen after it was indexed; then the newest of
    its section.
    """
    now = now or timezone.now()
    found = public_rows(similar_ids(row.document_id), now)
    chosen = [neighbour(one, similar=True) for one in found][:limit]
    if len(chosen) < limit:
        taken = {row.document_id, *(one.id for one in chosen)}
        fillers = newest_of_section(row, taken, now)[: limit - len(chosen)]
        chosen += [neighbour(one, similar=False) for one in fillers]
    return tuple(chosen)


def similar_ids(document_id: UUID) -> list[UUID]:
    """The ids of stories with the same telling words; none until they were chosen."""
    rows = Neighbourhood.objects.filter(document_id=document_id).values_list("similar", flat=True)
    return [UUID(one) for one in rows.first() or ()]


def public_rows(ids: Sequence[UUID], now: datetime) -> Iterator[PublishedDocument]:
    """The rows of those of `ids` that are public at `now`, in their order, by one query."""
    rows = shown(now).filter(document_id__in=ids) if ids else ()
    by_id = {row.document_id: row for row in rows}
    return (by_id[one] for one in ids if one in by_id)


def newest_of_section(
    row: PublishedDocument, taken: Iterable[UUID], now: datetime
) -> QuerySet[PublishedDocument]:
    """The newest public stories of the section of `row`, without those `taken` and its translations."""
    section = document_of(row).get("section")
    if not section:
        return PublishedDocument.objects.none()
    rows = shown(now).filter(locale=row.locale, terms__field="section", terms__value=section["id"])
    rows = rows.exclude(document_id__in=list(taken))
    if row.group:
        rows = rows.exclude(group=row.group)
    return rows.order_by("-published_at", "-document_id")


def shown(now: datetime) -> QuerySet[PublishedDocument]:
    """Public articles, with what a neighbour needs of them."""
    return PublishedDocument.objects.filter(live_now(now), type=ARTICLE).only(
        "document_id", "card", "visible_until"
    )


def neighbour(row: PublishedDocument, *, similar: bool) -> Neighbour:
    """`row` as a neighbour."""
    return Neighbour(row.document_id, bytes(row.card), row.visible_until, similar)
