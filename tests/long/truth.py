"""Asks a running newsroom whether anything was lost, doubled, or differs."""

import json
import time
from collections import Counter

from django.conf import settings

from news.publication import reconcile
from news.record.models import Cursor, Event, Mark, Publication, PublicState, PublishedDocument
from news.record.store import head_sequence

PATIENCE = 120.0  # seconds until everything that was begun must be finished
TEXTS = {Event.PUBLISHED, Event.UPDATED, Event.CORRECTED}


class Broken(Exception):
    """The newsroom is not as it must be."""


def wait_until_idle(patience: float = PATIENCE) -> float:
    """Wait until no mark is left and every consumer has read the log; returns after how many seconds."""
    began = time.monotonic()
    while not idle():
        if time.monotonic() - began > patience:
            state = list(Cursor.objects.values("consumer", "sequence", "failures", "last_error"))
            raise Broken(f"{Mark.objects.count()} marks left, head {head_sequence()}, cursors {state}")
        time.sleep(0.05)
    return time.monotonic() - began


def idle() -> bool:
    """Whether the relay has nothing to do."""
    read = dict(Cursor.objects.values_list("consumer", "sequence"))
    head = head_sequence()
    return not Mark.objects.exists() and all(read.get(name) == head for name in settings.LOG_CONSUMERS)


def withdrawn() -> int:
    """How many stories the public could read once and cannot now."""
    return PublishedDocument.objects.filter(type="article", state=PublicState.WITHDRAWN).count()


def check(told: list[tuple[str, str]]) -> None:
    """Raise Broken unless gate, store, index and log agree and hold what was `told` exactly once."""
    differences = [str(one) for one in reconcile.differences()]
    differences += reconcile.consumer_differences(mend=False)
    if differences:
        raise Broken(f"differences: {differences}")
    check_log()
    said = words_in_log()
    lost = [pair for pair in told if not said[pair]]
    doubled = [pair for pair, count in said.items() if count > 1]
    if lost or doubled:
        raise Broken(f"lost: {lost}; doubled: {doubled}")


def check_log() -> None:
    """The log is gapless, and so are the versions of each thing."""
    rows = list(Publication.objects.order_by("sequence").values_list("sequence", "document_id", "version"))
    if [row[0] for row in rows] != list(range(1, head_sequence() + 1)):
        raise Broken("the log has gaps")
    seen: Counter[object] = Counter()
    for sequence, public_id, version in rows:
        seen[public_id] += 1
        if seen[public_id] != version:
            raise Broken(f"{public_id} has version {version} at {sequence}, not {seen[public_id]}")


def words_in_log() -> Counter[tuple[str, str]]:
    """How often the log published each story with each word."""
    rows = Publication.objects.filter(type="article", event__in=TEXTS, document__isnull=False)
    found: Counter[tuple[str, str]] = Counter()
    for public_id, document in rows.values_list("document_id", "document"):
        title = json.loads(bytes(document))["data"]["title"]
        found[str(public_id), title.split()[-1]] += 1
    return found
