"""Makes the vectors of an embedder ready beside those in use, or deletes those of embedders before it."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from news.record.models import Cursor
from news.record.store import head_sequence
from search.embedding import table
from search.embedding.factory import consumer, embedder, vector_index
from search.embedding.keeping import CHUNK, Keeper
from search.engines.base import EngineError
from search.models import Embedding


class Command(BaseCommand):
    """`manage.py rebuild_embeddings`: safe while the relay runs, and may be stopped and run again.

    Run with the environment of another embedder it makes that one ready while the one in use answers.
    """

    help = "Embed every public story that has no vectors by the embedder of the settings."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What else to do."""
        parser.add_argument(
            "--forget-others",
            action="store_true",
            help="delete the vectors of all other embedders afterwards",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Embed what lacks vectors, forget what has some and went; then look at the index of vectors."""
        if "EMBEDDER" not in settings.SEARCH:
            raise CommandError("There is no embedder: set SEARCH_EMBEDDER.")
        keeper = Keeper(embedder(), vector_index())
        # What is published from now on, the relay follows from here, once it runs with these settings.
        Cursor.objects.get_or_create(consumer=consumer(), defaults={"sequence": head_sequence()})
        try:
            self.fill(keeper)
            keeper.index.reconcile(mend=True)
            # Only now each has all others to be compared with.
            keeper.choose_abroad(table.live_ids())
        except EngineError as error:
            raise CommandError(f"The index of vectors is away ({error}): run this again.") from error
        self.stdout.write(f"{Embedding.objects.filter(model=keeper.model).count()} stories by {keeper.model}")
        if options["forget_others"]:
            self.forget_others(keeper)

    def fill(self, keeper: Keeper) -> None:
        """Bring the table up to the store, a few stories at a time."""
        ids = [*table.surplus(keeper.model), *table.live_ids()]
        with tqdm(total=len(ids), desc=keeper.model, disable=not sys.stderr.isatty()) as bar:
            for start in range(0, len(ids), CHUNK):
                if keeper.follow(ids[start : start + CHUNK]):
                    raise CommandError(f"{keeper.model} does not answer. What is done stays: run again.")
                bar.update(len(ids[start : start + CHUNK]))

    def forget_others(self, keeper: Keeper) -> None:
        """Delete what other embedders left."""
        count, _ = Embedding.objects.exclude(model=keeper.model).delete()
        keeper.index.forget_others()
        prefix, _, _ = consumer().partition(".")
        Cursor.objects.filter(consumer__startswith=f"{prefix}.").exclude(consumer=consumer()).delete()
        self.stdout.write(f"{count} of other embedders deleted")
