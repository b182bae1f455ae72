"""Builds the search indexes anew beside those in use, or returns to the ones before."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from news.record.models import PublishedDocument
from search.documents import ARTICLE
from search.engines.base import EngineError
from search.engines.factory import engine
from search.indexing import known_locales, rebuild


class Command(BaseCommand):
    """`manage.py rebuild_search`: safe while the relay runs; searches go on in the old index meanwhile."""

    help = "Build the search index of each locale anew from the store, then put it in use."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One locale instead of all; back instead of anew."""
        parser.add_argument("--locale", help="only this one, such as ar")
        parser.add_argument("--roll-back", action="store_true", help="return to the index used before")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild or roll back."""
        locales = [options["locale"]] if options["locale"] else known_locales()
        for locale in locales:
            try:
                self.stdout.write(self.roll_back(locale) if options["roll_back"] else self.rebuild(locale))
            except EngineError as error:
                raise CommandError(f"{locale}: {error}") from error

    def rebuild(self, locale: str) -> str:
        """Build one index anew; returns the line that says so."""
        total = PublishedDocument.objects.filter(type=ARTICLE, locale=locale).count()
        with tqdm(total=total, desc=locale, disable=not sys.stderr.isatty()) as bar:
            count = rebuild(locale, bar.update)
        return f"{locale}: {count} articles indexed"

    def roll_back(self, locale: str) -> str:
        """Return to the former index; returns the line that says so."""
        engine().roll_back(locale)
        return f"{locale}: returned to the former index"
