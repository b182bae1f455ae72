"""Which engines answer searches: Elasticsearch where its address is given, the embedded one else."""

import re
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured
from environs import Env

env = Env()
FALLBACKS: Final = ("embedded", "none")
# Whether it is counted what readers ask, without who asks; and how often in a day a question must have been
# asked to be shown to editors, for what fewer ask may be about one of them.
SEARCH_REPORTS = env.bool("SEARCH_REPORTS", True)
SEARCH_REPORTS_AT_LEAST = env.int("SEARCH_REPORTS_AT_LEAST", 3)


def search_settings(var_dir: Path) -> dict[str, Any]:
    """The SEARCH setting: the engine asked first by dotted path with its options, and its FALLBACK if any."""
    embedded = {
        "ENGINE": "search.engines.embedded.EmbeddedEngine",
        "OPTIONS": {"directory": var_dir / "search"},
    }
    fallback = env.str("SEARCH_FALLBACK", "embedded")
    if fallback not in FALLBACKS:
        raise ImproperlyConfigured(f"SEARCH_FALLBACK is {' or '.join(FALLBACKS)}, not {fallback!r}.")
    if not (hosts := [host.strip() for host in env.str("ELASTICSEARCH_URL", "").split(",") if host.strip()]):
        return embedded
    elasticsearch = {
        "ENGINE": "search.engines.elasticsearch.ElasticsearchEngine",
        "OPTIONS": elasticsearch_options(hosts),
    }
    return elasticsearch if fallback == "none" else {**elasticsearch, "FALLBACK": embedded}


def asked_dir(var_dir: Path) -> Path:
    """Where processes that search note what is asked, for the relay to count: beside the embedded indexes."""
    return var_dir / "search" / "asked"


def elasticsearch_options(hosts: list[str]) -> dict[str, Any]:
    """How the cluster is called. Raises ImproperlyConfigured, naming the variable to correct."""
    prefix = env.str("ELASTICSEARCH_PREFIX", "nashra")
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,62}", prefix):
        raise ImproperlyConfigured("ELASTICSEARCH_PREFIX is small letters, digits, _ and - only.")
    if not all(re.match(r"https?://[^/]", host) for host in hosts):
        raise ImproperlyConfigured("ELASTICSEARCH_URL is http(s)://host:port, several parted by commas.")
    return {
        "hosts": hosts,
        "prefix": prefix,
        "api_key": env.str("ELASTICSEARCH_API_KEY", ""),
        "ca_certs": env.str("ELASTICSEARCH_CA_CERTS", ""),
        "replicas": env.int("ELASTICSEARCH_REPLICAS", 1),
        "search_timeout": env.float("ELASTICSEARCH_SEARCH_TIMEOUT", 0.3),
        "write_timeout": env.float("ELASTICSEARCH_WRITE_TIMEOUT", 10.0),
    }


def search_consumers(search: dict[str, Any]) -> dict[str, str]:
    """The log consumers that keep the engines of the SEARCH setting in step, by the name of their cursor."""
    if search["ENGINE"].endswith(".EmbeddedEngine"):
        return {"search": "search.indexing.SearchConsumer"}
    consumers = {"elasticsearch": "search.indexing.SearchConsumer"}
    if "FALLBACK" in search:
        consumers["search"] = "search.indexing.FallbackConsumer"
    return consumers


def search_floors() -> dict[str, float]:
    """How much of what editors judged a new index must find: nDCG@10 at `least`, and at most so much `fall`.

    Raises ImproperlyConfigured.
    """
    floors = {
        "least": env.float("SEARCH_JUDGED_LEAST", 0.0),
        "fall": env.float("SEARCH_JUDGED_FALL", 0.02),
    }
    for name, value in floors.items():
        if not 0 <= value <= 1:
            raise ImproperlyConfigured(f"SEARCH_JUDGED_{name.upper()} is from 0 to 1, not {value}.")
    return floors
