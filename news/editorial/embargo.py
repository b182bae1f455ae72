"""Embargoes: until when nobody may publish a story, in any language."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page

from news.editorial.refusals import Refusal, Refused
from news.models import ArticlePage
from news.record.models import PublicState, PublishedDocument


class Embargo(models.Model):
    """A story, in all its languages, may not be public before `until`; never, where that is empty.

    It stands beside the pages, not in their revisions, so that no old revision takes it away. A row is kept
    when the embargo ends: `ended_at` says when, `ended_by` who broke it and `reason` why; where time ended
    it, or a longer one took its place, nobody did.
    """

    group = models.UUIDField(_("story"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    note = models.CharField(_("whose embargo it is"), max_length=255, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    set_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(blank=True)
    inherited_from = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.SET_NULL, related_name="heirs"
    )

    class Meta:
        verbose_name = _("embargo")
        verbose_name_plural = _("embargoes")
        constraints = [
            models.UniqueConstraint(
                fields=["group"], condition=models.Q(ended_at__isnull=True), name="embargo_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} until {self.until or 'lifted'}"

    def refusal(self) -> Refusal:
        """What publishing the story now is answered with."""
        return Refusal("embargoed", {"until": self.until}) if self.until else Refusal("embargoed_open")


def lasting(at: datetime) -> models.QuerySet[Embargo]:
    """The embargoes that forbid publishing at a moment."""
    until = models.Q(until__isnull=True) | models.Q(until__gt=at)
    return Embargo.objects.filter(until, ended_at__isnull=True)


def in_force(groups: Iterable[UUID], at: datetime | None = None) -> dict[UUID, Embargo]:
    """The embargoes that forbid publishing these stories at a moment, now if none is given; one query."""
    rows = lasting(at or timezone.now()).filter(group__in=set(groups))
    return {row.group: row for row in rows}


@transaction.atomic
def set_embargo(article: ArticlePage, *, until: datetime | None, by: Any, note: str = "") -> Embargo:
    """Put the story under embargo in every language, or prolong the one it is under, for its copies too.

    Raises Refused where `by` may not edit the stories of others here, where it would end in the past or
    sooner than the one in force, and where the story is public already.
    """
    if not has_right(article, by, "change"):
        raise Refused("not_allowed")
    if until and until <= timezone.now():
        raise Refused("embargo_past")
    group = lock_group(article)
    public = PublishedDocument.objects.filter(group=group, type="article", state=PublicState.LIVE)
    if public.exists():
        raise Refused("embargo_public")
    former = Embargo.objects.filter(group=group, ended_at__isnull=True).first()
    if former and (former.until is None or (until and until < former.until)):
        raise Refused("embargo_shorter")
    if former:
        end(former, by=None, reason="")
    embargo = Embargo.objects.create(
        group=group, until=until, note=note, set_by=by, inherited_from=former and former.inherited_from
    )
    if former:
        pass_on(former, embargo, embargo)
    log_set(article, embargo)
    return embargo


def pass_on(former: Embargo, source: Embargo, longer: Embargo) -> None:
    """Make the embargoes that copies inherited from `former`, and that still stand, last as long as `longer`.

    From then on they are inherited from `source`. Copies of copies are reached too, past what was broken.
    """
    for heir in former.heirs.order_by("pk"):
        lock_story(heir.group)
        standing = lasting(timezone.now()).filter(pk=heir.pk).first()
        pass_on(heir, prolonged(standing, source, longer) if standing else source, longer)


def prolonged(heir: Embargo, source: Embargo, longer: Embargo) -> Embargo:
    """The embargo of a copy, inherited from `source`, once it lasts at least as long as `longer`."""
    if heir.until is None or (longer.until and heir.until >= longer.until):
        heir.inherited_from = source
        heir.save(update_fields=["inherited_from"])
        return heir
    end(heir, by=None, reason="")
    embargo = Embargo.objects.create(
        group=heir.group, until=longer.until, note=heir.note, set_by=longer.set_by, inherited_from=source
    )
    for article in ArticlePage.objects.filter(translation_key=heir.group).order_by("pk")[:1]:
        log_set(article, embargo)
    return embargo


def log_set(article: ArticlePage, embargo: Embargo) -> None:
    """Note in the history of a story under which embargo it is now."""
    data = {"until": embargo.until and embargo.until.isoformat(), "note": embargo.note}
    log(article, "nashra.embargo.set", user=embargo.set_by, data=data)


@transaction.atomic
def break_embargo(article: ArticlePage, *, reason: str, by: Any) -> Embargo:
    """End the embargo of a story before its time, which publishes nothing by itself; returns its row.

    Raises Refused where `by` may not publish it in every language, gives no reason, or there is no embargo.
    """
    if not reason.strip():
        raise Refused("reason_required")
    group = lock_group(article)
    if not has_right_everywhere(article, by, "publish"):
        raise Refused("not_allowed")
    embargo = in_force([group]).get(group)
    if embargo is None:
        raise Refused("embargo_none")
    end(embargo, by=by, reason=reason.strip())
    data = {"until": embargo.until and embargo.until.isoformat(), "reason": embargo.reason}
    log(article, "nashra.embargo.break", user=by, data=data)
    return embargo


def end_over(now: datetime) -> list[UUID]:
    """End the embargoes whose time is over; returns their stories."""
    with transaction.atomic():
        over = Embargo.objects.select_for_update(no_key=True, of=("self",))
        rows = list(over.filter(ended_at__isnull=True, until__lte=now).order_by("pk"))
        for row in rows:
            row.ended_at = row.until
            row.save(update_fields=["ended_at"])
    return [row.group for row in rows]


def inherit(original: ArticlePage, copy: ArticlePage) -> None:
    """Put a copy of an embargoed story under the same embargo: it is the same news."""
    if original.translation_key == copy.translation_key:
        return
    for row in Embargo.objects.filter(group=original.translation_key, ended_at__isnull=True):
        Embargo.objects.create(
            group=copy.translation_key, until=row.until, note=row.note, set_by=row.set_by, inherited_from=row
        )


def end(embargo: Embargo, *, by: Any, reason: str) -> None:
    """Note that an embargo is over."""
    embargo.ended_at, embargo.ended_by, embargo.reason = timezone.now(), by, reason
    embargo.save()


def lock_group(article: ArticlePage) -> UUID:
    """Lock the story's pages in every language, as publishing does; returns the story's group."""
    group: UUID = article.translation_key
    lock_story(group)
    return group


def lock_story(group: UUID) -> None:
    """Lock the pages of a story in every language."""
    lock_stories([group])


def lock_stories(groups: Iterable[UUID]) -> None:
    """Lock the pages of these stories in every language, in the order of their ids."""
    pks = ArticlePage.objects.filter(translation_key__in=set(groups)).values_list("pk", flat=True)
    pages = Page.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=list(pks))
    list(pages.order_by("pk").values_list("pk"))


def has_right(article: ArticlePage, user: Any, right: str) -> bool:
    """Whether `user` may `change` or `publish` what others wrote where `article` stands."""
    tester = article.permissions_for_user(user)
    return user.is_active and (user.is_superuser or right in tester.permissions)


def has_right_everywhere(article: ArticlePage, user: Any, right: str) -> bool:
    """Whether `user` may do so where the story stands in each of its languages; one query of its pages."""
    pages = ArticlePage.objects.filter(translation_key=article.translation_key)
    return all(has_right(page, user, right) for page in pages)
