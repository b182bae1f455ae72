"""Takes a story down for good."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from news.editorial.killed import is_killed
from news.editorial.refusals import Refused
from news.management.arguments import public_id, user_named, words
from news.models import ArticlePage
from news.publication.kills import blank_log, kill, kill_of, receipt


class Command(BaseCommand):
    """`manage.py kill ID --notice TEXT --reason TEXT --by USER [--this-language-only] [--redact]`."""

    help = "Take a story down for good, in every language: readers get the notice and 410, nothing else."

    def add_arguments(self, parser: CommandParser) -> None:
        """The story, what readers are told, and who decided it."""
        parser.add_argument("id", type=public_id, help="the story's public id, as the API gives it")
        parser.add_argument("--notice", type=words, required=True, help="what readers are told instead")
        parser.add_argument("--by", type=words, required=True, help="user name of the person who decided it")
        parser.add_argument("--reason", type=words, required=True, help="why, for the newsroom alone")
        parser.add_argument("--redact", action="store_true", help="blank its texts in the log as well")
        parser.add_argument("--this-language-only", action="store_true", help="leave its translations public")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many stories went, and from where."""
        by = user_named(options["by"])
        if not options["notice"].strip() or not options["reason"].strip():
            raise CommandError("--notice and --reason must say something; readers see the notice.")
        article = ArticlePage.objects.filter(uuid=options["id"]).first()
        if article is None:
            raise CommandError(f"There is no story {options['id']}.")
        alone = options["this_language_only"]
        before = kill_of(article) if options["redact"] and is_killed(article) else None
        try:
            row = before or kill(
                article,
                notice=options["notice"],
                reason=options["reason"],
                by=by,
                all_locales=not alone,
            )
            if options["redact"]:
                blank_log(row, by=by)
        except Refused as refusal:
            raise CommandError(f"{options['by']}: {refusal.message}") from refusal
        self.stdout.write(f"{len(row.articles)} killed.")
        for line in receipt(row):
            self.stdout.write(f"{line.label}: {line.at or _('not yet')}")
