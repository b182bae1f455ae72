"""Engines of the tests' own: names and directories that nobody else uses, removed when a test is done.

With ELASTICSEARCH_URL in the environment everything that can be runs on that cluster.
"""

import os
import shutil
from collections.abc import Mapping
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch

from search import indexing
from search.engines import factory
from tests.prefix import PREFIX

URL = os.environ.get("ELASTICSEARCH_URL", "")
HOSTS = [host for host in URL.split(",") if host]
# Seconds; a search may be slow on a busy machine. The limit of readers has tests of its own.
PATIENCE = 10.0

_numbers = count(1)


def embedded(directory: Path) -> dict[str, Any]:
    """The setting of an embedded engine in `directory`."""
    return {"ENGINE": "search.engines.embedded.EmbeddedEngine", "OPTIONS": {"directory": directory}}


def elasticsearch(**options: Any) -> dict[str, Any]:
    """The setting of an Elasticsearch engine on names of its own."""
    own = {"prefix": f"{PREFIX}-{next(_numbers)}", "replicas": 0, "search_timeout": PATIENCE, "lease": 2.0}
    return {
        "ENGINE": "search.engines.elasticsearch.ElasticsearchEngine",
        "OPTIONS": {"hosts": HOSTS, **own, **options},
    }


def configured(directory: Path) -> dict[str, Any]:
    """The setting of the engine that this run of the tests is about."""
    return elasticsearch() if URL else embedded(directory)


@cache
def cluster() -> Elasticsearch:
    """A client of the tests' own."""
    return Elasticsearch(HOSTS, request_timeout=30)


def remove(setting: dict[str, Any]) -> None:
    """Remove every index of an engine and of its fallback; a setting without an engine has none."""
    if not setting:
        return
    close(setting)
    options = setting["OPTIONS"]
    if "directory" in options:
        shutil.rmtree(options["directory"], ignore_errors=True)
    elif URL:
        remove_indices(f"{options['prefix']}.*")
    if "FALLBACK" in setting:
        remove(setting["FALLBACK"])


def close(setting: dict[str, Any]) -> None:
    """Let go of the engine that this process made for a setting."""
    made = factory.MADE.pop(factory.key_of(setting), None)
    if made is not None:
        made.close()


def remove_indices(pattern: str) -> None:
    """Remove the indices whose names match."""
    found = cluster().indices.get(index=pattern, expand_wildcards="all", filter_path="*.aliases")
    if found.body:
        cluster().indices.delete(index=list(found.body), ignore_unavailable=True)


def rebuild(locale: str) -> None:
    """Build the index of a locale anew in every engine of the settings."""
    for kept in factory.engines():
        indexing.rebuild(kept, locale)


def damage(setting: Mapping[str, Any]) -> None:
    """Make every index of an engine unreadable."""
    options = setting["OPTIONS"]
    if "directory" in options:
        for file in Path(options["directory"]).glob("*/build-*/meta.json"):
            file.write_text("{")
    else:
        cluster().indices.close(index=list(cluster().indices.get(index=f"{options['prefix']}.*").body))
