"""An editor saves a story while somebody else approves it: nothing of either is lost."""

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
from wagtail import hooks

from news.editorial.newsroom import DESK_EDITOR, DUTY_EDITOR, REPORTER
from news.models import ArticlePage
from tests import factories
from tests.news.admin.support import article_form, client_for, edit_url
from tests.news.publication.at_once import at_once
from tests.news.publication.support import assert_in_step, fresh, is_public
from tests.news.record.on_disk import on_disk

__all__ = ["on_disk"]
pytestmark = pytest.mark.usefixtures("newsroom", "on_disk")
PAUSE = 0.5  # seconds between what an editor's save reads and what it writes


@pytest.fixture
def slow_save() -> Iterator[Event]:
    """Saving in the admin takes its time between reading the page and writing it; set once it has read it."""
    read = Event()

    def pause(request: Any, page: Any) -> None:
        if request.method == "POST":
            read.set()
            Event().wait(PAUSE)

    with hooks.register_temporarily("before_edit_page", pause):
        yield read


def saving(page: ArticlePage, by: Any) -> Callable[[], None]:
    """What the editor's Save button does."""
    client, form = client_for(by), article_form(fresh(page), title="صياغة أخرى")

    def act() -> None:
        assert client.post(edit_url(page), form).status_code == 302

    return act


def decide(page: ArticlePage, by: Any) -> None:
    state = fresh(page).current_workflow_task_state
    state.task.specific.on_action(state, by, "approve", comment="")


def test_approved_while_somebody_saves(slow_save: Event) -> None:
    reporter, desk, duty, other = (
        factories.user(role.name) for role in (REPORTER, DESK_EDITOR, DUTY_EDITOR, DUTY_EDITOR)
    )
    page = factories.article("الصياغة الأولى", user=reporter)
    page.get_workflow().start(page, reporter)
    decide(page, desk)  # at the desk
    decide(page, desk)  # and the copy

    def approve() -> None:
        slow_save.wait(10)
        decide(page, duty)

    at_once(saving(page, other), approve)
    ended = fresh(page).current_workflow_state is None
    assert fresh(page).live == ended
    assert is_public(page) == ended
    assert fresh(page).get_latest_revision_as_object().title == "صياغة أخرى"
    assert_in_step()
