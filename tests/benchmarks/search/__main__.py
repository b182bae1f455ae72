"""Runs judged collections: `python -m tests.benchmarks.search --collections DIR --set news`."""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
django.setup()

# The settings must stand before anything that reads them is imported.
from search.documents import IndexEntry  # noqa: E402
from search.engines.base import RelatedQuery, SearchEngine, SearchQuery  # noqa: E402
from tests.benchmarks.search import collection, measures  # noqa: E402
from tests.benchmarks.search.baseline import Baseline  # noqa: E402
from tests.benchmarks.search.collection import LOCALE, Question  # noqa: E402
from tests.benchmarks.search.filling import ENGINES, filled  # noqa: E402

SETS = ("news", "headline", "qa", "none", "related")
PLAIN = "one field"
Answer = tuple[list[UUID], bool]


@dataclass
class Run:
    """What one engine answered to every question."""

    scores: list[tuple[str, float]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    answers: list[list[UUID]] = field(default_factory=list)
    nothing: int = 0
    weak: int = 0

    def ask(self, questions: Sequence[Question], answer: Callable[[Question], Answer]) -> None:
        """Ask and time every question."""
        for question in questions:
            start = time.perf_counter()
            found, weak = answer(question)
            self.seconds.append(time.perf_counter() - start)
            self.answers.append(found)
            self.nothing += not found
            self.weak += weak or not found
            self.scores.append((question.type, measures.ndcg(found, question.right)))


def main() -> None:
    """Index, ask, print, set by set."""
    options = arguments()
    for name in options.set:
        with tempfile.TemporaryDirectory() as temporary:
            runs = measured(name, options, Path(temporary))
        report(name, runs, collection.groups(options.collections, name))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.search", description=__doc__)
    parser.add_argument("--collections", type=Path, required=True, help="directory that holds the sets")
    parser.add_argument("--set", nargs="+", choices=SETS, default=["news"], help="which sets to ask")
    parser.add_argument(
        "--engine", nargs="+", choices=ENGINES, default=["embedded"], help="which engines; two are compared"
    )
    parser.add_argument("--limit", type=int, default=0, help="ask this many queries, drawn alike each time")
    parser.add_argument("--keep", type=Path, help="keep indexes, embedded ones here, and use those found")
    parser.add_argument("--no-baseline", action="store_true", help="leave out the one-field index")
    return parser.parse_args()


def measured(name: str, options: argparse.Namespace, temporary: Path) -> dict[str, Run]:
    """What each engine makes of one set."""
    entries = list(collection.documents(options.collections, name))
    questions = collection.questions(options.collections, name)
    if options.limit and options.limit < len(questions):
        questions = random.Random(0).sample(questions, options.limit)
    directory = (options.keep or temporary) / "engine" / collection.DOCUMENTS_OF.get(name, name)
    runs: dict[str, Run] = {}
    with ExitStack() as stack:
        for engine_name in options.engine:
            engine = stack.enter_context(filled(engine_name, directory, entries, keep=bool(options.keep)))
            runs[engine_name] = Run()
            runs[engine_name].ask(questions, asker(engine, entries, name))
    if not options.no_baseline and name != "related":
        runs[PLAIN] = Run()
        baseline = Baseline(temporary / "baseline")
        baseline.fill(entries)
        runs[PLAIN].ask(questions, lambda question: (baseline.search(question.text, 10), False))
    return runs


def asker(engine: SearchEngine, entries: Sequence[IndexEntry], name: str) -> Callable[[Question], Answer]:
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
    """Print a line a group and engine, then how the engines compare."""
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
    compare(name, runs)


def compare(name: str, runs: dict[str, Run]) -> None:
    """Print how alike the engines answer, and how the first compares with the plain index."""
    first, *others = (runs[engine] for engine in runs if engine != PLAIN)
    for other in others:
        pairs = list(zip(first.answers, other.answers, strict=True))
        same = fmean(one == two for one, two in pairs)
        overlap = fmean(measures.overlap(one, two) for one, two in pairs)
        sys.stdout.write(f"{name} agreement: same first ten {same:.2%}, overlap {overlap:.4f}\n")
    if PLAIN in runs:
        ours, plain = (fmean(value for _, value in run.scores) for run in (first, runs[PLAIN]))
        speed = measures.percentile(first.seconds, 0.5) / measures.percentile(runs[PLAIN].seconds, 0.5)
        ratio = ours / plain if plain else 0
        sys.stdout.write(f"{name} ratio: per query nDCG {ratio:.2f}, p50 {speed:.1f}\n")


if __name__ == "__main__":
    main()
