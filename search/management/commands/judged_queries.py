"""Writes what editors judged as a collection, or reads one."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from tqdm import tqdm

from news.record.models import PublicState, PublishedDocument
from search.documents import ARTICLE
from search.evaluation.reading import CollectionError
from search.judging.exchange import export, import_from


class Command(BaseCommand):
    """`manage.py judged_queries export DIR`, `manage.py judged_queries import DIR`."""

    help = "Write judged queries with all public stories, for evaluate_search anywhere; or read such queries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which way, and where."""
        parser.add_argument("act", choices=["export", "import"], help="write the directory, or read it")
        parser.add_argument("directory", type=Path, metavar="DIR", help="holds queries.jsonl, qrels.tsv, …")
        parser.add_argument(
            "--skip-unknown",
            action="store_true",
            help="import: leave out stories that were never public here",
        )

    @no_translations  # as every command speaks
    def handle(self, *args: Any, **options: Any) -> None:
        """Write or read."""
        try:
            if options["act"] == "export":
                self.export(options["directory"])
            else:
                noted, unknown = import_from(options["directory"], skip_unknown=options["skip_unknown"])
                left = f", {unknown} of unknown stories left out" if unknown else ""
                self.stdout.write(f"{noted} judgements noted{left}")
        except (CollectionError, OSError) as error:
            raise CommandError(str(error)) from error

    def export(self, directory: Path) -> None:
        """Write, and say how much."""
        total = PublishedDocument.objects.filter(type=ARTICLE, state=PublicState.LIVE).count()
        with tqdm(total=total, desc="stories", disable=None) as bar:
            done = export(directory, bar.update)
        told = f"{done.documents} stories, {done.queries} queries, {done.judgements} judgements"
        if done.left_out:
            told += f", {done.left_out} of stories that are not public left out"
        self.stdout.write(f"{directory}: {told}")
