"""Assignments: whose a story is at the moment, and until when it is to be done."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page

from news.editorial.embargo import has_right
from news.editorial.four_eyes import locked_row
from news.editorial.refusals import Refused
from news.editorial.spikes import put_away
from news.models import ArticlePage
from news.models.permissions import may_write


class Assignment(models.Model):
    """A story is somebody's, who claimed it or was given it (`assigned_by`); one person's at a time.

    A row is kept when it is over: `ended_at` says when, and `ended_by` who ended it.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="assignments")
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    due = models.DateTimeField(_("due"), null=True)
    note = models.CharField(_("note"), max_length=255, blank=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    assigned_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=models.Q(ended_at__isnull=True), name="assigned_once"
            )
        ]
        indexes = [
            models.Index(fields=["due"], name="assignment_due", condition=models.Q(ended_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.assignee_id}"


def current() -> models.QuerySet[Assignment]:
    """The assignments that have not ended: whose stories are now."""
    return Assignment.objects.filter(ended_at__isnull=True)


def assignments_of(page_ids: Iterable[int]) -> dict[int, Assignment]:
    """Whose these pages are, by page id, for those that are somebody's; one query."""
    rows = current().filter(page_id__in=list(page_ids))
    return {row.page_id: row for row in rows.select_related("assignee")}


def assignment_of(page: Page) -> Assignment | None:
    """Whose this page is; None where it is nobody's. One query."""
    return assignments_of([page.pk]).get(page.pk)


@transaction.atomic
def claim(article: ArticlePage, *, by: Any, due: datetime | None = None, note: str = "") -> Assignment:
    """Take a story that is nobody's.

    Raises Refused unless `by` may edit it or decides its present step, and where it is somebody's already.
    """
    page = locked_row(article.pk)
    if not may_write(page, by):
        raise Refused("not_allowed")
    if current := assignment_of(page):
        raise Refused("assigned_mine" if current.assignee_id == by.pk else "assigned_other")
    return give(page, by, due, note, by)


@transaction.atomic
def assign(
    article: ArticlePage, *, assignee: Any, by: Any, due: datetime | None = None, note: str = ""
) -> Assignment:
    """Give a story to somebody, whoever had it before.

    Raises Refused unless `by` may edit the stories of others here, and `assignee` may edit this one or
    decides its present step.
    """
    page = locked_row(article.pk)
    if not has_right(page, by, "change"):
        raise Refused("not_allowed")
    if not may_write(page, assignee):
        raise Refused("assignee_cannot")
    if current := assignment_of(page):
        end(current, by=by)
    return give(page, assignee, due, note, by)


@transaction.atomic
def release(article: ArticlePage, *, by: Any) -> Assignment:
    """Make a story nobody's.

    Raises Refused where nobody has it, and unless it is `by`'s own or `by` may edit the stories of others.
    """
    page = locked_row(article.pk)
    current = assignment_of(page)
    if current is None:
        raise Refused("assigned_none")
    if not (current.assignee_id == by.pk or has_right(page, by, "change")):
        raise Refused("not_allowed")
    end(current, by=by)
    log(page, "nashra.assignment.release", user=by, data={"assignee": current.assignee.get_username()})
    return current


def give(page: Page, assignee: Any, due: datetime | None, note: str, by: Any) -> Assignment:
    """Make a story somebody's; the row of the page is locked. Raises Refused."""
    if due and due <= timezone.now():
        raise Refused("due_past")
    if away := put_away(page):
        raise Refused(away)
    row = Assignment.objects.create(
        page_id=page.pk, assignee=assignee, due=due, note=note.strip(), assigned_by=by
    )
    action = "nashra.assignment.claim" if assignee.pk == by.pk else "nashra.assignment.assign"
    data = {
        "assignee": assignee.get_username(),
        "assignee_id": assignee.pk,
        "due": due and due.isoformat(),
        "note": row.note,
    }
    log(page, action, user=by, data=data)
    return row


def end(row: Assignment, *, by: Any) -> None:
    """Note that an assignment is over."""
    row.ended_at, row.ended_by = timezone.now(), by
    row.save(update_fields=["ended_at", "ended_by"])
