"""Puts a newsroom back from a backup."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from tqdm import tqdm

from cms.backup import restoring
from cms.backup.archive import Reader, reading
from cms.backup.refusals import Refused


class Command(BaseCommand):
    """`manage.py restore FILE [--yes] [--replace]`."""

    help = "Check an archive, and with --yes put database and files back as it has them."

    def add_arguments(self, parser: CommandParser) -> None:
        """The archive, and the two words that let it go ahead."""
        parser.add_argument("archive", type=Path, help="what `backup` wrote")
        parser.add_argument("--yes", action="store_true", help="restore it; without this it is only checked")
        parser.add_argument("--replace", action="store_true", help="give up the newsroom that is here")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check everything, then restore."""
        try:
            with reading(options["archive"]) as reader:
                self._check(reader, replace=options["replace"])
                if not options["yes"]:
                    self.stdout.write("It can be restored here: say --yes to do it. Nothing was changed.")
                    return
                with tqdm(total=len(reader.manifest.members), desc="restoring", disable=None) as bar:
                    restoring.restore(reader, bar.update)
        except Refused as error:
            raise CommandError(str(error)) from error
        except (OSError, OperationalError) as error:  # a full disk, a database that is away
            raise CommandError(f"It could not be done: {error}") from error
        if failure := restoring.rebuild_index():
            self.stderr.write(f"{failure} Run: manage.py rebuild_search")
        self.stdout.write(
            "Restored. Grant the delivery role anew, start the processes, run: reconcile --check"
        )

    def _check(self, reader: Reader, *, replace: bool) -> None:
        """Raise Refused for whatever speaks against restoring; say what the archive holds."""
        manifest = reader.manifest
        with tqdm(total=len(manifest.members), desc="checking", disable=None) as bar:
            restoring.examine(reader, bar.update)
        restoring.require_room(manifest)
        self.stdout.write(
            f"Backup of {manifest.made_at}: {manifest.documents} public documents as of sequence "
            f"{manifest.sequence}, {len(manifest.members) - 1} files."
        )
        for name in manifest.absent:
            self.stderr.write(f"This file was not there when the backup was made: {name}")
        if not replace:
            restoring.require_empty()
