"""Two people do the same at the same moment: one is first, the other is told so, and it is done once."""

import os
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry, WorkflowState

from news.editorial.models import Approval, Assignment
from news.editorial.newsroom import DESK_EDITOR, DUTY_EDITOR, REPORTER
from news.editorial.refusals import Refused
from news.models import ArticlePage
from news.publication.desk.registry import ACTIONS, perform
from news.publication.kills import kill
from news.publication.models import Kill
from news.publication.schedule import Clock
from tests import factories
from tests.news.admin.support import article_form, client_for, edit_url
from tests.news.editorial.support import act, fresh, submit
from tests.news.publication.at_once import at_once
from tests.news.publication.support import assert_in_step, events, is_public
from tests.news.publication.test_schedule import come_due, schedule

pytestmark = pytest.mark.usefixtures("newsroom", "on_disk")
ROUNDS = int(os.environ.get("ROUNDS", "5"))


def refusals_of(*acts: Callable[[], Any]) -> list[str]:
    """Do all of `acts` at the same moment; returns the codes of the refusals some of them met."""
    met: list[str] = []

    def told(one: Callable[[], Any]) -> Callable[[], None]:
        def run() -> None:
            try:
                one()
            except Refused as refusal:
                met.append(refusal.code)

        return run

    at_once(*map(told, acts))
    return met


def deciding(page: ArticlePage, by: Any, action: str = "approve") -> Callable[[], None]:
    """What a button of the review does, pressed on a page that both opened before either pressed it."""
    state = fresh(page).current_workflow_task_state
    task = state.task.specific
    return lambda: task.on_action(state, by, action, comment="")


def taking(page: ArticlePage, by: Any, name: str, **data: Any) -> Callable[[], None]:
    """What an action of the desk does."""
    seen = fresh(page)
    return lambda: perform(ACTIONS[name], seen, by, data)


def under_review() -> ArticlePage:
    """A story that waits at the desk."""
    page = factories.article("خبر ينظر فيه اثنان")
    submit(page, factories.user(REPORTER.name))
    return page


@pytest.mark.parametrize("second", ["approve", "reject"])
def test_a_step_is_decided_by_one(second: str) -> None:
    one, two = (factories.user(DESK_EDITOR.name) for _ in range(2))
    for _round in range(ROUNDS):
        page = under_review()
        assert refusals_of(deciding(page, one), deciding(page, two, second)) == ["already_decided"]
        assert Approval.objects.filter(page=page).count() <= 1
        steps = fresh(page).current_workflow_state.task_states
        assert steps.exclude(status="in_progress").count() == 1


def test_a_story_is_submitted_by_one() -> None:
    one, two = (factories.user(DESK_EDITOR.name) for _ in range(2))
    for _round in range(ROUNDS):
        page = factories.article("خبر يقدّمه اثنان")
        assert refusals_of(taking(page, one, "submit"), taking(page, two, "submit")) == ["under_review"]
        assert WorkflowState.objects.for_instance(page).count() == 1


def test_a_story_is_submitted_once_from_two_editors() -> None:
    clients = [client_for(factories.user(DESK_EDITOR.name)) for _ in range(2)]
    for _round in range(ROUNDS):
        page = factories.article("خبر يقدّمه محرران من نافذتيهما")
        form = article_form(page, "action-submit")
        at_once(*(partial(client.post, edit_url(page), form) for client in clients))
        assert WorkflowState.objects.for_instance(page).count() == 1


def test_the_final_approval_publishes_once() -> None:
    desk, *last = (factories.user(role.name) for role in (DESK_EDITOR, DUTY_EDITOR, DUTY_EDITOR))
    for _round in range(ROUNDS):
        page = under_review()
        act(page, desk)
        assert refusals_of(*(deciding(page, person) for person in last)) == ["already_decided"]
        assert (is_public(page), events(page)) == (True, ["published"])
    assert_in_step()


def test_two_relays_fire_one_schedule_once() -> None:
    for number in range(ROUNDS):
        page = factories.article(f"موعده الآن {number}")
        come_due(schedule(page, timezone.now() + timedelta(days=1)))
        at_once(Clock().fire, Clock().fire)
        assert (events(page), is_public(page)) == (["published"], True)
        log = PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled")
        assert log.count() == 1
    assert_in_step()


def test_a_story_is_claimed_by_one() -> None:
    one, two = (factories.user(DESK_EDITOR.name) for _ in range(2))
    for _round in range(ROUNDS):
        page = factories.article("لمن الخبر؟")
        met = refusals_of(*(taking(page, person, "claim") for person in (one, two)))
        assert met == ["assigned_other"]
        assert Assignment.objects.filter(page=page, ended_at__isnull=True).count() == 1


def test_killed_by_two_it_is_killed_once() -> None:
    one, two = (factories.user(DUTY_EDITOR.name) for _ in range(2))
    for _round in range(ROUNDS):
        page = factories.published("خبر يحذفه اثنان")
        given = {"reason": "طلب قضائي", "notice": "سُحب الخبر.", "all_locales": True, "redact": False}
        met = refusals_of(*(taking(page, person, "kill", **given) for person in (one, two)))
        assert met == ["killed"]
        assert Kill.objects.filter(group=page.translation_key).count() == 1
        assert PageLogEntry.objects.filter(page=page.pk, action="nashra.kill").count() == 1
        assert events(page) == ["published", "killed"]
    assert_in_step()


def test_breaking_news_of_two_goes_out_once() -> None:
    one, two = (factories.user(DUTY_EDITOR.name) for _ in range(2))
    for number in range(ROUNDS):
        page = factories.article(f"عاجل {number}", kind="brief")
        met = refusals_of(*(taking(page, person, "publish-breaking", until=None) for person in (one, two)))
        assert met == ["breaking_public"]
        assert Approval.objects.filter(page=page, kind=Approval.Kind.BREAKING).count() == 1
        assert PageLogEntry.objects.filter(page=page.pk, action="nashra.breaking.publish").count() == 1
        assert events(page) == ["published"]
    assert_in_step()


def test_two_ask_to_undo_a_kill_and_one_is_told_so() -> None:
    one, two = (factories.user(DUTY_EDITOR.name) for _ in range(2))
    for _round in range(ROUNDS):
        page = factories.published("حُذف خطأً")
        kill(page, notice="سُحب الخبر.", reason="طلب قضائي", by=one)
        asking = (taking(page, person, "ask-to-undo-kill", reason="خطأ") for person in (one, two))
        assert refusals_of(*asking) == ["undo_asked"]
        assert PageLogEntry.objects.filter(page=page.pk, action="nashra.kill.undo.ask").count() == 1
