"""Reads the whole of an index: which entries are live, and as of which sequence."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final
from uuid import UUID

from elasticsearch import Elasticsearch

from search.engines.elasticsearch.cluster import Cluster
from search.engines.fields import LIVE

PAGE: Final = 5_000
LIVE_ONES: Final = {"term": {"state": LIVE}}
SEEN: Final = ["hits.hits.sort"]


def inventory(cluster: Cluster, name: str, locale: str) -> dict[UUID, int]:
    """The sequence of each live entry of the index or alias `name`, by id."""
    return {UUID(story): sequence for story, sequence in live_ones(cluster, name, locale)}


def live_ones(cluster: Cluster, name: str, locale: str) -> Iterator[tuple[str, int]]:
    """Id and sequence of each live entry, in the order of ids."""
    after: list[Any] | None = None
    while True:
        hits = cluster.tell(partial(page, name=name, after=after), locale)
        yield from hits
        if len(hits) < PAGE:
            return
        after = hits[-1]


def page(client: Elasticsearch, name: str, after: list[Any] | None) -> list[Any]:
    """The live entries that follow `after`, as pairs."""
    answer = client.search(
        index=name,
        query=LIVE_ONES,
        sort=[{"id": "asc"}, {"sequence": "asc"}],
        search_after=after,
        size=PAGE,
        source=False,
        stored_fields="_none_",
        track_total_hits=False,
        allow_partial_search_results=False,
        filter_path=SEEN,
    )
    return [hit["sort"] for hit in answer.body.get("hits", {}).get("hits", [])]


def live_count(client: Elasticsearch, name: str) -> int:
    """How many entries of the index are live."""
    return int(client.count(index=name, query=LIVE_ONES)["count"])
