"""Four eyes, by person: who may approve a step of a review."""

from datetime import datetime
from typing import Any

from wagtail.models import Page, PageLogEntry, Revision, Task, TaskState, WorkflowState

from news.editorial.fingerprint import fingerprint
from news.editorial.refusals import Refused

# What the log of a story calls a change of an image in it.
IMAGE_CHANGED = "nashra.refreshed"
UNFINISHED = (
    WorkflowState.STATUS_IN_PROGRESS,
    WorkflowState.STATUS_NEEDS_CHANGES,
    WorkflowState.STATUS_CANCELLED,
)


def refusal(task: Task, state: WorkflowState, page: Page, user: Any) -> str:
    """The code of the reason `user` may not approve this step, or an empty string."""
    if state.requested_by_id == user.pk or resubmitted(state, page, user):
        return "four_eyes_submitter"
    if approved_apart(task, state, user):
        return "four_eyes_approver"
    return "four_eyes_editor" if task.is_final and edited_since_publication(page, user) else ""


def resubmitted(state: WorkflowState, page: Page, user: Any) -> bool:
    """Whether `user` asked that this review go on, after it was sent back for changes."""
    asked = PageLogEntry.objects.filter(page=page.pk, action="wagtail.workflow.resume", user_id=user.pk)
    return asked.filter(timestamp__gte=state.created_at).exists()


def approved_apart(task: Task, state: WorkflowState, user: Any) -> bool:
    """Whether `user` approved a step of this run that takes another person than this one.

    The final step does from every other; the steps before it may be approved by one person. Steps are not
    always approved in their order: after an edit the earlier ones are asked again, last of all.
    """
    approved = state.task_states.filter(status=TaskState.STATUS_APPROVED, finished_by_id=user.pk)
    others = Task.objects.filter(pk__in=approved.exclude(task_id=task.pk).values("task_id"))
    return any(getattr(other, "is_final", True) or task.is_final for other in others.specific())


def edited_since_publication(page: Page, user: Any) -> bool:
    """Whether `user` saved other words, or changed an image in it, since the last approval that let it out.

    What Wagtail calls live is no measure: publishing without approval moves it, and autosave overwrites a
    revision in place. The time of a revision moves with every save.
    """
    approvals = page.approvals.filter(kind__in=("final", "import")).exclude(
        kind="final", workflow_state__status__in=UNFINISHED
    )
    last = approvals.order_by("-approved_at").values_list("approved_at", flat=True).first()
    revisions = page.revisions.filter(user_id=user.pk)
    # What readers see at once is nobody's to approve any more.
    pending = {"action": IMAGE_CHANGED, "data__public": False}
    images = PageLogEntry.objects.filter(page=page.pk, user_id=user.pk, **pending)
    if last:
        revisions, images = revisions.filter(created_at__gt=last), images.filter(timestamp__gt=last)
    return images.exists() or any(map(has_new_words, revisions))


def has_new_words(revision: Revision) -> bool:
    """Whether a revision says anything else than the one before it.

    To save is to make one, whether anything was changed or not.
    """
    page = revision.base_content_object
    before = page.revisions.filter(pk__lt=revision.pk).order_by("-pk").first()
    return before is None or fingerprint(before.as_object()) != fingerprint(revision.as_object())


def locked_page(state: WorkflowState) -> Page:
    """The page under review, its row locked until the transaction ends: nobody edits while it is judged."""
    return locked_row(state.object_id)


def locked_row(pk: Any) -> Page:
    """A page as it is now, its row locked until the transaction ends."""
    return Page.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk).specific


def edited_alone(page: Page, user: Any, since: datetime) -> bool:
    """Whether whatever was saved of `page` since a moment was saved by `user`, and something was."""
    savers = set(page.revisions.filter(created_at__gt=since).values_list("user_id", flat=True))
    return savers == {user.pk}


def check_current(task_state: TaskState, state: WorkflowState) -> None:
    """Raise `Refused` unless this step still waits for a decision; call it with the page's row locked."""
    task_state.refresh_from_db()
    state.refresh_from_db()
    waiting = task_state.status == TaskState.STATUS_IN_PROGRESS
    if not waiting or state.current_task_state_id != task_state.pk:
        raise Refused("already_decided")


def check_group(task: Task, user: Any) -> None:
    """Raise `Refused` unless `user` is one of those who decide this step."""
    if not (user.is_superuser or task.groups.filter(pk__in=user.groups.all()).exists()):
        raise Refused("not_in_group")


def check(task: Task, state: WorkflowState, page: Page, user: Any) -> None:
    """Raise `Refused` unless `user`, who is of its group, may approve this step of the review of `page`."""
    if code := refusal(task, state, page, user):
        raise Refused(code)
