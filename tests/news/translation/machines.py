"""Machine translators for tests: a real HTTP service with a mind of its own, and classes beside it."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from django.db import connection

from news.translation.machine.base import Translator

Answer = Callable[[dict[str, Any]], tuple[int, bytes]]
BASE = "tests.news.translation.machines."


class Service(ThreadingHTTPServer):
    """Answers like LibreTranslate, or as `answer` says; keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.answer: Answer = translating(upper)
        self.location = ""
        self.over = Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """One question."""

    server: Service

    def do_POST(self) -> None:
        """Answer it."""
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(question)
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


def upper(text: str) -> str:
    """A translation: what it is of stays visible, and so do its marks."""
    return text.replace("<p>", "<p>EN ", 1) if text.startswith("<p>") else f"EN {text}"


def translating(one: Callable[[str], str]) -> Answer:
    """Answers with each text as `one` translates it."""

    def answer(question: dict[str, Any]) -> tuple[int, bytes]:
        return 200, json.dumps({"translatedText": [one(text) for text in question["q"]]}).encode()

    return answer


def saying(status: int, body: bytes = b"{}") -> Answer:
    """Answers so, whatever is asked."""
    return lambda question: (status, body)


class Plain(Translator):
    """A translator that asks nobody; `meanwhile` is what happens while it works."""

    meanwhile: Callable[[], object] = staticmethod(lambda: None)
    asked: list[str] = []

    def translate(self, texts: Sequence[str], source_locale: str, target_locale: str) -> list[str]:
        """Each text with the languages before it."""
        assert not connection.in_atomic_block
        type(self).asked = list(texts)
        type(self).meanwhile()
        return [upper(text) for text in texts]


class Faulty(Translator):
    """A translator with a fault of its own."""

    def translate(self, texts: Sequence[str], source_locale: str, target_locale: str) -> list[str]:
        """Fails."""
        raise RuntimeError("a fault")
