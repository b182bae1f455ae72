"""Review: submitting, approving, sending back."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, WorkflowState

from news.editorial import four_eyes
from news.editorial.embargo import has_right
from news.editorial.refusals import Refusal, Refused
from news.editorial.spikes import is_spiked, restore, spike
from news.models import ArticlePage
from news.models.permissions import may_write
from news.publication.desk.base import Action, Data, is_not_killed, no, put_away
from news.publication.desk.forms import CommentForm, OptionalCommentForm, ReasonForm

BACK = (WorkflowState.STATUS_NEEDS_CHANGES,)


def waiting(article: ArticlePage) -> Any:
    """The step that waits for a decision; None where no review is under way."""
    state = article.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        return None
    return state.current_task_state


def cannot_submit(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether it may be submitted now; what it lacks is asked when it is."""
    if not may_write(article, by):
        return no("not_allowed")
    if waiting(article):
        return no("under_review")
    if found := put_away(article, by):
        return found
    return None if article.get_workflow() else no("no_workflow")


@transaction.atomic
def submit(article: ArticlePage, by: Any, data: Data) -> None:
    """Begin its review, or go on with it after changes; raises `Refused` to who comes second."""
    page = four_eyes.locked_row(article.pk)
    if found := cannot_submit(page, by):
        raise Refused(found)
    state = page.current_workflow_state
    if state and state.status in BACK:
        state.resume(by)
    else:
        page.get_workflow().start(page, by)


def cannot_decide(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether this person belongs to the step that waits."""
    step = waiting(article)
    if step is None:
        return no("not_under_review")
    members = step.task.specific.groups.filter(pk__in=by.groups.all())
    return None if by.is_superuser or members.exists() else no("not_in_group")


def cannot_approve(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether this person may approve the step that waits."""
    if found := cannot_decide(article, by) or is_not_killed(article, by):
        return found
    step = waiting(article)
    code = four_eyes.refusal(step.task.specific, step.workflow_state, Page.objects.get(pk=article.pk), by)
    return no(code) if code else None


def decide(action: str) -> Any:
    """What takes one decision on the step that waits."""

    def run(article: ArticlePage, by: Any, data: Data) -> None:
        step = waiting(article)
        if step is None:
            raise Refused("not_under_review")
        step.task.specific.on_action(step, by, action, comment=data.get("comment", ""))

    return run


def cannot_cancel(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether this person may take it out of review."""
    state = article.current_workflow_state
    if state is None:
        return no("not_under_review")
    allowed = state.user_can_cancel(by) or has_right(article, by, "publish")
    return None if allowed else no("not_allowed")


def cancel(article: ArticlePage, by: Any, data: Data) -> None:
    """Take it out of review."""
    article.current_workflow_state.cancel(user=by)


def cannot_put_away(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether this person may spike it now."""
    if not article.permissions_for_user(by).can_put_away():
        return no("not_allowed")
    if article.live:
        return no("spike_live")
    return put_away(article, by)


def cannot_restore(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether this person may take it back."""
    if not article.permissions_for_user(by).can_put_away():
        return no("not_allowed")
    return None if is_spiked(article) else no("not_spiked")


ACTIONS = (
    Action("submit", _("Submit for review"), _("It was submitted for review."), cannot_submit, submit),
    Action(
        "approve", _("Approve"), _("You approved it."), cannot_approve, decide("approve"), OptionalCommentForm
    ),
    Action(
        "request-changes",
        _("Request changes"),
        _("It went back to its author."),
        cannot_decide,
        decide("reject"),
        CommentForm,
    ),
    Action("cancel", _("Take out of review"), _("It is no longer under review."), cannot_cancel, cancel),
    Action(
        "spike",
        _("Spike"),
        _("It was put away."),
        cannot_put_away,
        lambda article, by, data: spike(article, by=by, **data),
        ReasonForm,
        "folder-inverse",
    ),
    Action(
        "restore",
        _("Restore"),
        _("It is a draft again."),
        cannot_restore,
        lambda article, by, data: restore(article, by=by),
        icon="history",
    ),
)
