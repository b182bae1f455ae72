"""Makes the user of a program, and access tokens for it."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from news.access.admission import is_service_account
from news.access.scopes import Scope
from news.access.tokens import make
from news.editorial.roles import SERVICE
from news.management.arguments import user_named, words


class Command(BaseCommand):
    """`manage.py service_account NAME [--token TITLE --scopes read,write [--days N]] [--by USER]`."""

    help = "Make the user of a program, without a password, and a token for it that is printed this once."

    def add_arguments(self, parser: CommandParser) -> None:
        """The user, and what its token is for."""
        parser.add_argument("name", type=words, help="user name of the service account")
        parser.add_argument("--token", type=words, help="make a token of this name")
        parser.add_argument("--scopes", help=f"of the token, parted by commas: {', '.join(Scope.values)}")
        parser.add_argument(
            "--days", type=int, default=settings.TOKEN_DAYS, help="the token works (%(default)s)"
        )
        parser.add_argument("--by", type=words, help="user name of the person who decided it, for the log")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing."""
        by = user_named(options["by"]) if options["by"] else None
        account = self.account(options["name"])
        if not options["token"]:
            self.stdout.write(f"{options['name']} is a service account. Give it rights in the admin.")
            return
        scopes = [scope.strip() for scope in (options["scopes"] or "").split(",") if scope.strip()]
        title = options["token"].strip()[:80]
        try:
            _token, secret = make(account, name=title, scopes=scopes, days=options["days"], by=by)
        except ValueError as error:
            raise CommandError(f"{error} Scopes are {', '.join(Scope.values)}.") from error
        self.stdout.write(secret)

    def account(self, name: str) -> Any:
        """The service account of this name, made where there is none; people make tokens themselves."""
        users = get_user_model()._default_manager
        group = SERVICE.group()
        if group is None:
            raise CommandError("There is no role for service accounts yet; run: manage.py newsroom")
        user = users.filter(username=name).first()
        if user is None:
            user = get_user_model()(username=name)
            user.set_unusable_password()
            try:
                user.full_clean()
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            user.save()
            user.groups.add(group)
        elif not is_service_account(user):
            raise CommandError(f"{name} is a person, who makes tokens in the admin.")
        elif not user.is_active:
            raise CommandError(f"{name} was switched off.")
        return user
