"""Public files: put there before a document names them, taken away when none does any more."""

import logging
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from news.record.models import PublicFile
from news.record.store import lock_head

logger = logging.getLogger(__name__)
GRACE = timedelta(minutes=10)


def copy(name: str, data: bytes) -> None:
    """Put `data` into public storage under `name` for a document that is about to name it."""
    storage = storages["public"]
    size = size_of(name)
    if size == len(data):
        return
    PublicFile.objects.create(name=name, spared_until=timezone.now() + GRACE)
    if size is not None:  # half written by a process that was killed
        storage.delete(name)
    saved = storage.save(name, ContentFile(data))
    if saved != name:  # another process was first; the bytes are the same, the name says so
        storage.delete(saved)


def size_of(name: str) -> int | None:
    """The size of a public file in bytes; None where there is none."""
    storage = storages["public"]
    try:
        return storage.size(name) if storage.exists(name) else None
    except FileNotFoundError:  # deleted in between
        return None


def sweep() -> list[str]:
    """Delete the files no document names any more; returns their names.

    The head's lock keeps documents from being written meanwhile: whoever writes one afterwards looks
    whether its files are there.
    """
    if not waiting().exists():
        return []
    with transaction.atomic():
        lock_head()
        rows = list(waiting())
        names = {row.name for row in rows}
        used = set(
            PublicFile.objects.filter(name__in=names, document__isnull=False).values_list("name", flat=True)
        )
        gone = sorted(names - used)
        for name in gone:
            storages["public"].delete(name)
        PublicFile.objects.filter(pk__in=[row.pk for row in rows]).delete()
    if gone:
        logger.info("deleted %d public files that no document names", len(gone))
    return gone


def sweep_if_possible() -> None:
    """Sweep now if that works; whatever fails is logged, and left to the relay."""
    try:
        sweep()
    except Exception:
        logger.exception("could not delete public files that no document names; the relay tries again")


def waiting() -> QuerySet[PublicFile]:
    """The rows whose file may go now."""
    due = Q(spared_until__isnull=True) | Q(spared_until__lte=timezone.now())
    return PublicFile.objects.filter(due, document__isnull=True)
