"""Names what an engine counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from news.record.models import PublishedDocument, live_now
from search.documents import document_of


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet with the number of stories found under it; years have no slug."""

    value: str
    count: int
    name: str
    slug: str = ""


def named(counts: Mapping[str, Mapping[str, int]], now: datetime) -> dict[str, tuple[FacetValue, ...]]:
    """The values of each facet, the most frequent first; things that are not public any more are left out."""
    ids = {UUID(value) for name, values in counts.items() if name != "year" for value in values}
    rows = PublishedDocument.objects.filter(live_now(now), document_id__in=ids) if ids else ()
    things = {str(row.document_id): thing(row) for row in rows}
    return {name: tuple(values_of(name, values, things)) for name, values in counts.items()}


def thing(row: PublishedDocument) -> tuple[str, str]:
    """The name and slug of a section, topic or author."""
    data = document_of(row)
    return str(data.get("name") or data.get("title") or ""), row.slug


def values_of(
    facet: str, counts: Mapping[str, int], things: Mapping[str, tuple[str, str]]
) -> list[FacetValue]:
    """The named values of one facet."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    if facet == "year":
        return [FacetValue(year, count, year) for year, count in ordered]
    return [FacetValue(value, count, *things[value]) for value, count in ordered if value in things]
