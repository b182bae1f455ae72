"""Writes the store anew."""

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from news.publication import rebuild


class Command(BaseCommand):
    """`manage.py rebuild_store`."""

    help = "Write everything the public reads anew, through the gate, while the system runs."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how much had changed."""
        total = sum(len(ids) for ids in rebuild.work().values())
        with tqdm(total=total, unit="doc", disable=None) as bar:
            appended = rebuild.rebuild(bar.update)
        self.stdout.write(f"{total} things looked at, {appended} of them changed.")
