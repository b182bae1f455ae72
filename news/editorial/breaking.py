"""Breaking news: marked for a time, and, for a brief, public before anybody else has read it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page

from news.editorial.embargo import has_right, lock_group
from news.editorial.refusals import Refused
from news.models import ArticlePage

LASTS = timedelta(hours=2)
LONGEST = timedelta(hours=24)
CHECK_WITHIN = timedelta(minutes=15)


class Breaking(models.Model):
    """A story is breaking news until a moment.

    Where it went out unreviewed, somebody else must have checked it by `check_due`.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="breaking")
    until = models.DateTimeField(_("until"))
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    raised_at = models.DateTimeField(auto_now_add=True)
    cleared_at = models.DateTimeField(null=True)
    check_due = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    checked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("breaking news")
        verbose_name_plural = _("breaking news")
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=models.Q(cleared_at__isnull=True), name="breaking_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} until {self.until:%H:%M}"


def breaking_until(page_ids: Iterable[int]) -> dict[int, datetime]:
    """Until when these pages are breaking news, for those that are; one query."""
    rows = Breaking.objects.filter(page_id__in=list(page_ids), cleared_at=None, until__gt=timezone.now())
    return dict(rows.values_list("page_id", "until"))


@transaction.atomic
def raise_breaking(article: ArticlePage, *, by: Any, until: datetime | None = None) -> Breaking:
    """Mark a story as breaking news until a moment, in two hours if none is given; a second time moves it.

    Raises Refused unless `by` may publish here, and where the moment is past or more than a day away.
    """
    if not has_right(article, by, "publish"):
        raise Refused("not_allowed")
    now = timezone.now()
    end = until or now + LASTS
    if not now < end <= now + LONGEST:
        raise Refused("breaking_time")
    lock_group(article)
    row = Breaking.objects.filter(page_id=article.pk, cleared_at=None).first()
    row = row or Breaking(page_id=article.pk, raised_by=by)
    row.until = end
    row.save()
    log(article, "nashra.breaking.raise", user=by, data={"until": end.isoformat()})
    return row


@transaction.atomic
def clear_breaking(article: ArticlePage, *, by: Any) -> None:
    """End it now. Raises Refused unless `by` may publish here, and where it is none."""
    if not has_right(article, by, "publish"):
        raise Refused("not_allowed")
    lock_group(article)
    row = Breaking.objects.filter(page_id=article.pk, cleared_at=None).first()
    if row is None:
        raise Refused("breaking_none")
    row.cleared_at = timezone.now()
    row.save()
    log(article, "nashra.breaking.clear", user=by)


def clear_over(now: datetime) -> int:
    """Clear what is breaking no longer; returns how many."""
    with transaction.atomic():
        over = Breaking.objects.select_for_update(no_key=True, of=("self",))
        rows = list(over.filter(cleared_at=None, until__lte=now).order_by("pk"))
        for row in rows:
            row.cleared_at = row.until
            row.save()
    return len(rows)


@transaction.atomic
def check_breaking(article: ArticlePage, *, by: Any) -> Breaking:
    """Note that somebody else has read what went out unreviewed. Raises Refused."""
    if not has_right(article, by, "change"):
        raise Refused("not_allowed")
    lock_group(article)
    row = Breaking.objects.filter(page_id=article.pk, check_due__isnull=False, checked_at=None).first()
    if row is None:
        raise Refused("check_none")
    if row.raised_by_id == by.pk:
        raise Refused("four_eyes_check")
    row.checked_by, row.checked_at = by, timezone.now()
    row.save()
    log(article, "nashra.breaking.check", user=by)
    return row
