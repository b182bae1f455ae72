"""Tells how far the relay is behind what was changed: for whoever watches over a newsroom."""

from typing import Any

from django.db.models import Min, Q
from django.utils import timezone

from news.record.models import Cursor, Lease, Mark
from news.record.store import head_sequence


def relay_progress() -> dict[str, Any]:
    """Four facts, in five queries.

    `lease`: "held" while a relay is at work, else "free"; `oldest_mark_seconds`: how long the oldest change
    that is due has waited, 0 where none does; `failing_marks`: how many could not be worked off so far;
    `behind`: by consumer, how many rows of the log it has not taken over.
    """
    now = timezone.now()
    due = Mark.objects.filter(Q(not_before__isnull=True) | Q(not_before__lte=now))
    oldest = due.aggregate(at=Min("left_at"))["at"]
    head = head_sequence()
    return {
        "lease": "held" if Lease.objects.filter(name="relay", expires_at__gt=now).exists() else "free",
        "oldest_mark_seconds": max(0, round((now - oldest).total_seconds())) if oldest else 0,
        "failing_marks": Mark.objects.filter(failures__gt=0).count(),
        "behind": {cursor.consumer: max(0, head - cursor.sequence) for cursor in Cursor.objects.all()},
    }
