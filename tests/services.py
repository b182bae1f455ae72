"""Services of others for tests: a real HTTP server with a mind of its own."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, TypeVar

Answer = Callable[[dict[str, Any]], tuple[int, bytes]]
S = TypeVar("S", bound="Service")


class Service(ThreadingHTTPServer):
    """Answers every POST as `answer` says; keeps what it was asked.

    A body of b"drip" is sent a byte at a time until the service ends. `location` is where answers lead.
    """

    daemon_threads = True

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.answer = answer
        self.location = ""
        self.over = Event()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}"


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
def running(server: S) -> Iterator[S]:
    """A service that runs for as long as the block does."""
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
