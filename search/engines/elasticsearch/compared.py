"""An index that the cluster analyses itself, one or two plain fields of it: what ours is compared with."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from elasticsearch.helpers import bulk

from search.documents import IndexEntry
from search.engines.base import EngineError
from search.engines.elasticsearch.cluster import Cluster
from search.engines.elasticsearch.errors import ClusterError

# What is wrong with the question itself.
BAD_REQUEST: Final = 400


@dataclass(frozen=True)
class Recipe:
    """What is indexed, each field with its weight, and by which of the cluster's analyzers."""

    name: str
    analyzer: str
    fields: Mapping[str, float]


STOCK: Final = Recipe("stock", "arabic", {"title": 3.0, "body": 1.0})
ONE_FIELD: Final = Recipe("plain", "standard", {"text": 1.0})


class ComparedIndex:
    """One such index of the cluster, called `name`. Any method may raise EngineError."""

    def __init__(self, cluster: Cluster, name: str, recipe: Recipe) -> None:
        self.cluster = cluster
        self.name = name
        self.recipe = recipe

    def create(self) -> None:
        """Make it, empty. Raises EngineError where the cluster lacks the analyzer."""
        text = {"type": "text", "analyzer": self.recipe.analyzer}
        mapping = {"_source": {"enabled": False}, "properties": dict.fromkeys(self.recipe.fields, text)}
        shape = {"number_of_shards": 1, "number_of_replicas": 0}
        try:
            self.cluster.tell(
                lambda client: client.indices.create(index=self.name, mappings=mapping, settings=shape), ""
            )
        except ClusterError as error:
            if error.refusal.status != BAD_REQUEST or self.recipe.analyzer not in error.refusal.reason:
                raise
            raise EngineError(
                f"This cluster has no analyzer called {self.recipe.analyzer!r}: it is a minimal distribution "
                "without the module analysis-common, so use a complete one to compare with."
            ) from error

    def fill(self, entries: Iterable[IndexEntry]) -> None:
        """Index `entries`, visible at once."""
        actions = list(self.actions(entries))
        self.cluster.tell(lambda client: bulk(client, actions, refresh=True), "")

    def actions(self, entries: Iterable[IndexEntry]) -> Iterator[dict[str, Any]]:
        """`entries` as bulk operations."""
        for entry in entries:
            texts = {"title": entry.title, "body": entry.text, "text": f"{entry.title}\n{entry.text}"}
            source = {name: texts[name] for name in self.recipe.fields}
            yield {"_index": self.name, "_id": str(entry.id), "_source": source}

    def search(self, text: str, limit: int) -> list[UUID]:
        """The ids of the best answers: any word, the fields' scores added up."""
        fields = [f"{name}^{weight}" for name, weight in self.recipe.fields.items()]
        answer = self.cluster.ask(
            lambda client: client.search(
                index=self.name,
                query={"multi_match": {"query": text, "fields": fields, "type": "most_fields"}},
                size=limit,
                source=False,
                track_total_hits=False,
                filter_path="hits.hits._id",
            ),
            "",
            self.cluster.deadline(),
        )
        return [UUID(hit["_id"]) for hit in answer.body.get("hits", {}).get("hits", [])]
