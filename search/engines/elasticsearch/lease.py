"""A lease on a locale, kept in the cluster: whoever holds it is the one rebuild, until it expires."""

import time
import uuid
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import Any, Final

from elasticsearch import BadRequestError, ConflictError, Elasticsearch

from search.engines.base import EngineError, IndexUnusableError
from search.engines.elasticsearch.cluster import Cluster
from search.engines.elasticsearch.errors import ClusterError

MAPPING: Final = {
    "dynamic": "strict",
    "properties": {"holder": {"type": "keyword"}, "expires": {"type": "double"}},
}


class Lease:
    """A claim on rebuilding `locale`, of `term` seconds, renewed by a thread of its own while it is held."""

    def __init__(self, cluster: Cluster, prefix: str, locale: str, replicas: int, term: float) -> None:
        self.cluster = cluster
        self.locale = locale
        self.replicas = replicas
        self.term = term
        self.holder = uuid.uuid4().hex
        # No locale begins with this sign. An alias, like all that is written to, so that no write creates it.
        self.alias = f"{prefix}._rebuilds"
        self.ended = Event()
        # What is given up is not to be renewed by a call that is under way.
        self.turn = Lock()

    def take(self) -> bool:
        """Take the lease; False where somebody else holds it."""
        try:
            taken = self.cluster.tell(self.claim, self.locale)
        except EngineError as error:
            if not is_lost(error):
                raise
            self.cluster.tell(self.create, self.locale)
            taken = self.cluster.tell(self.claim, self.locale)
        if taken:
            Thread(target=self.keep, daemon=True).start()
        return taken

    def held(self) -> bool:
        """Whether it is still ours, renewed at this moment."""
        with self.turn:
            return not self.ended.is_set() and self.cluster.tell(self.claim, self.locale)

    def give_up(self) -> None:
        """Let the next one take it at once; where the cluster is away, it expires."""
        self.ended.set()
        with self.turn, suppress(EngineError):
            self.cluster.call(self.release, self.locale, self.cluster.write_timeout)

    def keep(self) -> None:
        """Renew the lease until it is given up or lost."""
        while not self.ended.wait(self.term / 4):
            try:
                if not self.held():
                    return
            except EngineError:
                continue

    def claim(self, client: Elasticsearch) -> bool:
        """Write our name where nobody's is, or ours, or one that expired; False where another's stands."""
        while True:
            found = self.read(client)
            source = found.get("_source", {})
            if source and source["holder"] != self.holder and source["expires"] > time.time():
                return False
            if self.put(client, found, {"holder": self.holder, "expires": time.time() + self.term}):
                return True

    def release(self, client: Elasticsearch) -> bool:
        """Let our claim expire now."""
        found = self.read(client)
        ours = found.get("_source", {}).get("holder") == self.holder
        return ours and self.put(client, found, {"holder": self.holder, "expires": 0})

    def read(self, client: Elasticsearch) -> dict[str, Any]:
        """What is written; nothing where nobody has claimed it yet."""
        return dict(client.options(ignore_status=404).get(index=self.alias, id=self.locale).body)

    def put(self, client: Elasticsearch, found: dict[str, Any], source: dict[str, Any]) -> bool:
        """Write `source` where nothing has changed since `found` was read; returns whether that held."""
        unchanged: dict[str, Any] = (
            {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
            if found.get("found")
            else {"op_type": "create"}
        )
        try:
            client.index(index=self.alias, id=self.locale, document=source, require_alias=True, **unchanged)
        except ConflictError:
            return False
        return True

    def create(self, client: Elasticsearch) -> None:
        """The index of all leases anew.

        A claim that is lost with it is claimed again by its holder; a rebuild that does not notice fails to
        switch once another has.
        """
        name = f"{self.alias}.1"
        client.indices.delete(index=name, ignore_unavailable=True)
        try:
            client.indices.create(
                index=name,
                aliases={self.alias: {}},
                mappings=MAPPING,
                settings={"number_of_shards": 1, "number_of_replicas": self.replicas},
            )
        except BadRequestError as error:
            # Somebody else was faster.
            if error.error != "resource_already_exists_exception":
                raise


def is_lost(error: EngineError) -> bool:
    """Whether the index of leases is missing, closed or set read only: it holds nothing worth keeping."""
    return isinstance(error, IndexUnusableError) or (isinstance(error, ClusterError) and error.refusal.held)
