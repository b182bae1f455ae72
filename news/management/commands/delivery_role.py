"""Makes or repairs the database role of the delivery processes."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError

from news.record.role import RoleRefusedError, compared, set_up


class Command(BaseCommand):
    """`manage.py delivery_role [--name NAME] [--check]`."""

    help = "Make or repair the PostgreSQL role that may read what readers may, and nothing else."

    def add_arguments(self, parser: CommandParser) -> None:
        """The role's name, and whether only to look."""
        parser.add_argument("--name", default="nashra_delivery", help="of the role (default: %(default)s)")
        parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 if it departs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or say why not."""
        name, grants = options["name"], settings.DELIVERY_GRANTS
        try:
            if options["check"]:
                self.compare(compared(name, grants))
                return
            set_up(name, grants, os.environ.get("DELIVERY_DB_PASSWORD", ""))
        except RoleRefusedError as error:
            raise CommandError(str(error)) from error
        except ProgrammingError as error:
            raise CommandError(
                f"The database refuses: {error} Run this as the owner of its tables."
            ) from error
        self.stdout.write(f"{name} may read {len(grants)} tables, and nothing else.")

    def compare(self, departures: list[str]) -> None:
        """Say what is wrong with the role, or that nothing is."""
        for line in departures:
            self.stdout.write(line)
        if departures:
            raise CommandError("The role is not as it should be; delivery_role repairs it.")
        self.stdout.write("No difference.")
