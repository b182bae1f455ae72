"""Writes entries into an index: in bulk, through an alias only, an older one never over a newer one."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from search.documents import Item, newest
from search.engines.elasticsearch.cluster import Cluster
from search.engines.elasticsearch.errors import Refusal, item_refusal
from search.engines.elasticsearch.mapping import action

CHUNK: Final = 500
CHUNK_BYTES: Final = 8_000_000
# The index has the same document of a higher sequence.
CONFLICT: Final = 409


def write(cluster: Cluster, alias: str, locale: str, items: Sequence[Item]) -> None:
    """Bring the index behind `alias` up to `items`. Raises EngineError; all of it may then be tried again."""
    write_all(cluster, alias, locale, [action(item) for item in newest(items).values()])


def write_all(cluster: Cluster, alias: str, locale: str, actions: Sequence[dict[str, Any]]) -> None:
    """Run these bulk operations on the index behind `alias`. Raises EngineError; all may be tried again."""
    # A shard that is not there is told of before the connection's own time is over.
    patience = f"{cluster.write_timeout * 800:.0f}ms"

    def fill(client: Elasticsearch) -> None:
        for refusal in refusals(client, alias, actions, patience):
            raise refusal.as_error(locale)

    cluster.tell(fill, locale)


def refusals(
    client: Elasticsearch, alias: str, actions: Sequence[dict[str, Any]], patience: str
) -> Iterator[Refusal]:
    """What was refused of `actions`, but for what the index knows better."""
    results = streaming_bulk(
        client,
        actions,
        chunk_size=CHUNK,
        max_chunk_bytes=CHUNK_BYTES,
        raise_on_error=False,
        index=alias,
        require_alias=True,
        timeout=patience,
    )
    for written, result in results:
        answer = result["index"]
        if not written and answer["status"] != CONFLICT:
            yield item_refusal(answer["status"], answer.get("error"))


def refresh(cluster: Cluster, name: str, locale: str) -> None:
    """Make visible what was written."""
    cluster.tell(lambda client: client.indices.refresh(index=name), locale)
