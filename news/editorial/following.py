"""What follows from what a story's log says was done: assignments end, and people are told."""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import PageLogEntry

from news.editorial.assignments import Assignment, end

# A story that is public, put away or killed is to be worked on by nobody in particular any more.
DONE_WITH = ("wagtail.publish", "wagtail.publish.scheduled", "nashra.spike", "nashra.kill")
DECIDED = ("wagtail.workflow.approve", "wagtail.workflow.reject")


def connect() -> None:
    """Connect the receiver; connecting twice is harmless."""
    post_save.connect(logged, sender=PageLogEntry)


def logged(sender: Any, instance: PageLogEntry, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Something was done to a page and noted, in the same transaction where there is one."""
    if raw or not created:
        return
    end_assignment(instance)


def end_assignment(entry: PageLogEntry) -> None:
    """End the assignment of a story that is done with, or whose step its assignee has decided."""
    rows = Assignment.objects.filter(page_id=entry.page_id, ended_at__isnull=True)
    if entry.action in DECIDED:
        rows = rows.filter(assignee_id=entry.user_id)
    elif entry.action not in DONE_WITH:
        return
    for row in rows:
        end(row, by=entry.user)
