"""Blanks a story's texts in the log."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from news.management.arguments import public_id, words
from news.record.models import Publication
from news.record.redact import StillPublic, redact
from news.translation.blanking import blank


class Command(BaseCommand):
    """`manage.py redact ID --by NAME --reason TEXT`."""

    help = "Blank everything the log says of a thing that is no longer public; digests and the audit stay."

    def add_arguments(self, parser: CommandParser) -> None:
        """The thing, who, and why."""
        parser.add_argument("id", type=public_id, help="the public id, as the API gives it")
        parser.add_argument(
            "--type", type=words, default="article", help="the type of document (default: article)"
        )
        parser.add_argument("--by", type=words, required=True, help="who decided it")
        parser.add_argument("--reason", type=words, required=True, help="why, for the audit")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many documents were blanked."""
        name, document_id = options["type"], options["id"]
        if not Publication.objects.filter(type=name, document_id=document_id).exists():
            raise CommandError(f"The log knows no {name} {document_id}.")
        if not options["by"].strip() or not options["reason"].strip():
            raise CommandError("--by and --reason must say something.")
        try:
            count = redact(name, document_id, by=options["by"], reason=options["reason"])
        except StillPublic as error:
            raise CommandError(f"{name} {document_id} is public; withdraw it first.") from error
        blank([document_id])
        self.stdout.write(f"{count} documents blanked.")
