"""Keeps lines in memory and writes them to files by a thread of its own, so that no search ever waits."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Event, Lock, Thread
from time import sleep
from typing import Final
from uuid import uuid4

from search.asked.lines import Line

logger = logging.getLogger(__name__)

MOST_WAITING: Final = 2_000
MOST_BYTES: Final = 20 * 1024 * 1024
PAUSE: Final = 2.0  # seconds in which lines gather to one file
ENDING: Final = ".jsonl"
BEGUN: Final = ".part"


class Spool:
    """A directory of files of lines, each written once and whole, of a bounded size altogether.

    What does not fit, in memory or in the directory, is left out: these are counts, and readers come first.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.waiting: Queue[Line] = Queue(MOST_WAITING)
        self.noted = Event()
        self.starting = Lock()
        self.thread: Thread | None = None
        self.failed = False

    def put(self, line: Line) -> None:
        """Take a line; never waits and never raises."""
        try:
            self.waiting.put_nowait(line)
        except Full:
            return
        self.noted.set()
        if self.thread is None:
            self.start()

    def start(self) -> None:
        """Begin to write, once a process."""
        with self.starting:
            if self.thread is None:
                self.thread = Thread(target=self.run, name="asked", daemon=True)
                self.thread.start()

    def run(self) -> None:
        """Write for as long as the process lives."""
        while True:
            self.noted.wait()
            sleep(PAUSE)
            self.noted.clear()
            self.flush()

    def flush(self) -> None:
        """Write what is waiting now."""
        if lines := list(self.taken()):
            self.write(lines)

    def taken(self) -> Iterator[Line]:
        """What is waiting, no longer waiting."""
        try:
            for _ in range(MOST_WAITING):
                yield self.waiting.get_nowait()
        except Empty:
            return

    def write(self, lines: list[Line]) -> None:
        """Write lines to a file of their own; says once where that cannot be done."""
        name = self.directory / f"{uuid4().hex}{BEGUN}"
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            if self.size() < MOST_BYTES:
                name.write_bytes(b"".join(line.written() for line in lines))
                name.rename(name.with_suffix(ENDING))
            self.failed = False
        except OSError as error:
            if not self.failed:
                logger.warning("what readers ask cannot be noted in %s: %s", self.directory, error)
            self.failed = True

    def size(self) -> int:
        """How many bytes the files have together."""
        with os.scandir(self.directory) as files:
            return sum(file.stat().st_size for file in files)

    def files(self) -> list[Path]:
        """The files that are whole, in the order they were written."""
        try:
            found = [(path.stat().st_mtime, path) for path in self.directory.glob(f"*{ENDING}")]
        except OSError:
            return []
        return [path for _, path in sorted(found)]
