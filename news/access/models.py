"""Access tokens, and the counts that slow down whoever guesses."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.access.scopes import Scope


class TokenQuerySet(models.QuerySet["AccessToken"]):
    """Tokens by what became of them."""

    def working(self) -> "TokenQuerySet":
        """Those that still open something: neither revoked nor past their end."""
        now = timezone.now()
        oldest = now - timedelta(days=settings.TOKEN_DAYS)
        return self.filter(revoked_at=None, expires_at__gt=now, created_at__gt=oldest)

    def ended(self) -> "TokenQuerySet":
        """All others."""
        now = timezone.now()
        oldest = now - timedelta(days=settings.TOKEN_DAYS)
        past = Q(expires_at__lte=now) | Q(created_at__lte=oldest)
        return self.filter(past | Q(revoked_at__isnull=False))


class AccessToken(models.Model):
    """A key to the editorial API that a user made for a program; never opens more than its user may.

    Only the digest of the secret is kept, and `prefix`, its first letters, to recognize it by. `scopes` is a
    list of `Scope` values.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="access_tokens")
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(_("scopes"), default=list)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(_("last used"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: Any = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def ends_at(self) -> datetime:
        """When it stops working by itself: at its own end, or earlier where the longest lifetime says so."""
        return min(self.expires_at, self.created_at + timedelta(days=settings.TOKEN_DAYS))

    @property
    def is_expired(self) -> bool:
        """Whether its time is over."""
        return self.ends_at <= timezone.now()

    @property
    def is_working(self) -> bool:
        """Whether it still opens something."""
        return self.revoked_at is None and not self.is_expired

    @property
    def scope_names(self) -> list[str]:
        """Its scopes in words."""
        return [str(Scope(value).label) for value in self.scopes if value in Scope.values]


class AttemptCount(models.Model):
    """How often something was tried lately; `key` is a digest, so that nothing tells who tried what."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"
