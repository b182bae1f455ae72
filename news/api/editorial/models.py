"""The tables of the editorial API: answers that are given again, and links to previews."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class KeptAnswer(models.Model):
    """What somebody was answered under an Idempotency-Key; without a status it is being answered now.

    `request` is the digest of method, address and body; `answer` is the body as it went out, and `headers`
    those that belong to it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    request = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    content_type = models.CharField(max_length=64, blank=True)
    headers = models.JSONField(default=dict)
    answer = models.TextField(blank=True)

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="kept_answer_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}: {self.status or 'under way'}"


class PreviewLink(models.Model):
    """A way to see one draft without an account, until it expires, is revoked, or the draft changes.

    `link_digest` is that of the secret in the link, which is exchanged once, at `used_at`, for a token of
    which `token_digest` is kept. `fingerprint` is that of the draft's content.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)
    link_digest = models.CharField(max_length=64, unique=True)
    token_digest = models.CharField(max_length=64, blank=True, db_index=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.page_id} until {self.expires_at}"
