"""Runs several editors and relays at the same moment, each as a process of its own would be."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Barrier, Event, Thread
from typing import Any

from django.db import connection

PATIENCE = 120.0  # seconds
PAUSE = 0.001  # seconds between two looks


class Running:
    """A thread with a database connection of its own, and what went wrong in it."""

    def __init__(self, act: Callable[[], Any], failures: list[BaseException]) -> None:
        self.act = act
        self.failures = failures
        self.thread = Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        try:
            self.act()
        except BaseException as failure:
            self.failures.append(failure)
        finally:
            connection.close()


def at_once(*acts: Callable[[], Any]) -> None:
    """Start all of `acts` at the same moment, wait for the last, and raise what any of them raised."""
    start = Barrier(len(acts))
    failures: list[BaseException] = []

    def started(act: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> None:
            start.wait()
            act()

        return run

    threads = [Running(started(act), failures).thread for act in acts]
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive(), "still waiting"
    for failure in failures:
        raise failure


@contextmanager
def meanwhile(look: Callable[[], Any]) -> Iterator[None]:
    """Repeat `look` in a thread of its own for as long as the block runs, and raise what it raised."""
    over = Event()
    failures: list[BaseException] = []

    def watch() -> None:
        # Without a pause it would hold up the writers, as no process of its own would.
        while not over.wait(PAUSE):
            look()
        look()

    watching = Running(watch, failures)
    try:
        yield
    finally:
        over.set()
        watching.thread.join(PATIENCE)
    for failure in failures:
        raise failure
