"""Names what an engine counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from news.record.models import PublishedDocument, live_now
from search.documents import document_of


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet with the number of stories found under it; years have no slug.

    `parent` is the value of the section above it, None at the top and in other facets.
    """

    value: str
    count: int
    name: str
    slug: str = ""
    parent: str | None = None


@dataclass(frozen=True)
class Thing:
    """What is public of a section, topic or author."""

    name: str
    slug: str
    parent: str | None


def named(counts: Mapping[str, Mapping[str, int]], now: datetime) -> dict[str, tuple[FacetValue, ...]]:
    """The values of each facet, the most frequent first; things that are not public any more are left out."""
    ids = {UUID(value) for name, values in counts.items() if name != "year" for value in values}
    rows = PublishedDocument.objects.filter(live_now(now), document_id__in=ids) if ids else ()
    things = {str(row.document_id): thing(row) for row in rows}
    return {name: tuple(values_of(name, values, things)) for name, values in counts.items()}


def thing(row: PublishedDocument) -> Thing:
    """A section, topic or author."""
    data = document_of(row)
    return Thing(str(data.get("name") or data.get("title") or ""), row.slug, data.get("parent"))


def values_of(facet: str, counts: Mapping[str, int], things: Mapping[str, Thing]) -> list[FacetValue]:
    """The named values of one facet; a parent that is not among them is none."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    if facet == "year":
        return [FacetValue(year, count, year) for year, count in ordered]
    shown = {value for value in counts if value in things}
    return [
        FacetValue(value, count, one.name, one.slug, one.parent if one.parent in shown else None)
        for value, count in ordered
        if (one := things.get(value))
    ]
