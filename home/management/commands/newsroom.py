"""Sets a newsroom up, or repairs it: home pages, roles, review."""

from typing import Any

from django.core.management.base import BaseCommand

from home.setup import set_up_homes
from news.editorial.newsroom import set_up


class Command(BaseCommand):
    """`manage.py newsroom`: create whatever is missing, and take back rights a role must not have."""

    help = "Create or repair the home page of every language, the roles, and the review of stories."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was done."""
        done = [*set_up_homes(), *set_up()]
        if options["verbosity"]:
            self.stdout.write("\n".join(f"done: {line}" for line in done) or "Nothing was to be done.")
