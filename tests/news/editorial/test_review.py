"""A review from the reporter's desk to the reader, and everybody who may not approve it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation
from wagtail.models import TaskState, WorkflowState

from news.editorial.models import Approval, FinalApproval
from news.editorial.newsroom import DESK_EDITOR, DUTY_EDITOR, REPORTER
from news.editorial.refusals import MESSAGES, Refused
from news.models import ArticlePage
from news.publication.gate import judge
from news.publication.schedule import Clock
from tests import factories
from tests.news.editorial.support import (
    act,
    approved_by,
    edit,
    fresh,
    is_public,
    offered,
    people,
    press,
    refused,
    submit,
)

pytestmark = pytest.mark.usefixtures("newsroom")


def test_a_story_goes_from_reporter_to_reader() -> None:
    reporter, desk, duty = people()
    page = factories.article("افتتاح الرصيف", user=reporter, tags=["شحن"], bylines=[factories.author()])
    state = submit(page, reporter)
    assert offered(page, reporter) == set()
    assert "approve" in offered(page, desk)
    assert refused(page, reporter) == "not_in_group"
    act(page, desk)
    assert not is_public(page)
    assert offered(page, desk) == set()
    assert refused(page, desk) == "not_in_group"
    act(page, duty)
    assert is_public(page)
    state.refresh_from_db()
    assert state.status == WorkflowState.STATUS_APPROVED
    kinds = Approval.objects.filter(page=page.pk).order_by("pk").values_list("kind", "approved_by")
    assert list(kinds) == [("step", desk.pk), ("step", desk.pk), ("final", duty.pk)]
    assert fresh(page).live_revision_id == fresh(page).latest_revision_id


def test_sent_back_is_not_approved() -> None:
    reporter, desk, _duty = people()
    page = factories.article(user=reporter)
    state = submit(page, reporter)
    act(page, desk, "reject")
    state.refresh_from_db()
    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert not Approval.objects.exists()
    state.resume(reporter)
    press(page, desk)
    assert Approval.objects.get().kind == Approval.Kind.STEP


def test_who_asks_that_a_review_goes_on_approves_nothing_of_it() -> None:
    reporter, desk, duty = people()
    page = factories.article(user=reporter)
    state = submit(page, reporter)
    act(page, desk, "reject")
    edit(page, desk, standfirst="سطر كتبه المكتب")
    state.refresh_from_db()
    state.resume(desk)
    assert refused(page, desk) == "four_eyes_submitter"
    assert "approve" not in offered(page, desk)
    act(page, factories.user("Desk editor"))
    act(page, duty)
    assert is_public(page)


def duty_editor_submits(page: ArticlePage, user: Any, other: Any) -> None:
    submit(page, user)


def duty_editor_submits_and_desk_approves(page: ArticlePage, user: Any, other: Any) -> None:
    submit(page, user)
    act(page, other)


def one_person_approves_both(page: ArticlePage, user: Any, other: Any) -> None:
    submit(page, other)
    act(page, user)


def edited_before(page: ArticlePage, user: Any, other: Any) -> None:
    edit(page, user)
    edit(page, other)
    submit(page, other)
    act(page, factories.user(DESK_EDITOR.name))


def edited_in_between(page: ArticlePage, user: Any, other: Any) -> None:
    submit(page, other)
    edit(page, user)
    edit(page, other)
    act(page, factories.user(DESK_EDITOR.name))


REFUSALS: list[tuple[Callable[[ArticlePage, Any, Any], None], str]] = [
    (duty_editor_submits, "four_eyes_submitter"),
    (duty_editor_submits_and_desk_approves, "four_eyes_submitter"),
    (one_person_approves_both, "four_eyes_approver"),
    (edited_before, "four_eyes_editor"),
    (edited_in_between, "four_eyes_editor"),
]


@pytest.mark.parametrize("superuser", [False, True], ids=["duty editor", "superuser"])
@pytest.mark.parametrize(("story", "code"), REFUSALS)
def test_nobody_approves_their_own_work(story: Callable[..., None], code: str, superuser: bool) -> None:
    user = factories.user("" if superuser else DUTY_EDITOR.name, is_superuser=superuser)
    other = factories.user(DESK_EDITOR.name)
    page = factories.article(user=factories.user(REPORTER.name))
    story(page, user, other)
    assert refused(page, user) == code
    assert "approve" not in offered(page, user)
    with translation.override("en"):
        assert str(MESSAGES[code]) == Refused(code).message
    stranger = factories.user("", is_superuser=True)
    act(page, stranger)


def test_the_last_approver_needs_no_right_to_publish() -> None:
    reporter, desk, duty = people()
    page = factories.article(user=reporter)
    section = page.get_parent()
    for group in duty.groups.all():
        group.page_permissions.filter(permission__codename="publish_page").delete()
    submit(page, reporter)
    act(page, desk)
    assert not page.permissions_for_user(duty).can_publish()
    act(page, duty)
    assert is_public(page)
    assert section.live


def test_editing_before_publication_does_not_bar_from_approving_after_it() -> None:
    reporter, desk, duty = people()
    page = factories.article(user=reporter)
    edit(page, duty)
    factories.publish(fresh(page))
    edit(page, reporter, title="تحديث")
    submit(page, reporter)
    act(page, desk)
    act(page, duty)
    assert fresh(page).title == "تحديث"


def test_what_is_edited_under_review_is_read_again_by_all() -> None:
    reporter, desk, duty = people()
    page = factories.article("كما قُدّم", user=reporter)
    submit(page, reporter)
    act(page, desk)
    edit(page, reporter, title="كما عُدّل")
    act(page, duty)
    assert not is_public(page)  # the desk has not seen these words
    act(page, factories.user(DESK_EDITOR.name))
    assert is_public(page)
    assert fresh(page).title == "كما عُدّل"


def test_what_is_overwritten_after_the_last_approval_is_not_published() -> None:
    reporter, desk, duty = people()
    page = factories.article("كما وُوفق عليه", user=reporter)
    submit(page, reporter)
    act(page, desk)
    edit(page, reporter, title="بعد قراءة القسم")
    act(page, duty)
    draft = fresh(page).get_latest_revision_as_object()
    draft.title = "لم يوافق عليه أحد"
    draft.save_revision(user=reporter, overwrite_revision=fresh(page).latest_revision)
    press(page, desk)
    assert refused(page, desk) == "no_final_approval"


def test_a_step_switched_off_publishes_nothing() -> None:
    reporter, desk, _duty = people()
    page = factories.article(user=reporter)
    submit(page, reporter)
    final = FinalApproval.objects.get(translationreview=None)
    final.active = False
    final.save()
    press(page, desk)
    assert refused(page, desk) == "no_final_approval"


def test_switching_a_step_off_under_review_publishes_nothing() -> None:
    reporter, desk, _duty = people()
    page = factories.article(user=reporter)
    submit(page, reporter)
    act(page, desk)
    with pytest.raises(Refused) as caught:
        FinalApproval.objects.get(translationreview=None).deactivate()
    assert caught.value.code == "no_final_approval"
    assert not is_public(page)
    assert FinalApproval.objects.get(translationreview=None).active


def test_an_approved_story_waits_for_its_moment() -> None:
    reporter, desk, duty = people()
    page = factories.article(user=reporter)
    edit(page, reporter, go_live_at=timezone.now() + timedelta(days=1))
    submit(page, reporter)
    act(page, desk)
    act(page, duty)
    assert (fresh(page).live, is_public(page)) == (False, False)
    revision = fresh(page).latest_revision
    assert revision.approved_go_live_at is not None
    past = timezone.now() - timedelta(seconds=1)
    type(revision).objects.filter(pk=revision.pk).update(
        approved_go_live_at=past, content={**revision.content, "go_live_at": past.isoformat()}
    )
    assert Clock().fire() == 1
    assert is_public(page)


def test_an_approval_of_another_run_counts_only_for_the_same_words() -> None:
    reporter, desk, duty = people()
    page = factories.article("الكلمات الموافق عليها", user=reporter)
    submit(page, reporter)
    act(page, desk)
    act(page, duty)
    edit(page, reporter, title="كلمات أخرى")
    factories.slip(page)
    assert judge([fresh(page)])[page.pk].reason == "not_approved"
    edit(page, reporter, title="الكلمات الموافق عليها")
    fresh(page).get_latest_revision().publish()
    assert judge([fresh(page)])[page.pk].public


def test_wagtail_still_guards_the_state_of_a_step() -> None:
    reporter, desk, _duty = people()
    page = factories.article(user=reporter)
    submit(page, reporter)
    task_state = fresh(page).current_workflow_task_state
    act(page, desk)
    task_state = TaskState.objects.get(pk=task_state.pk)
    with pytest.raises(PermissionDenied):
        task_state.specific.approve(user=desk)


def test_what_is_overwritten_after_the_desk_read_it_goes_back_to_the_desk() -> None:
    reporter, desk, duty = people()
    page = factories.article(user=reporter)
    submit(page, reporter)
    act(page, desk)
    revision = fresh(page).latest_revision
    content = revision.as_object()
    content.title = "عنوان لم يقرأه القسم"
    content.save_revision(user=reporter, overwrite_revision=revision)
    assert refused(page, duty) == "changed_since_review"


def test_a_final_approval_counts_only_once_its_review_ended_well() -> None:
    reporter, desk, duty = people()
    page = factories.article(user=reporter)
    submit(page, reporter)
    act(page, desk)
    edit(page, desk, title="عدّله القسم بعد موافقته")
    act(page, duty)
    assert fresh(page).current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
    factories.slip(page)
    assert not is_public(page)


def test_publishing_without_approval_does_not_wash_an_editor_clean() -> None:
    reporter, desk, duty = people()
    page = factories.article(user=reporter)
    edit(page, duty, title="كل كلمة هنا للمحرر المناوب")
    factories.slip(page)
    approved_by(page, desk)
    assert refused(page, duty) == "four_eyes_editor"


def test_overwriting_the_public_revision_does_not_wash_an_editor_clean() -> None:
    _reporter, desk, duty = people()
    other = factories.user("Duty editor")
    page = factories.article(user=duty)
    approved_by(page, desk, other)
    assert is_public(page)
    revision = fresh(page).latest_revision
    content = revision.as_object()
    content.title = "كلمات لم يقرأها غيره"
    content.save_revision(user=duty, overwrite_revision=revision)
    approved_by(page, desk)
    task_state = fresh(page).current_workflow_task_state
    with pytest.raises(Refused, match="four_eyes_editor"):
        task_state.task.specific.on_action(task_state, duty, "approve")


def test_a_step_is_decided_once() -> None:
    reporter, desk, duty = people()
    page = factories.article(user=reporter)
    submit(page, reporter)
    seen_twice = fresh(page).current_workflow_task_state, fresh(page).current_workflow_task_state
    seen_twice[0].task.specific.on_action(seen_twice[0], desk, "approve")
    for action in ("approve", "reject"):
        with pytest.raises(Refused, match="already_decided"):
            seen_twice[1].task.specific.on_action(seen_twice[1], duty, action)
    assert Approval.objects.count() == 1


def test_going_back_to_what_was_corrected_takes_a_new_approval() -> None:
    page = factories.published("قبل التصحيح")
    wrong = page.latest_revision
    factories.publish(page, title="بعد التصحيح")
    factories.slip(page, wrong)
    assert judge([fresh(page)])[page.pk].reason == "not_approved"
    factories.publish(fresh(page), title="قبل التصحيح")
    assert is_public(page)
