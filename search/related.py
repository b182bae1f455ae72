"""Gives the stories to read next to a public story, by asking the store alone: no engine can hold it up."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from news.record.models import PublishedDocument, live_now
from search.documents import ARTICLE, document_of
from search.models import Neighbourhood

DEFAULT_LIMIT: Final = 6
MOST: Final = 20

ChosenBy = Literal["editors", "words", "section"]


@dataclass(frozen=True)
class Neighbour:
    """One neighbour: its card as stored, and who chose it: the editors, its words, or only its section.

    Of one in another language that is what it means.
    """

    id: UUID
    card: bytes
    visible_until: datetime | None
    chosen_by: ChosenBy
    locale: str

    @property
    def similar(self) -> bool:
        """Whether it is there for more than its section."""
        return self.chosen_by != "section"


def related(
    row: PublishedDocument,
    limit: int = DEFAULT_LIMIT,
    now: datetime | None = None,
    *,
    with_picks: bool = True,
) -> tuple[Neighbour, ...]:
    """At most `limit` neighbours of the live article `row`, best first.

    First those its editors named in blocks of related stories, then those that share its words, as they were
    chosen after it was indexed, then the newest of its section. Never itself, its translations or what tells
    the same in the same words. Without `with_picks`, for who shows those blocks, the editors' are left out.
    """
    now = now or timezone.now()
    similar, duplicates = neighbourhood(row.document_id)
    picked = [one for one in picked_ids(document_of(row)) if one not in duplicates]
    wanted = [*(picked if with_picks else ()), *(one for one in similar if one not in picked)]
    found = [one for one in public_rows(wanted, now) if apart(one, row)][:limit]
    chosen = [neighbour(one, "editors" if one.document_id in picked else "words") for one in found]
    if len(chosen) < limit:
        taken = {row.document_id, *picked, *duplicates, *(one.id for one in chosen)}
        fillers = newest_of_section(row, taken, now)[: limit - len(chosen)]
        chosen += [neighbour(one, "section") for one in fillers]
    return tuple(chosen)


def related_abroad(
    row: PublishedDocument, limit: int = DEFAULT_LIMIT, now: datetime | None = None
) -> tuple[Neighbour, ...]:
    """At most `limit` stories in other languages that tell of the same as the live article `row`, best first.

    None where the newsroom has no embedder. They were chosen by what they mean, after `row` was embedded.
    """
    chosen = Neighbourhood.objects.filter(document_id=row.document_id).values_list("abroad", flat=True)
    found = public_rows([UUID(one) for one in chosen.first() or ()], now or timezone.now())
    return tuple(neighbour(one, "words") for one in found if apart(one, row))[:limit]


def apart(one: PublishedDocument, row: PublishedDocument) -> bool:
    """Whether `one` is neither `row` nor a translation of it."""
    return one.document_id != row.document_id and (row.group is None or one.group != row.group)


def picked_ids(data: Mapping[str, Any]) -> list[UUID]:
    """The stories that the blocks of related stories in a public document name, each once, in order."""
    named = (
        UUID(one)
        for block in data.get("body") or ()
        if block.get("type") == "related"
        for one in (block.get("value") or {}).get("articles") or ()
    )
    return list(dict.fromkeys(named))


def neighbourhood(document_id: UUID) -> tuple[list[UUID], list[UUID]]:
    """The stories with the same telling words, and those that tell the same; none until they were chosen."""
    rows = Neighbourhood.objects.filter(document_id=document_id).values_list("similar", "duplicates")
    similar, duplicates = rows.first() or ((), ())
    return [UUID(one) for one in similar], [UUID(one) for one in duplicates]


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
        "document_id", "locale", "group", "card", "visible_until"
    )


def neighbour(row: PublishedDocument, chosen_by: ChosenBy) -> Neighbour:
    """`row` as a neighbour."""
    return Neighbour(row.document_id, bytes(row.card), row.visible_until, chosen_by, row.locale)
