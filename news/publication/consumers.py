"""Feeds each consumer of the log from its own cursor."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from news.record.models import Cursor, Publication

logger = logging.getLogger(__name__)
BATCH = 100
LONGEST_WAIT = timedelta(minutes=5)


class Consumer(Protocol):
    """Something that follows the log. It may be given a row more than once, never out of order.

    One that keeps a copy of the store may have two methods more: `usable()`, cheap, false where the copy is
    lost, and `reconcile(mend=…)`, the lines that tell how it departs from the store, mended if asked. An
    attribute `longest_wait` says how long after failures the next try is at most. One whose class names
    another in `follows` is given only what that other has taken over.
    """

    def handle(self, batch: Sequence[Publication]) -> None:
        """Take over `batch`; any exception means none of it counts as taken over."""
        ...


class Feed:
    """One consumer with its cursor."""

    def __init__(self, name: str, consumer: Consumer) -> None:
        self.name = name
        self.consumer = consumer

    def advance(self) -> int:
        """Hand over one batch; returns its size, 0 where there is nothing to do or it is not yet time again.

        A failure is written beside the cursor and tried again later, each time after twice as long.
        """
        cursor, _created = Cursor.objects.get_or_create(consumer=self.name)
        if cursor.retry_at and cursor.retry_at > timezone.now():
            return 0
        batch = list(self._ahead(cursor).order_by("sequence").defer("document")[:BATCH])
        if not batch:
            return 0
        try:
            self.consumer.handle(batch)
        except Exception as error:
            self._failed(cursor, error)
            return 0
        Cursor.objects.filter(pk=cursor.pk).update(
            sequence=batch[-1].sequence, failures=0, retry_at=None, last_error="", updated_at=timezone.now()
        )
        return len(batch)

    def mend(self) -> int:
        """Have the consumer's copy of the store compared and repaired; returns how many lines it reported."""
        compare = getattr(self.consumer, "reconcile", None)
        lines = compare(mend=True) if compare else []
        for line in lines:
            logger.warning("mended %s", line)
        return len(lines)

    def mend_if_unusable(self) -> int:
        """Have it repaired where the consumer says that its copy cannot be used; returns as `mend`."""
        usable = getattr(self.consumer, "usable", None)
        return self.mend() if usable and not usable() else 0

    def _ahead(self, cursor: Cursor) -> QuerySet[Publication]:
        """What of the log this consumer may be given."""
        rows = Publication.objects.filter(sequence__gt=cursor.sequence)
        leader = getattr(self.consumer, "follows", None)
        if leader is None:
            return rows
        return rows.filter(sequence__lte=Cursor.objects.filter(consumer=leader).values("sequence"))

    def _failed(self, cursor: Cursor, error: Exception) -> None:
        longest = getattr(self.consumer, "longest_wait", LONGEST_WAIT)
        wait = min(timedelta(seconds=2 ** min(cursor.failures, 16)), longest)
        # Where it failed is told once; that it still does, a line each time.
        logger.error(
            "consumer %s failed after sequence %d (%s); next try in %s",
            self.name, cursor.sequence, error, wait, exc_info=not cursor.failures,
        )  # fmt: skip
        Cursor.objects.filter(pk=cursor.pk).update(
            failures=cursor.failures + 1,
            retry_at=timezone.now() + wait,
            last_error=f"{type(error).__name__}: {error}"[:2000],
            updated_at=timezone.now(),
        )


def feeds() -> list[Feed]:
    """A feed for each consumer that `LOG_CONSUMERS` names."""
    return [Feed(name, import_string(dotted)()) for name, dotted in settings.LOG_CONSUMERS.items()]
