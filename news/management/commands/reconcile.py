"""Compares what the public sees with what the gate says, and what is counted with what is there."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from news.publication import reconcile


class Command(BaseCommand):
    """`manage.py reconcile [--check]`."""

    help = "Find and repair what the public sees otherwise than it should, in store and search index."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--check` to change nothing."""
        parser.add_argument(
            "--check", action="store_true", help="only report; exit with 1 if anything differs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each difference and, at the end, how many there were."""
        total = sum(len(ids) for ids in reconcile.candidates().values())
        with tqdm(total=total, unit="doc", disable=None) as bar:
            found = list(reconcile.differences(bar.update, mend=not options["check"]))
        for one in found:
            self.stdout.write(str(one))
        count, away = len(found), ""
        for line in reconcile.miscounted_translations(mend=not options["check"]):
            self.stdout.write(line)
            count += 1
        try:
            for line in reconcile.consumer_differences(mend=not options["check"]):
                self.stdout.write(line)
                count += 1
        except reconcile.NotComparedError as error:
            away = str(error)
        left = count if options["check"] else sum(one.left for one in found)
        done = "found" if options["check"] else f"found, {count - left} repaired"
        self.stdout.write(f"{count} differences {done}." if count else "No difference.")
        if away:
            raise CommandError(f"Not compared: {away}. Run this again when that is mended.")
        if left:
            raise SystemExit(1)
