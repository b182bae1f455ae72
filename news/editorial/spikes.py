"""Spiked drafts: put away, neither reviewed nor published until somebody restores them."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page

from news.editorial.four_eyes import locked_row
from news.editorial.killed import is_killed
from news.editorial.refusals import Refusal, Refused
from news.models import ArticlePage


class Spike(models.Model):
    """A story was put away, by whom and why; `restored_at` is empty while it is."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="spikes")
    reason = models.TextField(blank=True)
    spiked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    spiked_at = models.DateTimeField(auto_now_add=True)
    restored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    restored_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("spike")
        verbose_name_plural = _("spikes")
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=models.Q(restored_at__isnull=True), name="spike_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {'restored' if self.restored_at else 'spiked'}"


def spiked(page_ids: Iterable[int]) -> set[int]:
    """Which of these pages are spiked; one query."""
    rows = Spike.objects.filter(page_id__in=list(page_ids), restored_at__isnull=True)
    return set(rows.values_list("page_id", flat=True))


def is_spiked(page: Page) -> bool:
    """Whether this page is spiked; one query."""
    return bool(spiked([page.pk]))


def put_away(article: ArticlePage) -> Refusal | None:
    """Why nobody works on a story, where it was killed or spiked; None where it was neither. Two queries."""
    if is_killed(article):
        return Refusal("killed")
    return Refusal("spiked") if is_spiked(article) else None


@transaction.atomic
def spike(article: ArticlePage, *, reason: str, by: Any) -> Spike:
    """Put a draft away: its review is cancelled, its schedule taken back.

    Raises Refused where `by` may not put it away here, gives no reason, or it is live, killed or spiked
    already.
    """
    page = locked_row(article.pk)
    if not page.permissions_for_user(by).can_put_away():
        raise Refused("not_allowed")
    if not reason.strip():
        raise Refused("reason_required")
    if page.live:
        raise Refused("spike_live")
    if is_killed(page):
        raise Refused("killed")
    if is_spiked(page):
        raise Refused("spiked")
    if state := page.current_workflow_state:
        state.cancel(user=by)
    page.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
    row = Spike.objects.create(page_id=page.pk, reason=reason.strip(), spiked_by=by)
    log(page, "nashra.spike", user=by, data={"reason": row.reason})
    return row


@transaction.atomic
def restore(article: ArticlePage, *, by: Any) -> Spike:
    """Put a spiked story back; what was approved of it still is. Returns the spike that is over.

    Raises Refused where `by` may not put it away here, or it is not spiked.
    """
    page = locked_row(article.pk)
    if not page.permissions_for_user(by).can_put_away():
        raise Refused("not_allowed")
    row = Spike.objects.filter(page_id=page.pk, restored_at__isnull=True).first()
    if row is None:
        raise Refused("not_spiked")
    row.restored_by, row.restored_at = by, timezone.now()
    row.save()
    log(page, "nashra.restore", user=by)
    return row
