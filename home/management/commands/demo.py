"""Fills a newsroom with demo stories and people."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from home.demo.data import load
from home.demo.install import Installer
from news.editorial.newsroom import ROLES, Role

PASSWORD = "nashra-demo"  # noqa: S105 - printed for whoever tries the demo; refused outside of DEBUG


class Command(BaseCommand):
    """`manage.py demo [--password TEXT]`."""

    help = "Install the demo newsroom: sections, desks, stories in four languages, and a user for each role."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The password of the demo users."""
        parser.add_argument("--password", help="of the demo users; needed where DEBUG is off")

    def handle(self, *args: Any, **options: Any) -> None:
        """Install what is missing and say who can log in."""
        if not options["password"] and not settings.DEBUG:
            raise CommandError("This is no development installation: choose a --password for the demo users.")
        call_command("newsroom", stdout=self.stdout, verbosity=0)
        password = options["password"] or PASSWORD
        admin = self._users(password)
        newsroom = load()
        with tqdm(total=len(newsroom.stories), unit="story", disable=None) as bar:
            new = Installer(newsroom, admin).run(bar.update)
        self.stdout.write(f"Demo newsroom: {new} new articles, {len(newsroom.stories)} stories in all.")
        if options["verbosity"]:
            names = ", ".join(name for name, _role in self._people())
            self.stdout.write(f"Log in as {names}; the password is {password}")

    def _people(self) -> list[tuple[str, Role | None]]:
        return [*((role.key, role) for role in ROLES), ("admin", None)]

    def _users(self, password: str) -> Any:
        """Create the users that are missing; returns the administrator."""
        users = get_user_model()._default_manager
        for name, role in self._people():
            person, created = users.get_or_create(username=name, defaults={"is_superuser": role is None})
            if created:
                person.set_password(password)
                person.save()
                person.groups.set(filter(None, [role.group()] if role else []))
        return users.get(username="admin")
