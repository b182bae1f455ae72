"""Sets a newsroom up, or repairs it: home pages, roles, reviews, desks."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home.setup import set_up_homes
from news.editorial.checkup import problems
from news.editorial.newsroom import section_at, set_up, set_up_desk
from news.editorial.refusals import Refused


class Command(BaseCommand):
    """`manage.py newsroom [--desk PATH]… [--check]`."""

    help = (
        "Create or repair the home page of every language, the roles, the reviews of stories and the desks; "
        "rights on authors and topics that a role must not have are taken back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The desks to make, or whether only to look."""
        parser.add_argument(
            "--desk", action="append", default=[], metavar="PATH",
            help="give the section at this address, such as /ar/sport/, groups and reviews of its own",
        )  # fmt: skip
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; say what is wrong, and end with 1",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was done, a line each."""
        if options["check"]:
            self._check()
            return
        done = [*set_up_homes(), *set_up()]
        for path in options["desk"]:
            try:
                done += set_up_desk(section_at(path))
            except Refused as refusal:
                raise CommandError(
                    f"There is no section at {path}: create and name it in the admin first."
                ) from refusal
        if options["verbosity"]:
            self.stdout.write("\n".join(f"done: {line}" for line in done) or "Nothing was to be done.")

    def _check(self) -> None:
        found = problems()
        for problem in found:
            self.stdout.write(f"{problem.msg} {problem.hint}")
        if found:
            raise CommandError(f"{len(found)} things are wrong with roles and reviews.")
        self.stdout.write("Roles and reviews are as they should be.")
