"""Takes a story down for good."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from news.management.arguments import public_id, user_named, words
from news.models import ArticlePage
from news.publication.actions import kill


class Command(BaseCommand):
    """`manage.py kill ID --notice TEXT --by USER [--this-language-only]`."""

    help = "Take a story down for good, in every language: readers get the notice and 410, nothing else."

    def add_arguments(self, parser: CommandParser) -> None:
        """The story, what readers are told, and who decided it."""
        parser.add_argument("id", type=public_id, help="the story's public id, as the API gives it")
        parser.add_argument("--notice", type=words, required=True, help="what readers are told instead")
        parser.add_argument("--by", type=words, required=True, help="user name of the person who decided it")
        parser.add_argument("--this-language-only", action="store_true", help="leave its translations public")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many documents went."""
        by = user_named(options["by"])
        if not options["notice"].strip():
            raise CommandError("--notice must say something; readers see it.")
        article = ArticlePage.objects.filter(uuid=options["id"]).first()
        if article is None:
            raise CommandError(f"There is no story {options['id']}.")
        alone = options["this_language_only"]
        try:
            rows = kill(article, notice=options["notice"], by=by, all_locales=not alone)
        except PermissionDenied as error:
            raise CommandError(f"{options['by']} may not publish there, so may not kill either.") from error
        killed = [row for row in rows if row.event == "killed"]
        self.stdout.write(f"{len(killed)} documents killed." if killed else "It was killed before.")
