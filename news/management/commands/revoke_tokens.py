"""Revokes every access token of a user."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from news.access.models import AccessToken
from news.access.tokens import revoke
from news.management.arguments import user_named, words


class Command(BaseCommand):
    """`manage.py revoke_tokens USER [--by USER]`."""

    help = "Revoke every access token of a user, at once and for good."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose, and who decided it."""
        parser.add_argument("user", type=words, help="user name of the person or service account")
        parser.add_argument("--by", type=words, help="user name of the person who decided it, for the log")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many worked until now."""
        user = user_named(options["user"])
        by = user_named(options["by"]) if options["by"] else None
        number = revoke(AccessToken.objects.filter(user=user), by=by)
        self.stdout.write(f"{number} access tokens of {user.get_username()} revoked.")
