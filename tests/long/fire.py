"""Kills editors, relays and the web process at random moments; afterwards nothing is lost or doubled.

`python -m tests.long.fire --rounds 500`, on the database and engine that the environment names. Prints one
line of JSON with what was done. The processes are forks of this one, so that a round takes a second.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import django
from tqdm import tqdm

from tests.journeys.running import RunningNewsroom

EDITORS = 2
RELAYS = 2
TERM = timedelta(seconds=1.5)  # of the relay's lease
LOOK = 10  # rounds between two comparisons of everything


class Fire:
    """A newsroom whose processes do not live long."""

    def __init__(self, directory: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.newsroom = RunningNewsroom(directory)
        os.environ.update(self.newsroom.env)
        self.newsroom.manage("migrate", "--verbosity", "0")
        self.newsroom.manage("newsroom")
        django.setup()
        self.reading, self.telling = os.pipe()
        os.set_blocking(self.reading, False)
        self.rest = b""
        self.told: list[tuple[str, str]] = []
        self.kills: Counter[str] = Counter()
        self.waits: list[float] = []
        self.forks: dict[str, int] = {}

    def run(self, rounds: int) -> dict[str, object]:
        """So many rounds; returns what was done. Exits where something is broken."""
        self.wait_for(self.fork(furnish))
        self.newsroom.start("web")
        for number in range(RELAYS):
            self.start_relay(number)
        began = time.monotonic()
        for number in tqdm(range(rounds), unit="round", disable=None):
            self.round(number)
            if number % LOOK == LOOK - 1 or number == rounds - 1:
                self.look()
        return {
            "rounds": rounds,
            "kills": dict(sorted(self.kills.items())),
            "publications": len(self.told),
            "longest_wait_s": round(max(self.waits), 1),
            "seconds": round(time.monotonic() - began),
        }

    def round(self, number: int) -> None:
        """Editors work, somebody is killed in the middle, and takes up work again."""
        for editor in range(EDITORS):
            seed = self.random.getrandbits(32)
            self.forks[f"editor {editor}"] = self.fork(partial(edit, editor, seed, self.telling))
        time.sleep(self.random.uniform(0.05, 0.6))
        names = [*self.forks, "web"] if number % 5 == 0 else list(self.forks)
        for name in self.random.sample(names, self.random.choice([1, 1, 2])):
            self.kill(name)
            time.sleep(self.random.uniform(0, 0.2))
        for editor in range(EDITORS):
            self.end(f"editor {editor}")
        for relay in range(RELAYS):
            if f"relay {relay}" not in self.forks:
                self.start_relay(relay)
        self.read_told()

    def look(self) -> None:
        """Wait until everything that was begun is finished, and compare."""
        told = self.told[:]
        self.waits.append(time.monotonic())
        self.wait_for(self.fork(lambda: compare(told)))
        self.waits[-1] = time.monotonic() - self.waits[-1]
        if not self.newsroom.get("/api/v1/articles/").ok:
            sys.exit("the web process does not answer")

    def kill(self, name: str) -> None:
        """Kill a process the hard way."""
        self.kills[name.split(maxsplit=1)[0]] += 1
        if name == "web":
            self.newsroom.kill("web")
            self.newsroom.start("web")
            return
        process = self.forks.pop(name)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)

    def end(self, name: str) -> None:
        """Let a process finish what it does, if it still lives."""
        if process := self.forks.pop(name, 0):
            os.kill(process, signal.SIGTERM)
            self.wait_for(process)

    def start_relay(self, number: int) -> None:
        """A relay; it works, or waits for the lease."""
        self.forks[f"relay {number}"] = self.fork(relay)

    def fork(self, act: Callable[[], None]) -> int:
        """A process that does `act` and ends with 1 where it fails."""
        if process := os.fork():
            return process
        status = 1
        try:
            act()
            status = 0
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        finally:
            os._exit(status)

    def wait_for(self, process: int) -> None:
        """Wait for the end of a process that must end well, or before it began."""
        _, status = os.waitpid(process, 0)
        if status not in (0, signal.SIGTERM):
            self.close()
            sys.exit(f"a process ended with {status}")

    def read_told(self) -> None:
        """Take in what editors said they published."""
        while True:
            try:
                data = os.read(self.reading, 65536)
            except BlockingIOError:
                break
            *lines, self.rest = (self.rest + data).split(b"\n")
            self.told += [tuple(json.loads(line)) for line in lines]

    def close(self) -> None:
        """End everything."""
        for name in list(self.forks):
            self.kill(name)
        self.newsroom.kill()


def furnish() -> None:
    """Make the stories that editors work on."""
    from tests.long import editors

    editors.furnish(EDITORS)


def edit(number: int, seed: int, telling: int) -> None:
    """Be an editor until told to stop."""
    from tests.long.editors import Editor

    editor = Editor(number, seed, telling)
    signal.signal(signal.SIGTERM, lambda *_: setattr(editor, "stopping", True))
    editor.work()


def relay() -> None:
    """Be a relay until killed."""
    from news.publication.relay import Relay

    Relay(term=TERM).run()


def compare(told: list[tuple[str, str]]) -> None:
    """Wait until all is finished and look whether it is right."""
    from tests.long import truth

    truth.wait_until_idle()
    truth.check(told)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nashra-fire-", ignore_cleanup_errors=True) as directory:
        fire = Fire(Path(directory), options.seed)
        try:
            print(json.dumps(fire.run(options.rounds)))
        finally:
            fire.close()


if __name__ == "__main__":
    main()
