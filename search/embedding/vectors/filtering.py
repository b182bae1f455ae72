"""Applies a question's filters to stories that are ordered already, by what the store says of them now."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from news.record.models import PublicState, PublishedDocument
from news.record.store import chunks
from search.documents import ARTICLE
from search.embedding.vectors.base import Nearest, VectorQuery
from search.engines.base import Filters
from search.engines.fields import ID_FIELDS

# A filter that leaves no more stories than this is asked for all of them.
NARROW: Final = 1_000
AT_ONCE: Final = 400


def allowed(ordered: Sequence[Nearest], query: VectorQuery) -> list[Nearest]:
    """The first `count` of `ordered` that the filters allow.

    A narrow filter takes one query of the store; of a wide one soon enough stories are found from above.
    """
    rows = filtered(query.filters, query.locales)
    few = set(rows.values_list("document_id", flat=True)[: NARROW + 1])
    if len(few) <= NARROW:
        return [one for one in ordered if one.id in few][: query.count]
    found: list[Nearest] = []
    for chunk in chunks(ordered, AT_ONCE):
        found += among(chunk, rows)
        if len(found) >= query.count:
            break
    return found[: query.count]


def among(ordered: Sequence[Nearest], rows: QuerySet[PublishedDocument]) -> list[Nearest]:
    """Those of `ordered` that are among `rows`."""
    kept: set[UUID] = set(
        rows.filter(document_id__in=[one.id for one in ordered]).values_list("document_id", flat=True)
    )
    return [one for one in ordered if one.id in kept]


def filtered(filters: Filters, locales: frozenset[str]) -> QuerySet[PublishedDocument]:
    """The live articles in `locales` that `filters` allow, but for those it leaves out by id."""
    rows = PublishedDocument.objects.filter(type=ARTICLE, state=PublicState.LIVE, locale__in=sorted(locales))
    for name in ID_FIELDS:
        if values := getattr(filters, name):
            rows = rows.filter(terms__field=name, terms__value__in=sorted(values))
    if filters.kind:
        rows = rows.filter(kind__in=sorted(filters.kind))
    if filters.published_after:
        rows = rows.filter(published_at__gte=filters.published_after)
    if filters.published_before:
        rows = rows.filter(published_at__lt=filters.published_before)
    return rows.distinct()
