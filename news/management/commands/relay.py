"""Runs the relay."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from news.publication.relay import LeaseTaken, Relay


class Command(BaseCommand):
    """`manage.py relay [--once]`."""

    help = "Work off changes, fire schedules, and feed the search index. One relay works; others wait."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--once` for a single pass."""
        parser.add_argument("--once", action="store_true", help="work until nothing is left, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until a signal, or once."""
        relay = Relay()
        if options["once"]:
            try:
                self.stdout.write(f"{relay.once()} steps done.")
            except LeaseTaken as error:
                raise CommandError("Another relay is at work; it does this by itself.") from error
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: relay.stop())
        relay.run()
