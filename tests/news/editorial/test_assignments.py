"""Whose a story is: who may take it, give it, and give it back, and when that ends by itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry

from news.editorial.assignments import assign, assignment_of, claim, release
from news.editorial.models import Assignment
from news.editorial.refusals import Refused
from news.editorial.spikes import spike
from news.models import ArticlePage
from tests import factories
from tests.news.editorial.support import act, press, submit

pytestmark = pytest.mark.usefixtures("newsroom")


def code_of(call: Any, *args: Any, **fields: Any) -> str:
    """The code of the refusal a call meets; whose the stories are must not have changed."""
    before = list(Assignment.objects.values())
    with pytest.raises(Refused) as caught:
        call(*args, **fields)
    assert list(Assignment.objects.values()) == before
    return caught.value.code


def whose(page: ArticlePage) -> Any:
    row = assignment_of(page)
    return row and row.assignee


def test_a_story_is_claimed_once_handed_over_and_released() -> None:
    page, desk, copy = factories.article(), factories.user("Desk editor"), factories.user("Copy editor")
    due = timezone.now() + timedelta(hours=2)
    claim(page, by=desk, due=due, note="قبل نشرة السادسة")
    row = Assignment.objects.get()
    assert (row.assignee, row.assigned_by, row.due, row.note) == (desk, desk, due, "قبل نشرة السادسة")
    assert code_of(claim, page, by=desk) == "assigned_mine"
    assert code_of(claim, page, by=copy) == "assigned_other"
    assign(page, assignee=copy, by=desk)
    assert whose(page) == copy
    release(page, by=copy)
    assert whose(page) is None
    assert code_of(release, page, by=copy) == "assigned_none"
    logged = PageLogEntry.objects.filter(page=page.pk, action__startswith="nashra.assignment")
    actions = logged.order_by("pk").values_list("action", flat=True)
    assert [action.rpartition(".")[2] for action in actions] == ["claim", "assign", "release"]


def test_a_reporter_takes_a_story_of_their_own_and_gives_none_away() -> None:
    reporter, other = factories.user("Reporter"), factories.user("Reporter")
    own, others = factories.article(user=reporter), factories.article(user=other)
    claim(own, by=reporter)
    assert code_of(claim, others, by=reporter) == "not_allowed"
    assert code_of(assign, own, assignee=other, by=reporter) == "not_allowed"
    claim(others, by=other)
    assert code_of(release, others, by=reporter) == "not_allowed"
    release(own, by=reporter)


def test_a_story_is_given_to_nobody_who_can_do_nothing_with_it() -> None:
    page, desk = factories.article(), factories.user("Desk editor")
    left = factories.user("Desk editor", is_active=False)
    for person in (factories.user("Reporter"), factories.user("Reviewer"), factories.user(), left):
        assert code_of(assign, page, assignee=person, by=desk) == "assignee_cannot"


def test_who_decides_its_step_may_be_given_it() -> None:
    page = factories.article(kind="opinion", bylines=[factories.author()])
    lawyer, desk = factories.user("Legal"), factories.user("Desk editor")
    assert code_of(claim, page, by=lawyer) == "not_allowed"
    submit(page, factories.user("Reporter"))
    act(page, desk)
    assign(page, assignee=lawyer, by=desk)
    assert whose(page) == lawyer
    press(page, lawyer)
    assert whose(page) is None


@pytest.mark.parametrize("end", ["publish", "spike"])
def test_it_ends_with_the_work(end: str) -> None:
    page, desk = factories.article(), factories.user("Desk editor")
    claim(page, by=desk)
    factories.publish(page) if end == "publish" else spike(page, reason="لا خبر", by=desk)
    assert whose(page) is None
    if end == "spike":
        assert code_of(claim, page, by=desk) == "spiked"


def test_a_decision_of_somebody_else_leaves_it() -> None:
    page, desk, duty = factories.article(), factories.user("Desk editor"), factories.user("Duty editor")
    submit(page, factories.user("Reporter"))
    claim(page, by=duty)
    press(page, desk)
    assert whose(page) == duty


def test_it_is_due_in_the_future() -> None:
    page, desk = factories.article(), factories.user("Desk editor")
    assert code_of(claim, page, by=desk, due=timezone.now()) == "due_past"
