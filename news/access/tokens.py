"""Makes, finds and revokes access tokens; the secret is told once and kept nowhere."""

from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from news.access import audit
from news.access.models import AccessToken
from news.access.scopes import Scope

MARK = "nashra_"  # by which scanners of code and logs recognize a token of ours
SHOWN = len(MARK) + 6
USE_NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def make(user: Any, *, name: str, scopes: Iterable[str], days: int, by: Any) -> tuple[AccessToken, str]:
    """A new token of `user`, and its secret, which nobody can ever read again.

    It works `days`, between one and `TOKEN_DAYS`. Raises ValueError for other lifetimes or unknown scopes.
    """
    chosen = sorted({Scope(scope).value for scope in scopes}, key=Scope.values.index)
    if not 1 <= days <= settings.TOKEN_DAYS or not chosen:
        raise ValueError(f"A token has a scope and works between 1 and {settings.TOKEN_DAYS} days.")
    secret = MARK + token_urlsafe(32)
    now = timezone.now()
    token = AccessToken.objects.create(
        user=user, name=name, prefix=secret[:SHOWN], digest=digest(secret), scopes=chosen,
        created_at=now, expires_at=now + timedelta(days=days),
    )  # fmt: skip
    audit.note(user, audit.TOKEN_MADE, by=by, token=str(token), scopes=chosen, days=days)
    return token, secret


def find(secret: str) -> AccessToken | None:
    """The token of this secret with its user, working or not."""
    return AccessToken.objects.select_related("user").filter(digest=digest(secret)).first()


def digest(secret: str) -> str:
    """What is kept of a secret. It has 256 random bits, so that guessing is hopeless without a slow hash."""
    return sha256(secret.encode()).hexdigest()


def note_use(token: AccessToken) -> None:
    """Keep when it was last used, to the minute, and log the first time."""
    now = timezone.now()
    if token.last_used_at is not None and now - token.last_used_at < USE_NOTED_EVERY:
        return
    stale = AccessToken.objects.filter(pk=token.pk).filter(
        Q(last_used_at=None) | Q(last_used_at__lte=now - USE_NOTED_EVERY)
    )
    first = token.last_used_at is None
    with transaction.atomic():
        if stale.update(last_used_at=now) and first:
            audit.note(token.user, audit.TOKEN_FIRST_USED, by=token.user, token=str(token))
    token.last_used_at = now


@transaction.atomic
def revoke(tokens: Any, *, by: Any) -> int:
    """Revoke those of `tokens`, a queryset, that still work; returns how many did."""
    working = tokens.working().select_related("user").select_for_update(of=("self",), no_key=True)
    rows = list(working.order_by("pk"))
    AccessToken.objects.filter(pk__in=[row.pk for row in rows]).update(
        revoked_at=timezone.now(), revoked_by=by
    )
    for row in rows:
        audit.note(row.user, audit.TOKEN_REVOKED, by=by, token=str(row))
    return len(rows)
