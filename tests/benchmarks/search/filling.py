"""Makes the engines that are measured and fills them."""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from search.documents import IndexEntry
from search.engines.base import SearchEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine
from tests.benchmarks.search.collection import LOCALE

ENGINES = ("embedded", "elasticsearch")
# A busy machine may take longer than readers would wait; how long it took is what is measured.
PATIENCE = 30.0


@contextmanager
def filled(
    name: str, directory: Path, entries: Sequence[IndexEntry], *, keep: bool
) -> Iterator[SearchEngine]:
    """The engine of that name with all entries; filled anew unless it has so many already."""
    engine = embedded(directory) if name == "embedded" else elasticsearch(directory.name)
    fill(engine, entries)
    yield engine
    if isinstance(engine, ElasticsearchEngine):
        if not keep:
            engine.indices(LOCALE).discard([engine.health(LOCALE).build])
        engine.close()


def embedded(directory: Path) -> EmbeddedEngine:
    """The embedded engine in `directory`."""
    return EmbeddedEngine(directory)


def elasticsearch(name: str) -> ElasticsearchEngine:
    """The cluster that ELASTICSEARCH_URL names, under a prefix for this set of documents."""
    hosts = [host for host in os.environ.get("ELASTICSEARCH_URL", "").split(",") if host]
    if not hosts:
        sys.exit("Set ELASTICSEARCH_URL to the address of a cluster.")
    return ElasticsearchEngine(
        hosts=hosts, prefix=f"nashra-benchmark-{name}", replicas=0, search_timeout=PATIENCE
    )


def fill(engine: SearchEngine, entries: Sequence[IndexEntry]) -> None:
    """Build the index anew, unless it holds as many entries; tell how fast that was."""
    if engine.health(LOCALE).documents == len(entries):
        return
    start = time.perf_counter()
    with engine.rebuild(LOCALE) as build:
        for first in range(0, len(entries), 1000):
            build.index(entries[first : first + 1000])
        with build.switch():
            build.inventory()
    took = time.perf_counter() - start
    sys.stdout.write(f"{engine.name}: {len(entries)} documents, {len(entries) / took:.0f} a second\n")
