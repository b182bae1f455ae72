"""Counts attempts before they are made, and holds up whoever makes too many."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from news.access.models import AttemptCount

KEPT = timedelta(days=2)  # longer than any rule remembers
SWEPT = 200


@dataclass(frozen=True)
class Rule:
    """After `limit` attempts, one more every `pause`, until there was none for `memory`.

    `shared` counts belong to several people: a success takes back its own attempt and leaves the others.
    """

    limit: int
    memory: timedelta
    pause: timedelta
    shared: bool = False

    def wait(self, row: AttemptCount, now: datetime) -> timedelta:
        """How long until another attempt may be made; nothing or less where it may be now."""
        tried = self.current(row, now)
        return row.last_at + self.pause - now if tried >= self.limit else timedelta()

    def current(self, row: AttemptCount, now: datetime) -> int:
        """The attempts that are still remembered."""
        return row.count if now - row.last_at < self.memory else 0


class TooManyAttempts(Exception):
    """Nothing was tried; `wait` is how long to wait."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        super().__init__(f"wait {wait}")


Rules = Mapping[str, Rule]


def key(*parts: str) -> str:
    """The name of a count. What it is made of cannot be read from it."""
    return salted_hmac("news.access.attempts", "\0".join(parts), algorithm="sha256").hexdigest()


def admit(rules: Rules) -> None:
    """Count an attempt under each key, or raise `TooManyAttempts` and count nothing.

    Counting comes first, so that many attempts at the same moment are not all judged by the same count.
    """
    now = timezone.now()
    AttemptCount.objects.bulk_create(
        [AttemptCount(key=name, last_at=now) for name in sorted(rules)], ignore_conflicts=True
    )
    with transaction.atomic():
        rows = list(locked(rules))
        wait = max(rules[row.key].wait(row, now) for row in rows)
        if wait <= timedelta():
            for row in rows:
                row.count, row.last_at = rules[row.key].current(row, now) + 1, now
            AttemptCount.objects.bulk_update(rows, ["count", "last_at"])
    sweep(now)
    if wait > timedelta():
        raise TooManyAttempts(wait)


def forgive(rules: Rules) -> None:
    """The attempt succeeded: forget those of this person, and take this one from the shared counts."""
    shared = [name for name, rule in rules.items() if rule.shared]
    with transaction.atomic():
        list(locked(rules))
        AttemptCount.objects.filter(key__in=shared, count__gt=0).update(count=F("count") - 1)
        AttemptCount.objects.filter(key__in=rules.keys() - set(shared)).update(count=0)


def locked(rules: Rules) -> Iterable[AttemptCount]:
    """The counts, held until the transaction ends, in one order for everybody."""
    return AttemptCount.objects.select_for_update(no_key=True).filter(key__in=list(rules)).order_by("key")


def sweep(now: datetime) -> None:
    """Delete counts that nobody remembers, but for those somebody holds just now."""
    with transaction.atomic():
        old = AttemptCount.objects.filter(last_at__lt=now - KEPT).select_for_update(skip_locked=True)
        if keys := list(old.values_list("key", flat=True)[:SWEPT]):
            AttemptCount.objects.filter(key__in=keys).delete()
