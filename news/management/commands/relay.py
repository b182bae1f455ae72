"""Runs the relay."""

import signal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from news.publication.relay import LeaseTaken, Relay


class Command(BaseCommand):
    """`manage.py relay [--once] [--heartbeat FILE]`."""

    help = "Work off changes, fire schedules, and feed the search index. One relay works; others wait."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--once` for a single pass; a file by which to see that it goes on."""
        parser.add_argument("--once", action="store_true", help="work until nothing is left, then stop")
        parser.add_argument("--heartbeat", type=Path, metavar="FILE", help="touch this file while it works")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until a signal, or once."""
        relay = Relay(options["heartbeat"])
        if options["once"]:
            try:
                self.stdout.write(f"{relay.once()} steps done.")
            except LeaseTaken as error:
                raise CommandError("Another relay is at work; it does this by itself.") from error
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: relay.stop())
        relay.run()
