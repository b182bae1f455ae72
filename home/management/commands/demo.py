"""Fills a newsroom with demo stories and people."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from tqdm import tqdm

from home.demo.data import load
from home.demo.install import Installer, was_installed
from news.editorial.newsroom import ROLES

ADMIN = "admin"
PASSWORD = "nashra-demo"  # noqa: S105 - printed for whoever tries the demo; refused outside of DEBUG


class Command(BaseCommand):
    """`manage.py demo [--password TEXT]`."""

    help = "Install the demo newsroom: sections, desks, stories in four languages, and a user for each role."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The password of the demo users."""
        parser.add_argument("--password", help="of the demo users; needed where DEBUG is off")

    def handle(self, *args: Any, **options: Any) -> None:
        """Install what never was installed, and say who can log in."""
        if not options["password"] and not settings.DEBUG:
            raise CommandError("This is no development installation: choose a --password for the demo users.")
        call_command("newsroom", stdout=self.stdout, verbosity=0)
        password = options["password"] or PASSWORD
        newsroom = load()
        people = [] if was_installed(newsroom) else self._users(password)
        admin = get_user_model()._default_manager.filter(username=ADMIN).first()
        with tqdm(total=len(newsroom.stories), unit="story", disable=None) as bar:
            new = Installer(newsroom, admin).run(bar.update)
        self.stdout.write(f"Demo newsroom: {new} new articles, {len(newsroom.stories)} stories in all.")
        if people and options["verbosity"]:
            self.stdout.write(f"Log in as {', '.join(people)}; the password is {password}")

    @transaction.atomic
    def _users(self, password: str) -> list[str]:
        """Create those of the demo users that are missing; returns the names of all."""
        users = get_user_model()._default_manager
        hashed = make_password(password)  # slow on purpose, so once for all of them
        people = {role.key: role.group() for role in ROLES if role.rights}
        for name, group in people.items():
            start = {"is_superuser": name == ADMIN, "password": hashed}
            person, created = users.get_or_create(username=name, defaults=start)
            if created:
                person.groups.set(filter(None, [group]))
        return list(people)
