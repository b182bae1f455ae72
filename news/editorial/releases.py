"""Releases: stories that go out together or not at all, and until then wait for each other."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from news.editorial.knowing import known_stories
from news.editorial.refusals import Refusal

MOST = 50  # stories in a release: all of them are locked, published and rendered in one transaction
NOT_OVER = models.Q(released_at__isnull=True, cancelled_at__isnull=True)


class Release(models.Model):
    """Stories that are published in one transaction: by somebody, or by the clock at the moment `at`.

    It is open until it went out or was cancelled. `failure` says why the clock could not release it last: a
    list of page ids (none where no story is to blame), codes and sentences. `failures` counts its tries since
    the moment was set, and `retry_at` says when the next one is.
    """

    title = models.CharField(_("title"), max_length=255)
    at = models.DateTimeField(_("when"), null=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    released_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    failure = models.JSONField(default=list)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        indexes = [models.Index(fields=["at"], name="release_due", condition=NOT_OVER)]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it is still to go out."""
        return self.released_at is None and self.cancelled_at is None

    @property
    def state(self) -> str:
        """`open`, `scheduled`, `released` or `cancelled`."""
        if self.released_at:
            return "released"
        if self.cancelled_at:
            return "cancelled"
        return "scheduled" if self.at else "open"

    def refusal(self) -> Refusal:
        """What publishing a story alone that waits for it is answered with."""
        return Refusal("in_release", {"release": self.title})


class ReleaseItem(models.Model):
    """A story in a release; it `waits` while that is open, and for one release at a time."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="items")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)
    waits = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("story in a release")
        verbose_name_plural = _("stories in releases")
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=models.Q(waits=True), name="release_of_a_story_once"
            ),
            models.UniqueConstraint(fields=["release", "page"], name="story_in_release_once"),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}: {self.page_id}"


def open_releases() -> models.QuerySet[Release]:
    """The releases that are still to go out: what is due first comes first, then the newest."""
    return Release.objects.filter(NOT_OVER).order_by(models.F("at").asc(nulls_last=True), "-pk")


def past_releases() -> models.QuerySet[Release]:
    """The releases that went out or were cancelled, the newest first."""
    over = Coalesce("released_at", "cancelled_at")
    return Release.objects.exclude(NOT_OVER).order_by(over.desc(), "-pk")


def waiting(page_ids: Iterable[int]) -> dict[int, Release]:
    """The open releases that these pages wait for, by page id; one query."""
    rows = ReleaseItem.objects.filter(page_id__in=list(page_ids), waits=True).select_related("release")
    return {row.page_id: row.release for row in rows}


def waits_in(page: Page) -> Release | None:
    """The open release that this page waits for; None where it waits for none. One query."""
    return waiting([page.pk]).get(page.pk)


def known_releases(releases: models.QuerySet[Release], user: Any) -> models.QuerySet[Release]:
    """Those of `releases` that `user` may know of: their own, and those with a story they may know of."""
    if user.is_active and user.is_superuser:
        return releases
    items = ReleaseItem.objects.filter(page_id__in=known_stories(user).order_by().values("pk"))
    return releases.filter(models.Q(made_by=user) | models.Q(pk__in=items.values("release_id")))
