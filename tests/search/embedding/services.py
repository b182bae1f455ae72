"""Embedders for tests: a real HTTP service that knows a few words, and does what it is told."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Final
from zlib import crc32

from search.embedding.remote import EmbeddingService

DIMENSION: Final = 64
MODEL: Final = "words"
# Words that mean the same to the service, in whatever language.
SAME: Final = {"رغيف": "خبز", "الرغيف": "خبز", "الخبز": "خبز", "bread": "خبز", "pain": "خبز"}

Answer = Callable[[dict[str, Any]], tuple[int, bytes]]


class Service(ThreadingHTTPServer):
    """Answers like OpenAI's interface, or as `answer` says; keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.answer: Answer = embedding
        self.location = ""
        self.over = Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    @property
    def texts(self) -> list[str]:
        """All texts it was given."""
        return [text for asked in self.asked for text in asked["input"]]


class Handler(BaseHTTPRequestHandler):
    """One question."""

    server: Service

    def do_POST(self) -> None:
        """Answer it."""
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(question)
        self.server.headers.append(dict(self.headers))
        self.server.paths.append(self.path)
        status, body = self.server.answer(question)
        self.send_response(status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        try:
            if body == b"drip":
                while not self.server.over.wait(0.02):
                    self.wfile.write(b" ")
                    self.wfile.flush()
            self.wfile.write(body)
        except OSError:
            return  # whoever asked is gone

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def service() -> Iterator[Service]:
    """A service that runs for as long as the block does."""
    server = Service()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


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
