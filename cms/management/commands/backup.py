"""Backs a newsroom up."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from tqdm import tqdm

from cms.backup.making import make_backup, target_for
from cms.backup.refusals import Refused


class Command(BaseCommand):
    """`manage.py backup DIRECTORY-OR-FILE`."""

    help = "Write database and files to one archive, as of one moment, while the newsroom works."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("target", type=Path, help="a directory, or the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what the archive holds."""
        try:
            target = target_for(options["target"])
            with tqdm(unit="file", disable=None) as bar:
                manifest = make_backup(target, bar)
        except Refused as error:
            raise CommandError(str(error)) from error
        except (OSError, OperationalError) as error:  # a full disk, a database that is away
            raise CommandError(f"It could not be done: {error}") from error
        for name in manifest.absent:
            self.stderr.write(f"The database names a file that is not there: {name}")
        self.stdout.write(
            f"{target}: {manifest.documents} public documents as of sequence {manifest.sequence}, "
            f"{len(manifest.members) - 1} files."
        )
