"""Measures a page of the desk of translations: `python -m tests.benchmarks.board [--stories 10000]`.

Fills a newsroom with so many stories in four languages, then asks for pages as a superuser and as a
translator, by turns with the baseline: the plain list of the first stories, in one query without anything
that makes a state. Prints the number of queries, the median in milliseconds, and how many times the baseline
that is.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

from tests.journeys.running import RunningNewsroom

ROUNDS = 15


def main() -> None:
    """Fill, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=10_000)
    stories = parser.parse_args().stories
    with tempfile.TemporaryDirectory(prefix="nashra-board-") as directory:
        newsroom = RunningNewsroom(Path(directory))
        newsroom.env["DJANGO_SETTINGS_MODULE"] = "tests.long.settings"
        os.environ.update(newsroom.env)
        newsroom.manage("migrate", "--verbosity", "0")
        newsroom.manage("newsroom")
        django.setup()
        from tests.benchmarks.board import filling

        filling.fill(stories)
        report(stories)


def report(stories: int) -> None:
    """Measure and print."""
    from django.db.models import Q

    from news.publication.board import A_PAGE, lines, originals, with_translation
    from tests import factories

    boss, translator = factories.user(is_superuser=True), factories.user("Translator")
    first = originals(boss)
    stale = with_translation(originals(boss), Q(translation__stale_public__gt=0), boss)
    state = with_translation(originals(boss), Q(translation_state="in_progress"), boss, "fr")
    asked: dict[str, Callable[[], Any]] = {
        "baseline": lambda: list(first[: A_PAGE + 1]),
        "first page": lambda: lines(first, boss, 1),
        "first page, translator": lambda: lines(originals(translator), translator, 1),
        "page 100": lambda: lines(first, boss, 100),
        "only stale": lambda: lines(stale, boss, 1),
        "one state in one language": lambda: lines(state, boss, 1),
    }
    taken: dict[str, list[float]] = {name: [] for name in asked}
    for _round in range(ROUNDS):
        for name, ask in asked.items():
            began = time.perf_counter()
            ask()
            taken[name].append(time.perf_counter() - began)
    base = statistics.median(taken["baseline"])
    print(f"{stories} stories in 4 languages", file=sys.stderr)
    for name, ask in asked.items():
        median = statistics.median(taken[name])
        print(f"| {name} | {queries(ask)} | {median * 1000:.0f} ms | {median / base:.1f} |")


def queries(ask: Callable[[], Any]) -> int:
    """How many queries something takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


if __name__ == "__main__":
    main()
