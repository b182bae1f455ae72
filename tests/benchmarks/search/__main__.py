"""Runs one judged collection: `python -m tests.benchmarks.search --collections DIR --set news`."""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
django.setup()

# The settings must stand before anything that reads them is imported.
from search.documents import IndexEntry  # noqa: E402
from search.engines.base import RelatedQuery, SearchQuery  # noqa: E402
from search.engines.embedded import EmbeddedEngine  # noqa: E402
from tests.benchmarks.search import collection, measures  # noqa: E402
from tests.benchmarks.search.baseline import Baseline  # noqa: E402
from tests.benchmarks.search.collection import LOCALE, Question  # noqa: E402

Answer = tuple[list[UUID], bool]


@dataclass
class Run:
    """What one engine answered to every question."""

    scores: list[tuple[str, float]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    nothing: int = 0
    weak: int = 0

    def ask(self, questions: Sequence[Question], answer: Callable[[Question], Answer]) -> None:
        """Ask and time every question."""
        for question in questions:
            start = time.perf_counter()
            found, weak = answer(question)
            self.seconds.append(time.perf_counter() - start)
            self.nothing += not found
            self.weak += weak or not found
            self.scores.append((question.type, measures.ndcg(found, question.right)))


def main() -> None:
    """Index, ask, print."""
    options = arguments()
    entries = list(collection.documents(options.collections, options.set))
    questions = collection.questions(options.collections, options.set)
    if options.limit and options.limit < len(questions):
        questions = random.Random(0).sample(questions, options.limit)
    with tempfile.TemporaryDirectory() as temporary:
        root = options.keep or Path(temporary)
        engine = filled_engine(
            root / "engine" / collection.DOCUMENTS_OF.get(options.set, options.set), entries
        )
        runs = {"embedded": Run()}
        runs["embedded"].ask(questions, asker(engine, entries, options.set))
        if not options.no_baseline and options.set != "related":
            runs["one field"] = Run()
            baseline = Baseline(Path(temporary) / "baseline")
            baseline.fill(entries)
            runs["one field"].ask(questions, lambda question: (baseline.search(question.text, 10), False))
    report(options.set, runs, collection.groups(options.collections, options.set))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.search", description=__doc__)
    parser.add_argument("--collections", type=Path, required=True, help="directory that holds the sets")
    parser.add_argument("--set", default="news", help="news, headline, qa, none or related")
    parser.add_argument("--limit", type=int, default=0, help="ask this many queries, drawn alike each time")
    parser.add_argument("--keep", type=Path, help="keep the index here, and use the one found here")
    parser.add_argument("--no-baseline", action="store_true", help="leave out the one-field index")
    return parser.parse_args()


def filled_engine(directory: Path, entries: Sequence[IndexEntry]) -> EmbeddedEngine:
    """The engine with all entries, unless `directory` holds them already."""
    engine = EmbeddedEngine(directory)
    if engine.health(LOCALE).documents == len(entries):
        return engine
    start = time.perf_counter()
    with engine.rebuild(LOCALE) as build:
        build.index(entries)
        with build.switch():
            pass
    took = time.perf_counter() - start
    size = sum(file.stat().st_size for file in directory.rglob("*") if file.is_file()) / 1e6
    sys.stdout.write(f"{len(entries)} documents, {len(entries) / took:.0f} a second, {size:.0f} MB\n")
    return engine


def asker(engine: EmbeddedEngine, entries: Sequence[IndexEntry], name: str) -> Callable[[Question], Answer]:
    """How a question of set `name` is put to the engine."""
    by_id = {entry.id: entry for entry in entries}
    latest = max((entry.published_at for entry in entries if entry.published_at), default=None)

    def search(question: Question) -> Answer:
        result = engine.search(SearchQuery(text=question.text, locale=LOCALE, limit=10, now=latest))
        return [hit.id for hit in result.hits], result.weak

    def related(question: Question) -> Answer:
        if question.document is None:
            return [], False
        hits = engine.related(RelatedQuery(by_id[question.document], limit=10))
        return [hit.id for hit in hits], False

    return related if name == "related" else search


def report(name: str, runs: dict[str, Run], groups: dict[str, list[str]]) -> None:
    """Print a line a group and engine, and ratios where two engines ran."""
    for engine, run in runs.items():
        figures = measures.by_group(run.scores, groups)
        if name == "related":
            figures = {"mean": fmean(value for _, value in run.scores)}
        elif figures:
            figures["mean"] = fmean(figures.values())
        count = len(run.scores)
        line = "  ".join(f"{group} {figure:.3f}" for group, figure in figures.items())
        p50, p95 = (1000 * measures.percentile(run.seconds, share) for share in (0.5, 0.95))
        sys.stdout.write(
            f"{name} {engine}: {line}  nothing {run.nothing / count:.2%}  "
            f"empty or weak {run.weak / count:.2%}  p50 {p50:.1f} ms  p95 {p95:.1f} ms\n"
        )
    if len(runs) == 2:
        ours, plain = (fmean(value for _, value in run.scores) for run in runs.values())
        speed = measures.percentile(runs["embedded"].seconds, 0.5) / measures.percentile(
            runs["one field"].seconds, 0.5
        )
        sys.stdout.write(
            f"{name} ratio: per query nDCG {ours / plain if plain else 0:.2f}, p50 {speed:.1f}\n"
        )


if __name__ == "__main__":
    main()
