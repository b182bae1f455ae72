"""Measures a newsroom with a large archive: what publication, comparison, indexing and withdrawal take.

`python -m tests.long.archive --stories 50000`, on the database and engine that the environment names. Prints
one line of JSON: seconds, rates, and the peak of memory of this process in MB.
"""

import argparse
import json
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

from tests.journeys.running import RunningNewsroom

SECTIONS = 8
SHARE = 0.4  # of all stories stand in the first section, which is withdrawn in the end


class Archive:
    """A newsroom with so many stories, and what was measured in it."""

    def __init__(self, directory: Path, stories: int) -> None:
        newsroom = RunningNewsroom(directory)
        os.environ.update(newsroom.env)
        newsroom.manage("migrate", "--verbosity", "0")
        newsroom.manage("newsroom")
        django.setup()
        self.stories = stories
        self.measured: dict[str, Any] = {"stories": stories}

    def run(self) -> dict[str, Any]:
        """Everything, one thing after another; returns what was measured."""
        from django.core.management import call_command

        from tests.long import filling, truth

        sections = filling.sections(SECTIONS)
        filling.fill(self.stories, sections, SHARE)
        self.measure("publish_all", lambda: call_command("rebuild_store", stdout=None), self.stories)
        self.measure("index_all", lambda: call_command("rebuild_search"), self.stories)
        self.measure("follow_log", lambda: call_command("relay", "--once"))
        self.measure("reconcile", lambda: call_command("reconcile", "--check"), self.stories)
        self.measure("publish_one", filling.publish_one)
        self.measure("withdraw_section", sections[0].unpublish)
        self.measure("follow_withdrawal", lambda: call_command("relay", "--once"))
        truth.check([])
        self.measured["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return self.measured

    def measure(self, name: str, act: Callable[[], object], things: int = 0) -> None:
        """Note how many seconds `act` takes, and how many of `things` that is a second."""
        began = time.monotonic()
        act()
        seconds = time.monotonic() - began
        self.measured[f"{name}_s"] = round(seconds, 2)
        if things:
            self.measured[f"{name}_per_s"] = round(things / seconds)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=50_000)
    options = parser.parse_args()
    random.seed(7)
    with tempfile.TemporaryDirectory(prefix="nashra-archive-", ignore_cleanup_errors=True) as directory:
        print(json.dumps(Archive(Path(directory), options.stories).run()))


if __name__ == "__main__":
    main()
