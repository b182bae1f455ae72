"""Marks: left with every change, worked off right after commit or by the relay."""

import logging
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from news.publication.sync import settle, work_off
from news.publication.types.base import document_types
from news.record.models import Mark, Term
from news.record.store import Key

logger = logging.getLogger(__name__)
BATCH = 20
PORTION = 500


def mark(things: Iterable[Key], *, below: bool = False) -> None:
    """Leave a mark on each of `things` in the current transaction, and sync them once it has committed.

    An error after the commit is logged, never raised: the marks are still there for the relay.
    """
    marks = Mark.objects.bulk_create(
        (Mark(type=name, document_id=public_id, below=below) for name, public_id in things), batch_size=500
    )
    if marks and not below:
        transaction.on_commit(partial(work_off, [left.pk for left in marks]), robust=True)


def mark_term(field: str, value: UUID) -> None:
    """Leave a mark on every public document that is made from this thing; the relay works them off."""
    pairs = Term.objects.filter(field=field, value=value)
    mark_later(pairs.values_list("document__type", "document__document_id"))


def mark_later(
    things: Iterable[Key], *, below: bool = False, not_before: datetime | None = None
) -> list[Mark]:
    """Leave marks that only the relay works off, not before a moment if one is given; returns them."""
    return Mark.objects.bulk_create(
        (
            Mark(type=name, document_id=public_id, below=below, not_before=not_before)
            for name, public_id in things
        ),
        batch_size=500,
    )


def due() -> "list[Mark]":
    """The oldest marks that may be worked off now."""
    ready = Q(not_before__isnull=True) | Q(not_before__lte=timezone.now())
    return list(Mark.objects.filter(ready).order_by("pk")[:BATCH])


def drain() -> int:
    """Work off one batch of marks; returns how many were looked at, 0 where there are none due."""
    marks = due()
    for left in (left for left in marks if left.below):
        descend(left)
    settle([left for left in marks if not left.below])
    return len(marks)


def descend(left: Mark) -> None:
    """Turn the next portion of what is below a marked page into marks of its own."""
    found = document_types()[left.type].below(left.document_id, left.after, PORTION)
    with transaction.atomic():
        mark_later((name, public_id) for _pk, name, public_id in found)
        if len(found) < PORTION or found[-1][0] == left.after:
            left.delete()
        else:
            Mark.objects.filter(pk=left.pk).update(after=found[-1][0])
