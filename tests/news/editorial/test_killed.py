"""Nobody works on a killed story: it is neither reviewed nor anybody's, and nothing is made from it."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import WorkflowState

from news.editorial.assignments import assign, claim
from news.editorial.models import Approval, Assignment, Spike
from news.editorial.refusals import Refusal, Refused
from news.editorial.spikes import restore, spike
from news.models import ArticlePage
from news.publication.desk.registry import offered
from news.publication.kills import kill
from tests import factories
from tests.news.admin.support import article_form, client_for, edit_url
from tests.news.editorial.support import fresh, press, submit
from tests.news.editorial.support import offered as buttons

pytestmark = pytest.mark.usefixtures("newsroom")
WORK = ("submit", "claim", "assign", "spike")


def killed(page: ArticlePage) -> ArticlePage:
    kill(page, notice="سُحب الخبر.", reason="شهادة مكذوبة", by=None)
    return fresh(page)


@pytest.fixture
def desk() -> Any:
    return factories.user("Desk editor")


def test_no_work_on_it_is_offered(desk: Any) -> None:
    page = factories.article("خبر كاذب")
    before = offered(page, desk)
    assert {before[name] for name in WORK} == {None}
    found = offered(killed(page), desk)
    assert [found[name] for name in WORK] == [Refusal("killed")] * len(WORK)


@pytest.mark.parametrize(
    "work",
    [
        submit,
        lambda page, person: claim(page, by=person),
        lambda page, person: assign(page, assignee=person, by=person),
        lambda page, person: spike(page, reason="مكرر", by=person),
    ],
)
def test_what_is_tried_past_the_desk_is_refused(work: Callable[[ArticlePage, Any], Any], desk: Any) -> None:
    page = killed(factories.article("خبر كاذب"))
    with pytest.raises(Refused, match="killed"):
        work(page, desk)
    assert [made.objects.count() for made in (Assignment, Spike, WorkflowState)] == [0, 0, 0]


def test_it_is_not_approved(desk: Any) -> None:
    page = factories.article("خبر كاذب")
    submit(page, factories.user("Reporter"))
    assert "approve" in buttons(page, desk)
    killed(page)
    assert "approve" not in buttons(page, desk)
    assert offered(fresh(page), desk)["approve"] == Refusal("killed")
    with pytest.raises(Refused, match="killed"):
        press(page, desk)
    assert not Approval.objects.exists()


def test_what_was_sent_back_is_not_submitted_again(desk: Any) -> None:
    reporter = factories.user("Reporter")
    page = factories.article("خبر كاذب", user=reporter)
    submit(page, reporter)
    press(page, desk, "reject")
    killed(page)
    client_for(reporter).post(edit_url(page), article_form(page, "action-submit", title="صياغة أخرى"))
    assert fresh(page).current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES


def test_a_spiked_story_is_neither_copied_nor_translated(desk: Any) -> None:
    page = factories.article("مسودة محفوظة")
    section = page.get_parent().specific
    factories.section(locale="en", translation_key=section.translation_key)
    spike(page, reason="قانوني", by=desk)
    for copy in (
        lambda: page.copy(update_attrs={"slug": "نسخة"}),
        lambda: section.copy(recursive=True, update_attrs={"slug": "نسخة"}),
        lambda: page.copy_for_translation(factories.home("en").locale),
    ):
        with pytest.raises(Refused, match="spiked_copy"):
            copy()
    assert ArticlePage.objects.get() == page
    restore(page, by=desk)
    assert page.copy(update_attrs={"slug": "نسخة"}).pk != page.pk
