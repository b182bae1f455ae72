"""Blanks what a document said in the past: the one way rows of the log ever change."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from news.record.documents import rfc3339
from news.record.models import Publication, PublicState, PublishedDocument


class StillPublic(Exception):
    """The thing is public now: withdraw or kill it first."""


@transaction.atomic
def redact(type_name: str, document_id: UUID, *, by: str, reason: str) -> int:
    """Blank every logged document of a thing, keep the digests, and note who did it, when and why.

    Returns how many documents were blanked; 0 where there were none. Raises StillPublic.
    """
    live = PublishedDocument.objects.filter(type=type_name, document_id=document_id, state=PublicState.LIVE)
    if live.select_for_update(no_key=True).exists():
        raise StillPublic(f"{type_name} {document_id}")
    rows = Publication.objects.filter(type=type_name, document_id=document_id, document__isnull=False)
    audit: dict[str, Any] = {"at": rfc3339(timezone.now()), "by": by, "reason": reason}
    changed = [_blank(row, audit) for row in rows.select_for_update(no_key=True)]
    Publication.objects.bulk_update(changed, ["document", "note"], batch_size=200)
    return len(changed)


def _blank(row: Publication, audit: dict[str, Any]) -> Publication:
    row.document = None
    row.note = {**row.note, "redacted": audit}
    return row
