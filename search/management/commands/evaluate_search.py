"""Measures search with a collection of judged queries, in an index of its own."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search.engines.base import EngineError
from search.evaluation import collection as collections
from search.evaluation.evaluating import CannotCompareError, Wanted, evaluate, sampled
from search.evaluation.reading import CollectionError
from search.evaluation.report import difference_lines, table
from search.evaluation.scratch import ENGINES, options_of
from search.evaluation.weighing import WeightsError
from search.management.stopping import tidy_ending


class Command(BaseCommand):
    """`manage.py evaluate_search DIR`: asks no database, and touches no index in use."""

    help = "Index a collection of judged queries apart, ask them, and print how good the answers are."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The collection, and what to compare with."""
        parser.add_argument("directory", type=Path, metavar="DIR", help="holds queries.jsonl, qrels.tsv, …")
        parser.add_argument("--documents", type=Path, metavar="DIR", help="whose documents to ask about")
        parser.add_argument("--engine", choices=ENGINES, default=default_engine(), help="which engine")
        parser.add_argument(
            "--against",
            default="",
            metavar="CONFIG",
            help="stock (Elasticsearch's arabic analyzer), plain (one field), weights:NAME=NUMBER,…, "
            "or a JSON file of weights",
        )
        parser.add_argument("--phrases", action="store_true", help="quoted words must stand side by side")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
        parser.add_argument("--limit", type=counted, default=0, help="ask this many, drawn alike each time")
        parser.add_argument(
            "--keep", type=Path, metavar="DIR", help="keep the embedded index here, and use it"
        )
        parser.add_argument(
            "--locale", default=settings.LANGUAGE_CODE, help="of documents and queries that name none"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Index, ask, print."""
        if options["keep"] and options["engine"] != "embedded":
            raise CommandError("--keep is for the embedded engine: what is indexed on a cluster is removed.")
        wanted = Wanted(options["engine"], options["against"], options["keep"], options["phrases"])
        try:
            with tidy_ending():
                read = collections.read(options["directory"], options["locale"], options["documents"])
                found = evaluate(sampled(read, options["limit"]), wanted)
        except (CollectionError, CannotCompareError, EngineError, WeightsError, OSError) as error:
            raise CommandError(str(error)) from error
        printed = [json.dumps(found.told, ensure_ascii=False)] if options["json"] else lines_of(found.told)
        for line in printed:
            self.stdout.write(line)


def lines_of(told: dict[str, Any]) -> Iterator[str]:
    """The figures as tables."""
    name, indexed = f"{told['set']}, {told['engine']}", told["indexed"]
    yield f"{told['documents']} documents of {told['documents_of']}, {told['queries']} queries"
    if indexed["documents"]:
        yield f"indexed {indexed['documents'] / indexed['seconds']:.0f} a second, analysis included"
    yield from table(name, told)
    if against := told.get("against"):
        yield from table(f"{told['set']}, {against['config']}", against)
        title = "difference in nDCG@10, and where 95 % of resamples lie (* certain)"
        yield from difference_lines(title, against["difference"])


def default_engine() -> str:
    """The engine readers ask first."""
    return "elasticsearch" if "hosts" in options_of("elasticsearch") else "embedded"


def counted(text: str) -> int:
    """A whole number, 0 or more."""
    if not text.isascii() or not text.isdigit():
        raise ArgumentTypeError(f"{text!r} is no number of queries")
    return int(text)
