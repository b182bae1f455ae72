"""Gives the embedder, and the index of its vectors, that the SEARCH setting names."""

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:  # they compute with numbers, for which a newsroom without an embedder has no package
    from search.embedding.base import Embedder
    from search.embedding.nearness import Nearness
    from search.embedding.vectors.base import VectorIndex

CONSUMER: Final = "search.embedding.consumer.EmbeddingConsumer"
NEARNESS: Final = "search.embedding.nearness.Nearness"
MADE: Final[dict[str, Any]] = {}
MAKING: Final = Lock()


def embedder() -> "Embedder":
    """The embedder of this process. Raises ImportError where its package is not installed, EmbedderError."""
    setting = settings.SEARCH["EMBEDDER"]
    return made(repr(setting), lambda: import_string(setting["CLASS"])(**setting["OPTIONS"]))


def vector_index() -> "VectorIndex":
    """Where vectors of the embedder's model are asked for the nearest."""
    source, setting = embedder(), settings.SEARCH["VECTORS"]
    facts = {"model": source.model, "dimension": source.dimension, **setting.get("OPTIONS", {})}
    return made(repr((setting, facts)), lambda: import_string(setting["CLASS"])(**facts))


def nearness() -> "Nearness":
    """What tells how near stories are to a question."""
    source, index = embedder(), vector_index()
    setting, patience = settings.SEARCH["VECTORS"], settings.SEARCH["EMBEDDER"]["PATIENCE"]
    key = repr((settings.SEARCH["EMBEDDER"], setting))
    return made(key, lambda: import_string(NEARNESS)(source, index, patience))


def made(key: str, make: Callable[[], Any]) -> Any:
    """What `make` makes, one object a process for each key."""
    with MAKING:
        if key not in MADE:
            MADE[key] = make()
        return MADE[key]


def consumer() -> str:
    """The name under which the log is followed for the embedder of the settings; "" where it is not."""
    return next((name for name, dotted in settings.LOG_CONSUMERS.items() if dotted == CONSUMER), "")


def close() -> None:
    """Let go of whatever was made: its memory, connections and threads."""
    with MAKING:
        while MADE:
            _, one = MADE.popitem()
            if hasattr(one, "close"):
                one.close()
