"""Builds the search indexes anew beside those in use, or returns to the ones before."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from news.record.models import PublishedDocument
from search.documents import ARTICLE
from search.engines.base import Build, EngineError, SearchEngine
from search.engines.factory import engines
from search.indexing import known_locales, rebuild
from search.judging.gate import Verdict, hold_back, verdict
from search.neighbours import start_over

Act = Callable[[SearchEngine, str], str]


class Command(BaseCommand):
    """`manage.py rebuild_search`: safe while the relay runs; searches go on in the old index meanwhile."""

    help = "Build the search index of each locale anew from the store, then put it in use."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One engine or locale instead of all; back instead of anew."""
        names = [kept.name for kept in engines()]
        parser.add_argument("--engine", choices=names, help="only this one of the engines in the settings")
        parser.add_argument("--locale", help="only this one, such as ar")
        parser.add_argument("--roll-back", action="store_true", help="return to the index used before")
        parser.add_argument(
            "--despite-judgements",
            action="store_true",
            help="put an index in use that finds less of what editors judged than it must",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild or roll back; what fails in one engine or locale stops no other."""
        rebuilding = partial(self.rebuild, despite=options["despite_judgements"])
        act = self.roll_back if options["roll_back"] else rebuilding
        failed: list[str] = []
        for kept in engines():
            if options["engine"] in (None, kept.name):
                failed += self.work(kept, options["locale"], act)
        if not options["roll_back"]:
            start_over()
            self.stdout.write("the relay chooses related stories anew")
        if failed:
            raise CommandError("; ".join(failed))

    def work(self, kept: SearchEngine, locale: str | None, act: Act) -> list[str]:
        """Print what `act` makes of each index of an engine; returns what failed."""
        name = f"{kept.name} " if len(engines()) > 1 else ""
        failed = []
        try:
            for one in [locale] if locale else known_locales(kept):
                try:
                    self.stdout.write(f"{name}{one}: {act(kept, one)}")
                except EngineError as error:
                    failed.append(f"{name}{one}: {error}")
        except EngineError as error:
            failed.append(f"{name}{error}")
        return failed

    def rebuild(self, kept: SearchEngine, locale: str, *, despite: bool) -> str:
        """Build one index anew, and with `despite` whatever was judged; returns what to say of it."""
        total = PublishedDocument.objects.filter(type=ARTICLE, locale=locale).count()
        found: list[Verdict | None] = []
        ask = verdict if despite else hold_back

        def examine(kept: SearchEngine, build: Build, locale: str) -> None:
            found.append(ask(kept, build, locale))

        with tqdm(total=total, desc=f"{kept.name} {locale}", disable=not sys.stderr.isatty()) as bar:
            count = rebuild(kept, locale, bar.update, examine)
        return "; ".join([f"{count} articles indexed", *(str(one) for one in found if one)])

    def roll_back(self, kept: SearchEngine, locale: str) -> str:
        """Return to the former index; returns what to say of it."""
        kept.roll_back(locale)
        return "returned to the former index"
