"""Holds the table's vectors in an Elasticsearch cluster: an index a model for all languages."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from search.documents import Gone, IndexEntry, Item
from search.embedding import table
from search.embedding.vectors.base import Nearest, Neighbours, VectorQuery
from search.embedding.vectors.sample import Sample
from search.embedding.vectors.shape import action, creation, name_for, version_of
from search.engines.base import EngineError, IndexMissingError, IndexUnusableError, SearchQuery
from search.engines.clauses import Clauses
from search.engines.elasticsearch.asking import ElasticsearchIndex
from search.engines.elasticsearch.cluster import Cluster
from search.engines.elasticsearch.indices import described
from search.engines.elasticsearch.inventory import inventory
from search.engines.elasticsearch.lease import Lease
from search.engines.elasticsearch.options import Options
from search.engines.elasticsearch.places import Place, building_alias
from search.engines.elasticsearch.writing import refresh, write_all
from search.engines.weights import Weights
from search.indexing import Difference, compare_index, current

CHUNK: Final = 200
SPARE: Final = 2  # so many times as many candidates are looked at as are wanted
SEEN: Final = ["hits.hits._id", "hits.hits._score"]


class ClusterVectors:
    """The vectors of one model in a cluster. `options` are those of the Elasticsearch engine."""

    def __init__(self, model: str, dimension: int, **options: Any) -> None:
        self.model = model
        self.dimension = dimension
        self.options = Options(**options)
        self.cluster = Cluster(self.options)
        # No locale begins with this sign, as with the index of leases.
        self.names = f"{self.options.prefix}._vectors"
        self.alias = f"{self.names}.{re.sub('[^a-z0-9-]+', '-', model.lower())}"
        self.sample = Sample(model, dimension)

    def nearest(self, query: VectorQuery) -> Neighbours:
        """The nearest, found by the cluster's own graph of neighbours."""
        return Neighbours(self.found(query), self.sample.usual(query.vector, query.locales))

    def found(self, query: VectorQuery) -> list[Nearest]:
        """The nearest stories."""
        deadline = self.cluster.deadline()
        asked = ElasticsearchIndex(self.cluster, self.alias, "", "", deadline)
        clauses = Clauses(asked, SearchQuery(text="", locale=""), Weights())
        make = asked.dialect
        conditions = [clauses.live(), make.one_of("locale", query.locales)]
        knn = {
            "field": "parts.vector",
            "query_vector": [round(float(number), 6) for number in query.vector],
            "k": query.count,
            "num_candidates": SPARE * query.count,
            "filter": [*conditions, *clauses.restrictions(query.filters)],
        }
        answer = self.cluster.ask(
            lambda client: (
                client.search(
                    index=self.alias,
                    knn=knn,
                    size=query.count,
                    source=False,
                    track_total_hits=False,
                    allow_partial_search_results=False,
                    filter_path=SEEN,
                ).body
            ),
            "",
            deadline,
        )
        hits = answer.get("hits", {}).get("hits", [])
        # The cluster gives half of one and the cosine, so that no score is below zero.
        found = (Nearest(UUID(hit["_id"]), 2 * hit["_score"] - 1) for hit in hits)
        return sorted(found, key=lambda one: (-one.cosine, one.id))

    def write(self, entries: Sequence[IndexEntry], gone: Sequence[Gone] = ()) -> None:
        """Bring documents up to the table; made anew where the index is lost."""
        try:
            self.used()
            self.fill(self.alias, entries, gone)
            refresh(self.cluster, self.alias, "")
        except IndexUnusableError:
            self.rebuild()

    def fill(self, alias: str, entries: Sequence[IndexEntry], gone: Sequence[Gone] = ()) -> None:
        """Write documents; a story that has no vectors, or none any more, leaves a tombstone."""
        kept = table.vectors_of(self.model, [entry.id for entry in entries], self.dimension)
        items: list[Item] = [*entries, *gone]
        write_all(self.cluster, alias, "", [action(item, kept.get(item.id)) for item in items])

    def usable(self) -> bool:
        """False where there is no such index, or one of another version."""
        try:
            self.used()
        except EngineError as error:
            return not isinstance(error, IndexUnusableError)
        return True

    def used(self) -> Place:
        """The index in use. Raises IndexUnusableError where it cannot be used."""
        places = [one for one in self.places() if self.alias in one.aliases]
        if not places:
            raise IndexMissingError("", "there is none of vectors")
        if places[0].version != version_of(self.dimension) or places[0].held:
            raise IndexUnusableError("", "it is of another version, or was set read only")
        return places[0]

    def places(self) -> list[Place]:
        """All indexes of this model."""
        return self.cluster.tell(lambda client: described(client, f"{self.alias}.*"), "")

    def reconcile(self, *, mend: bool) -> list[str]:
        """How it departs from the table, repaired if asked."""
        try:
            found = self.difference()
        except IndexUnusableError as error:
            if mend:
                self.rebuild()
            return [f"{self.alias}: {error.reason}"]
        if found is None:
            return []
        if mend:
            self.repair(found)
        return [f"{self.alias}: {found}"]

    def difference(self) -> Difference | None:
        """How it departs from the table; None where it does not. Raises IndexUnusableError."""
        held = inventory(self.cluster, self.used().name, "")
        return compare_index("vectors", table.expected(self.model), held)

    def repair(self, found: Difference) -> None:
        """Write the stories in question again as table and store have them; all, where that does not help."""
        ids = [*found.missing, *found.surplus, *found.outdated]
        for first in range(0, len(ids), CHUNK):
            self.write(*current(ids[first : first + CHUNK]))
        # What somebody deleted by hand is newer to the cluster than what is written now.
        if self.difference():
            self.rebuild()

    def rebuild(self) -> None:
        """Fill a new index from the table, put it in use, delete the others; write what came meanwhile."""
        with self.leased():
            before = self.places()
            name = name_for(self.alias)
            self.create(name)
            for chunk in table.id_chunks(self.model, CHUNK):
                self.fill(building_alias(name), *current(chunk))
            refresh(self.cluster, name, "")
            self.switch(name, before)
        # What was written meanwhile went into the index before.
        if found := self.difference():
            ids = [*found.missing, *found.surplus, *found.outdated]
            self.fill(self.alias, *current(ids))

    @contextmanager
    def leased(self) -> Iterator[None]:
        """Be the one rebuild of vectors. Raises EngineError where another runs."""
        options = self.options
        lease = Lease(self.cluster, options.prefix, "_vectors", options.replicas, options.lease)
        if not lease.take():
            raise EngineError("the index of vectors is being rebuilt already")
        try:
            yield
        finally:
            lease.give_up()

    def create(self, name: str) -> None:
        """An empty index that is filled through an alias of its own."""
        body: Mapping[str, Any] = creation(self.dimension, self.options.replicas)
        aliases: dict[str, Any] = {building_alias(name): {}}
        self.cluster.tell(lambda client: client.indices.create(index=name, aliases=aliases, **body), "")

    def switch(self, name: str, before: Sequence[Place]) -> None:
        """Put the index in use in place of those `before`, all at once, and delete them."""
        actions: list[dict[str, Any]] = [
            {"remove": {"index": name, "alias": building_alias(name)}},
            {"add": {"index": name, "alias": self.alias}},
            *({"remove_index": {"index": one.name}} for one in before),
        ]
        self.cluster.tell(lambda client: client.indices.update_aliases(actions=actions), "")

    def forget_others(self) -> None:
        """Delete the indexes of other models."""
        places = self.cluster.tell(lambda client: described(client, f"{self.names}.*"), "")
        others = [one.name for one in places if not one.name.startswith(f"{self.alias}.")]
        if others:
            self.cluster.tell(lambda client: client.indices.delete(index=others), "")

    def close(self) -> None:
        """Let go of connections and threads."""
        self.cluster.close()
