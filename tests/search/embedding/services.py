"""Embedders for tests: a real HTTP service that knows a few words, and does what it is told."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final
from zlib import crc32

from search.embedding.remote import EmbeddingService
from tests import services
from tests.services import Answer, running

DIMENSION: Final = 64
MODEL: Final = "words"
# Words that mean the same to the service, in whatever language.
SAME: Final = {"رغيف": "خبز", "الرغيف": "خبز", "الخبز": "خبز", "bread": "خبز", "pain": "خبز"}


class Service(services.Service):
    """Answers like OpenAI's interface, or as `answer` says; keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(embedding)

    @property
    def url(self) -> str:
        return f"{super().url}/v1"

    @property
    def texts(self) -> list[str]:
        """All texts it was given."""
        return [text for asked in self.asked for text in asked["input"]]


@contextmanager
def service() -> Iterator[Service]:
    """A service that runs for as long as the block does."""
    with running(Service()) as server:
        yield server


def vector(text: str) -> list[float]:
    """Which words a text has; all texts are a little alike, as to real models."""
    numbers = [0.3] * DIMENSION
    for word in text.lower().split():
        numbers[crc32(SAME.get(word, word).encode()) % DIMENSION] += 1.0
    return numbers


def rows(vectors: Sequence[Sequence[float]]) -> bytes:
    """An answer with these vectors, the last first: their order is that of `index`."""
    data = [{"index": place, "embedding": list(one)} for place, one in enumerate(vectors)]
    return json.dumps({"object": "list", "data": data[::-1]}).encode()


def embedding(question: dict[str, Any]) -> tuple[int, bytes]:
    """Answers with the vector of each text."""
    return 200, rows([vector(text) for text in question["input"]])


def saying(status: int, body: bytes = b"{}") -> Answer:
    """Answers so, whatever is asked."""
    return lambda question: (status, body)


def setting(server: Service, **options: Any) -> dict[str, Any]:
    """The EMBEDDER of the settings that asks this service, with the patience of a busy machine."""
    told = {"url": server.url, "name": MODEL, "dimension": DIMENSION, "patience": 10.0, **options}
    return {
        "CLASS": "tests.search.embedding.services.Hasty",
        "OPTIONS": told,
        "NAME": MODEL,
        "PATIENCE": told["patience"],
    }


class Hasty(EmbeddingService):
    """As it is, but for who cannot wait."""

    connect, read, whole, retries = 5.0, 2.0, 2.0, (0.0,)
