"""The last step takes another person than those before it; all cover the same words, in any order."""

from typing import Any

import pytest

from news.editorial.four_eyes import edited_since_publication
from news.editorial.models import Approval, DeskReview
from news.editorial.newsroom import DESK_EDITOR, DUTY_EDITOR, REPORTER
from news.editorial.refusals import Refused
from news.models import ArticlePage
from tests import factories
from tests.news.editorial.support import act, edit, fresh, is_public, offered, press, refused, submit

pytestmark = pytest.mark.usefixtures("newsroom")


@pytest.fixture(params=[False, True], ids=["duty editor", "superuser"])
def last(request: pytest.FixtureRequest) -> Any:
    """Somebody who may approve either step."""
    return factories.user("" if request.param else DUTY_EDITOR.name, is_superuser=request.param)


def back_at_the_desk(final_approver: Any) -> tuple[ArticlePage, Any]:
    """A story edited after the desk approved it and then finally approved, and who approved at the desk.

    The desk is asked again.
    """
    reporter, desk, editor = (factories.user(role.name) for role in (REPORTER, DESK_EDITOR, DUTY_EDITOR))
    page = factories.article("كما قُدّم", user=reporter)
    submit(page, reporter)
    act(page, desk)
    edit(page, editor, title="كما عدّله محرر مناوب")
    act(page, final_approver)
    assert fresh(page).current_workflow_task.name == DeskReview.objects.get().name
    return page, desk


def test_the_desk_step_is_not_approved_by_who_gave_the_final_approval(last: Any) -> None:
    page, desk = back_at_the_desk(last)
    assert refused(page, last) == "four_eyes_approver"
    assert "approve" not in offered(page, last)
    assert "reject" in offered(page, last)
    act(page, desk)  # who approved this very step before reads the new words
    assert is_public(page)
    approved = Approval.objects.filter(page=page.pk, fingerprint=Approval.objects.latest("pk").fingerprint)
    assert set(approved.values_list("kind", "approved_by")) == {("final", last.pk), ("step", desk.pk)}


def test_nor_after_the_review_was_sent_back(last: Any) -> None:
    page, desk = back_at_the_desk(last)
    act(page, desk, "reject")
    state = fresh(page).current_workflow_state
    edit(page, state.requested_by, title="كما أُعيد تقديمه")
    state.resume(state.requested_by)
    assert refused(page, last) == "four_eyes_approver"
    act(page, desk)
    act(page, last)  # the final step again: the same person, the same step
    assert is_public(page)
    assert fresh(page).title == "كما أُعيد تقديمه"


def test_the_final_approval_is_not_given_by_who_approved_at_the_desk_of_this_run(last: Any) -> None:
    reporter, desk = factories.user(REPORTER.name), factories.user(DESK_EDITOR.name)
    page = factories.article(user=reporter)
    submit(page, reporter)
    act(page, last)
    act(page, factories.user(DUTY_EDITOR.name), "reject")
    edit(page, reporter, title="عنوان آخر")
    fresh(page).current_workflow_state.resume(reporter)
    assert refused(page, last) == "four_eyes_approver"
    act(page, factories.user(DUTY_EDITOR.name))
    act(page, desk)
    assert is_public(page)
    edit(page, reporter, title="عنوان ثالث")
    submit(page, reporter)  # another review, another count
    act(page, desk)
    act(page, last)
    assert fresh(page).title == "عنوان ثالث"


def test_a_desk_switched_off_is_missed(last: Any) -> None:
    reporter, desk = factories.user(REPORTER.name), factories.user(DESK_EDITOR.name)
    page = factories.article(user=reporter)
    submit(page, reporter)
    DeskReview.objects.get().deactivate()
    press(page, desk)
    assert fresh(page).current_workflow_task.specific.is_final
    assert refused(page, last) == "no_final_approval"
    DeskReview.objects.update(active=True)
    act(page, last)
    assert not is_public(page)
    act(page, desk)
    assert is_public(page)


def test_a_final_approval_is_refused_in_words_where_the_address_is_taken_by_now() -> None:
    reporter, desk, duty = (factories.user(role.name) for role in (REPORTER, DESK_EDITOR, DUTY_EDITOR))
    page = factories.published("الخبر الأول")
    edit(page, reporter, slug="عنوان-مطلوب")
    submit(page, reporter)
    act(page, desk)
    factories.published("الخبر الثاني", parent=page.get_parent(), slug="عنوان-مطلوب")
    before = fresh(page).current_workflow_task_state.pk
    with pytest.raises(Refused, match="not_valid"):
        act(page, duty)
    assert fresh(page).current_workflow_task_state.pk == before
    assert fresh(page).slug != "عنوان-مطلوب"


def test_saving_the_same_words_again_is_no_edit() -> None:
    editor = factories.user(DUTY_EDITOR.name)
    page = factories.article(user=factories.user(REPORTER.name))
    fresh(page).get_latest_revision_as_object().save_revision(user=editor)  # as the form does on a decision
    assert not edited_since_publication(fresh(page), editor)
    edit(page, editor, title="كلمات أخرى")
    assert edited_since_publication(fresh(page), editor)
