"""Notices: what people are told of stories, in the admin and by mail."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from news.editorial.knowing import known_stories, who_know
from news.editorial.mails import send_notices


class Notice(models.Model):
    """Somebody is told what `by`, or nobody in particular, did; `words` are what was written."""

    class What(models.TextChoices):
        """What happened."""

        SENT_BACK = "sent_back", _("Sent back")
        APPROVED = "approved", _("Step approved")
        SCHEDULED = "scheduled", _("Scheduled")
        PUBLISHED = "published", _("Published")
        KILLED = "killed", _("Killed")
        EMBARGO_BROKEN = "embargo_broken", _("Embargo broken")
        ASSIGNED = "assigned", _("Assigned to you")
        MENTIONED = "mentioned", _("You were mentioned")
        DECLINED = "declined", _("Translation declined")
        SOURCE_CORRECTED = "source_corrected", _("Source corrected")
        PULLED = "pulled", _("Translation pulled")
        RELEASE_FAILED = "release_failed", _("Release held back")

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=16, choices=What.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(fields=["recipient", "-at"], name="notice_newest"),
            models.Index(
                fields=["recipient"], name="notice_unread", condition=models.Q(read_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_id}: {self.what} {self.page_id}"

    @property
    def sentence(self) -> str:
        """What happened, for people, in the active language."""
        return str(SENTENCES[self.what]) % {"title": self.page.draft_title}


SENTENCES: dict[str, Promise | str] = {
    Notice.What.SENT_BACK: _("“%(title)s” was sent back"),
    Notice.What.APPROVED: _("A step of the review of “%(title)s” was approved"),
    Notice.What.SCHEDULED: _("“%(title)s” was scheduled"),
    Notice.What.PUBLISHED: _("“%(title)s” was published"),
    Notice.What.KILLED: _("“%(title)s” was killed"),
    Notice.What.EMBARGO_BROKEN: _("The embargo on “%(title)s” was broken"),
    Notice.What.ASSIGNED: _("“%(title)s” was assigned to you"),
    Notice.What.MENTIONED: _("You were mentioned in “%(title)s”"),
    Notice.What.DECLINED: _("The translation “%(title)s” was declined"),
    Notice.What.SOURCE_CORRECTED: _("The source of “%(title)s” was corrected"),
    Notice.What.PULLED: _("“%(title)s” was taken down, for its source was retracted"),
    Notice.What.RELEASE_FAILED: _("A release did not go out because of “%(title)s”"),
}


def tell(page: Page, what: str, recipients: Iterable[Any], *, by: Any, words: str = "") -> list[Notice]:
    """Tell those of `recipients` who may know the story, but for who did it; returns what was told."""
    people = {person.pk: person for person in recipients if person and person.pk != getattr(by, "pk", None)}
    return Notice.objects.bulk_create(
        Notice(recipient=person, page_id=page.pk, what=what, by=by, words=words)
        for person in who_know(people.values(), page)
    )


def mail(notices: Iterable[Notice], but: Iterable[int] = ()) -> None:
    """Send mails of these once they are committed, but not to people of these ids, whom Wagtail mails."""
    already = set(but)
    if keys := [one.pk for one in notices if one.recipient_id not in already]:
        transaction.on_commit(lambda: send_notices(keys), robust=True)


def notices_of(person: Any) -> QuerySet[Notice]:
    """What this person was told, newest first, of stories they may still know of."""
    known = known_stories(person).order_by().values("pk")
    return Notice.objects.filter(recipient=person, page_id__in=known).order_by("-at", "-pk")


def unread(person: Any) -> QuerySet[Notice]:
    """What of it this person has not read yet."""
    return notices_of(person).filter(read_at__isnull=True)


def has_unread(person: Any) -> bool:
    """Whether there may be something new for this person; one query, which asks nothing of rights."""
    return Notice.objects.filter(recipient=person, read_at__isnull=True).exists()


def mark_read(person: Any, pk: int | None = None) -> int:
    """Note that this person has read one notice, or all; returns how many that were."""
    rows = Notice.objects.filter(recipient=person, read_at__isnull=True)
    return (rows if pk is None else rows.filter(pk=pk)).update(read_at=timezone.now())
