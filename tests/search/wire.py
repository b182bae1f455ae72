"""A wire between an engine and its cluster that a test can hold silent or cut."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread
from urllib.parse import urlsplit

CHUNK = 1 << 16


class Wire:
    """Passes bytes on to `target`, "http://host:port". Silent, it takes requests and answers nothing.

    `asked` counts what was sent into it, requests or parts of them.
    """

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self.target = (parts.hostname or "localhost", parts.port or 9200)
        self.passing = Event()
        self.passing.set()
        self.asked = 0
        self.open: set[socket.socket] = set()
        self.lock = Lock()
        self.port = 0
        self.listener = self.listening()

    @property
    def address(self) -> str:
        """Where the engine finds it."""
        return f"http://127.0.0.1:{self.port}"

    def listening(self) -> socket.socket:
        """A socket on the wire's port that takes connections in a thread of its own."""
        listener = socket.create_server(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        Thread(target=self.accept, args=(listener,), daemon=True).start()
        return listener

    def accept(self, listener: socket.socket) -> None:
        """Join each connection to one of the target's."""
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(self.target)
                with self.lock:
                    self.open |= {near, far}
                Thread(target=self.pump, args=(near, far, True), daemon=True).start()
                Thread(target=self.pump, args=(far, near, False), daemon=True).start()

    def pump(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        """Pass on what comes, and the end of it."""
        with suppress(OSError):
            while data := source.recv(CHUNK):
                self.asked += counted
                self.passing.wait()
                sink.sendall(data)
        self.drop(source, sink)

    def drop(self, *ends: socket.socket) -> None:
        """Close connections."""
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        with self.lock:
            self.open -= set(ends)

    def hush(self) -> None:
        """Answer nothing from now on."""
        self.passing.clear()

    def cut(self) -> None:
        """Refuse connections, and end those there are."""
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.passing.set()
        self.drop(*self.open)

    def mend(self) -> None:
        """Pass on again."""
        self.passing.set()
        if self.listener.fileno() < 0:
            self.listener = self.listening()


@contextmanager
def wire_to(target: str) -> Iterator[Wire]:
    """A wire that is there for a while."""
    wire = Wire(target)
    try:
        yield wire
    finally:
        wire.cut()
