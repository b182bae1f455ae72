"""Measures a newsroom with a large archive: what publication, indexing, reading and withdrawal take.

`python -m tests.long.archive --stories 50000`, on the database and engine that the environment names. Prints
one line of JSON: seconds, rates, milliseconds of answers, and the peak of memory of each process in MB. Web
and relay are real processes; what `manage.py` does is done by this one.
"""

import argparse
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

from tests.journeys.running import RunningNewsroom
from tests.long.memory import peak_mb

SECTIONS = 8
SHARE = 0.4  # of all stories stand in the first section, which is withdrawn in the end
PATIENCE = 3 * 3600.0  # seconds until the relay must have worked off the whole archive


class Archive:
    """A newsroom with so many stories, and what was measured in it."""

    def __init__(self, directory: Path, stories: int) -> None:
        self.newsroom = RunningNewsroom(directory)
        self.newsroom.env["DJANGO_SETTINGS_MODULE"] = "tests.long.settings"
        os.environ.update(self.newsroom.env)
        self.newsroom.manage("migrate", "--verbosity", "0")
        self.newsroom.manage("newsroom")
        django.setup()
        self.stories = stories
        self.measured: dict[str, Any] = {"stories": stories}

    def run(self) -> dict[str, Any]:
        """Everything, one thing after another; returns what was measured."""
        from django.core.management import call_command

        from tests.long import filling, reading, truth

        sections = filling.sections(SECTIONS)
        call_command("relay", "--once")  # nothing stands below them yet
        self.measure("fill", lambda: filling.fill(self.stories, sections, SHARE), self.stories)
        self.measure("publish_all", lambda: call_command("rebuild_store"), self.stories)
        self.measure("index_all", lambda: call_command("rebuild_search"), self.stories)
        self.newsroom.start()
        self.measure("follow_log", lambda: truth.wait_until_idle(PATIENCE), self.stories)
        self.measure("rebuild_store", lambda: call_command("rebuild_store"), self.stories)
        truth.wait_until_idle(PATIENCE)
        self.measured |= reading.measured(self.newsroom)
        self.measure("publish_one", filling.publish_one)
        with reading.desk(self.newsroom) as desk:
            self.measure("withdraw_section", lambda: desk.unpublish(sections[0].pk))
        self.measured["withdrawn"] = truth.withdrawn()
        self.measure("follow_withdrawal", lambda: truth.wait_until_idle(PATIENCE))
        self.measure("compare_all", lambda: truth.check([]), self.stories)
        self.measured |= {
            f"{name}_mb": peak_mb(process.pid) for name, process in self.newsroom.processes.items()
        }
        self.measured["commands_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return self.measured

    def measure(self, name: str, act: Callable[[], object], things: int = 0) -> None:
        """Note how many seconds `act` takes, and how many of `things` that is a second."""
        began = time.monotonic()
        act()
        seconds = time.monotonic() - began
        self.measured[f"{name}_s"] = round(seconds, 2)
        if things:
            self.measured[f"{name}_per_s"] = round(things / seconds)
        print(f"{name}: {seconds:.1f} s", file=sys.stderr, flush=True)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=50_000)
    options = parser.parse_args()
    random.seed(7)
    with tempfile.TemporaryDirectory(prefix="nashra-archive-", ignore_cleanup_errors=True) as directory:
        archive = Archive(Path(directory), options.stories)
        try:
            print(json.dumps(archive.run()))
        finally:
            archive.newsroom.kill()


if __name__ == "__main__":
    main()
