"""Compares engines: `python -m tests.benchmarks.search --collections DIR --set news`.

How good the answers are, `manage.py evaluate_search` tells; this tells how often both engines give the same,
how long an answer takes beside one from a single field, and how fast documents are indexed beside a bare bulk
call with the same tokens.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import fmean

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
django.setup()

# The settings must stand before anything that reads them is imported.
from elasticsearch.helpers import bulk  # noqa: E402

from search.documents import IndexEntry  # noqa: E402
from search.engines.elasticsearch.mapping import action, creation  # noqa: E402
from search.evaluation import collection as collections  # noqa: E402
from search.evaluation.asking import Run, asked, of_compared, of_engine  # noqa: E402
from search.evaluation.collection import Collection  # noqa: E402
from search.evaluation.evaluating import Wanted, opened, sampled  # noqa: E402
from search.evaluation.measures import NDCG, overlap, percentile  # noqa: E402
from search.evaluation.scratch import ENGINES, ElasticsearchScratch, Scratch, fill, weights_of  # noqa: E402

LOCALE = "ar"


def main() -> None:
    """Index, ask, print, set by set."""
    options = arguments()
    for name in options.set:
        read = collections.read(options.collections / name, LOCALE)
        chosen = sampled(read, options.limit)
        runs = {engine: measured(chosen, engine) for engine in options.engine}
        compare(name, runs)


def arguments() -> argparse.Namespace:
    """The command line."""
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.search", description=__doc__, formatter_class=shape
    )
    parser.add_argument("--collections", type=Path, required=True, help="directory that holds the sets")
    parser.add_argument("--set", nargs="+", default=["news"], help="which sets to ask")
    parser.add_argument("--engine", nargs="+", choices=ENGINES, default=["embedded"], help="two are compared")
    parser.add_argument("--limit", type=int, default=0, help="ask this many queries, drawn alike each time")
    return parser.parse_args()


def measured(collection: Collection, engine_name: str) -> Run:
    """What one engine answers, after printing what it costs."""
    with opened(collection, Wanted(engine_name)) as place:
        engine = place.engine(weights_of(engine_name))
        with timed(f"{collection.name} {engine_name}, analysis included", len(collection.entries)):
            fill(engine, collection)
        if isinstance(place, ElasticsearchScratch):
            bare_bulk(place, collection.entries)
        run = asked(collection.questions, of_engine(engine, collection, phrases=False), engine_name)
        if not collection.neighbours:
            beside_one_field(collection, place, run, engine_name)
    return run


@contextmanager
def timed(what: str, count: int) -> Iterator[None]:
    """Prints how many of `count` were done in a second."""
    start = time.perf_counter()
    yield
    say(f"{what}: {count / (time.perf_counter() - start):.0f} documents a second")


def bare_bulk(place: ElasticsearchScratch, entries: Sequence[IndexEntry]) -> None:
    """Index tokens that are ready with the client's own helper, into an index of the same mapping."""
    name = f"{place.prefix}.bare"
    client = place.own.cluster.client.options(request_timeout=120)
    with timed("analysis alone", len(entries)):
        actions = [action(entry) for entry in entries]
    client.indices.create(index=name, **creation(name, LOCALE, 0))
    with timed("a bare bulk call with the same tokens", len(entries)):
        bulk(client, actions, index=name)
        client.indices.refresh(index=name)


def beside_one_field(collection: Collection, place: Scratch, run: Run, engine_name: str) -> None:
    """Print how much better and slower the engine is than one field of the same library or cluster."""
    plain = asked(collection.questions, of_compared(place.plain(collection.entries)), "one field")
    ours, theirs = (fmean(one.values[NDCG]) for one in (run, plain))
    medians = [1000 * percentile(one.seconds, 0.5) for one in (run, plain)]
    say(
        f"{collection.name} {engine_name} beside one field: nDCG@10 by query {ours:.3f} and {theirs:.3f}, "
        f"p50 {medians[0]:.1f} and {medians[1]:.1f} ms, {medians[0] / medians[1]:.1f} times"
    )


def compare(name: str, runs: dict[str, Run]) -> None:
    """Print how alike the engines answer."""
    first, *others = runs.values()
    for other in others:
        pairs = list(zip(first.answers, other.answers, strict=True))
        same = fmean(one == two for one, two in pairs)
        shared = fmean(overlap(one, two) for one, two in pairs)
        say(f"{name} agreement: same first ten {same:.2%}, overlap {shared:.4f}")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
