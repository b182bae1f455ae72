"""What can be set about the Elasticsearch engine, in `SEARCH["OPTIONS"]`."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """Where the cluster is, how indices are called and kept, and how long anyone waits; times in seconds.

    `hosts` are addresses that may carry user and password. `prefix` begins every name in the cluster and has
    no dot. Readers wait `search_timeout` at most, the choice of related stories `write_timeout`, and writers
    that long a try; they wait `held_back` for a rebuild that switches. After a rebuild was killed the next
    may begin once `lease` has passed. An index without a working copy is given up after `lost_after`, for a
    node that starts again brings it back.
    """

    hosts: Sequence[str]
    prefix: str
    api_key: str = ""
    ca_certs: str = ""
    replicas: int = 1
    search_timeout: float = 0.3
    write_timeout: float = 10.0
    held_back: float = 60.0
    lease: float = 20.0
    lost_after: float = 60.0
