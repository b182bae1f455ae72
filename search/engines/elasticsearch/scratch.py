"""Indices for a while: names apart from those in use, and their removal whatever happened."""

import re
import time
import uuid
from typing import Final

from elasticsearch import Elasticsearch

from search.engines.base import EngineError
from search.engines.elasticsearch.cluster import Cluster
from search.engines.elasticsearch.indices import described

# No locale begins with this sign, and rights on the names of a newsroom cover these too.
MARK: Final = "_scratch"
# What is older, in seconds, was left by a process that was killed.
LEFT_OVER: Final = 86_400


def scratch_prefix(prefix: str) -> str:
    """A new beginning of names for what will be removed again; it tells when it was made."""
    return f"{prefix}.{MARK}-{int(time.time())}-{uuid.uuid4().hex[:8]}"


def remove_scratch(cluster: Cluster, scratch: str) -> None:
    """Remove every index whose name begins with `scratch`. Raises EngineError."""
    if f".{MARK}-" not in scratch:
        raise EngineError(f"{scratch} is not the name of scratch indices")

    def remove(client: Elasticsearch) -> None:
        if names := [place.name for place in described(client, f"{scratch}.*")]:
            client.indices.delete(index=names, ignore_unavailable=True)

    cluster.tell(remove, "")


def remove_left_over(cluster: Cluster, prefix: str, older_than: float = LEFT_OVER) -> None:
    """Remove scratch indices that are older than so many seconds. Raises EngineError."""
    oldest = time.time() - older_than
    pattern = re.compile(re.escape(f"{prefix}.{MARK}-") + r"(\d+)-[0-9a-f]{8}(?=\.)")
    found = cluster.tell(lambda client: described(client, f"{prefix}.{MARK}-*"), "")
    for scratch in {match[0] for place in found if (match := pattern.match(place.name))}:
        if int(scratch.rsplit("-", 2)[1]) < oldest:
            remove_scratch(cluster, scratch)
