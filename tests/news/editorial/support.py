"""Drives a review as the admin's buttons do."""

from typing import Any

import pytest
from wagtail.models import Page, WorkflowState

from news.editorial.models import Approval, CopyEdit, DeskReview
from news.editorial.newsroom import DESK_EDITOR, DUTY_EDITOR, REPORTER
from news.editorial.refusals import Refused
from news.models import ArticlePage
from news.record.models import PublicState, PublishedDocument
from tests import factories


def fresh(page: Page) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


def is_public(page: ArticlePage) -> bool:
    return PublishedDocument.objects.filter(document_id=page.uuid, state=PublicState.LIVE).exists()


def submit(page: ArticlePage, by: Any) -> WorkflowState:
    """Submit a story as its own writer."""
    Page.objects.filter(pk=page.pk).update(owner=by)
    workflow = page.get_workflow()
    assert workflow is not None
    return workflow.start(fresh(page), by)


def press(page: ArticlePage, user: Any, action: str = "approve") -> None:
    """Do what one of the buttons of the admin does for this user."""
    task_state = fresh(page).current_workflow_task_state
    task_state.task.specific.on_action(task_state, user, action, comment="")


def act(page: ArticlePage, user: Any, action: str = "approve") -> None:
    """Press the button; who approves at the desk edits the copy as well, if that is asked next."""
    at_desk = isinstance(fresh(page).current_workflow_task, DeskReview)
    press(page, user, action)
    if at_desk and action == "approve" and isinstance(fresh(page).current_workflow_task, CopyEdit):
        press(page, user, action)


def offered(page: ArticlePage, user: Any) -> set[str]:
    """The buttons the admin offers this user."""
    task_state = fresh(page).current_workflow_task_state
    return {name for name, _label, _modal in task_state.task.specific.get_actions(fresh(page), user)}


def refused(page: ArticlePage, user: Any) -> str:
    """The code of the refusal that approving meets; it must have changed nothing."""
    before = fresh(page).current_workflow_task_state.pk, Approval.objects.count()
    with pytest.raises(Refused) as caught:
        press(page, user)
    assert (fresh(page).current_workflow_task_state.pk, Approval.objects.count()) == before
    assert not is_public(page)
    return caught.value.code


def edit(page: ArticlePage, by: Any, **fields: Any) -> None:
    draft = fresh(page).get_latest_revision_as_object()
    for name, value in (fields or {"standfirst": "تعديل"}).items():
        setattr(draft, name, value)
    draft.save_revision(user=by)


def people() -> tuple[Any, Any, Any]:
    """A reporter, a desk editor and a duty editor."""
    return tuple(factories.user(role.name) for role in (REPORTER, DESK_EDITOR, DUTY_EDITOR))


def approved_by(page: ArticlePage, *approvers: Any) -> None:
    """Submit as a reporter and have each of `approvers` approve a step."""
    submit(page, factories.user("Reporter"))
    for approver in approvers:
        act(page, approver)
