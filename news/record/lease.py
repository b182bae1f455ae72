"""A lease: whoever holds it is the one relay, until it expires or is given up."""

from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from news.record.models import Lease as LeaseRow


class Lease:
    """A claim on a name, renewed by holding on; `term` is how long it lasts without."""

    def __init__(self, name: str, term: timedelta) -> None:
        self.name = name
        self.term = term
        self.holder = uuid4().hex

    def hold(self) -> bool:
        """Take the lease, or renew it; False where somebody else holds it."""
        now = timezone.now()
        with transaction.atomic():
            LeaseRow.objects.get_or_create(name=self.name, defaults={"expires_at": now})
            free = Q(holder=self.holder) | Q(expires_at__lte=now)
            taken = LeaseRow.objects.filter(free, name=self.name)
            return taken.update(holder=self.holder, expires_at=now + self.term) == 1

    def held(self) -> bool:
        """Whether this holder still has it."""
        rows = LeaseRow.objects.filter(name=self.name, holder=self.holder, expires_at__gt=timezone.now())
        return rows.exists()

    def give_up(self) -> None:
        """Let the next one take it at once."""
        rows = LeaseRow.objects.filter(name=self.name, holder=self.holder)
        rows.update(holder="", expires_at=timezone.now())
