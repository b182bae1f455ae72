"""Each kind of story passes its own steps, wherever it stands and whatever becomes of it meanwhile."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone, translation
from wagtail.models import Revision, Workflow, WorkflowPage, WorkflowTask

from news.editorial.models import (
    Approval,
    CopyEdit,
    DeskReview,
    FinalApproval,
    LegalReview,
    TranslationReview,
)
from news.editorial.newsroom import name_of
from news.editorial.refusals import MESSAGES, Refused
from news.models import ArticlePage
from news.publication.permit import refusals
from news.publication.schedule import Clock
from tests import factories
from tests.news.admin.support import client_for, edit_url, messages_in
from tests.news.editorial.support import edit, fresh, is_public, offered, press, refused, submit

pytestmark = pytest.mark.usefixtures("newsroom")

WHOLE = [DeskReview, CopyEdit, FinalApproval]
STEPS = {
    "story": WHOLE,
    "analysis": WHOLE,
    "brief": [FinalApproval],
    "opinion": [DeskReview, CopyEdit, LegalReview, FinalApproval],
}
APPROVERS = {
    DeskReview: "Desk editor",
    CopyEdit: "Copy editor",
    LegalReview: "Legal",
    FinalApproval: "Duty editor",
}


def story(kind: str, **fields: Any) -> tuple[ArticlePage, Any]:
    """A story of this kind, submitted, and who submitted it."""
    reporter = factories.user("Reporter")
    page = factories.article(user=reporter, kind=kind, bylines=[factories.author()], **fields)
    submit(page, reporter)
    return page, reporter


def step_of(page: ArticlePage) -> Any:
    return type(fresh(page).current_workflow_task)


def pass_step(page: ArticlePage) -> Any:
    """Approve the present step as somebody of its group; returns who that was."""
    person = factories.user(APPROVERS[step_of(page)])
    press(page, person)
    return person


def pass_all(page: ArticlePage) -> None:
    """Approve whatever is asked until the review ends."""
    while fresh(page).current_workflow_task:
        pass_step(page)


@pytest.mark.parametrize("kind", STEPS)
def test_it_is_public_after_the_last_of_its_steps_and_no_sooner(kind: str) -> None:
    page, _reporter = story(kind)
    for step in STEPS[kind]:
        assert not is_public(page)
        assert step_of(page) is step
        others = set(APPROVERS.values()) - {APPROVERS[step]}
        if step is FinalApproval or step is LegalReview:
            assert {refused(page, factories.user(role)) for role in others} == {"not_in_group"}
        pass_step(page)
    assert is_public(page)


def test_the_submitter_approves_no_step_however_many_roles_they_have() -> None:
    page, reporter = story("opinion")
    reporter.groups.add(*(factories.group(role) for role in APPROVERS.values()))
    for _step in STEPS["opinion"]:
        assert refused(page, reporter) == "four_eyes_submitter"
        assert "approve" not in offered(page, reporter)
        pass_step(page)
    assert is_public(page)


@pytest.mark.parametrize("superuser", [False, True])
def test_one_person_may_approve_every_step_but_the_last(superuser: bool) -> None:
    page, _reporter = story("opinion")
    person = factories.user(is_superuser=superuser)
    person.groups.add(*(factories.group(role) for role in APPROVERS.values()))
    for _step in STEPS["opinion"][:-1]:
        press(page, person)
    assert refused(page, person) == "four_eyes_approver"
    pass_step(page)
    assert is_public(page)


def test_a_copy_editor_edits_and_passes_on_and_no_desk_is_asked_again() -> None:
    page, _reporter = story("story")
    pass_step(page)
    editor = factories.user("Copy editor")
    edit(page, editor, title="عنوان مضبوط")
    press(page, editor)
    assert step_of(page) is FinalApproval
    assert refused(page, factories.user("Copy editor")) == "not_in_group"
    editor.groups.add(factories.group("Duty editor"))
    assert refused(page, editor) == "four_eyes_approver"
    pass_step(page)
    assert is_public(page)
    assert fresh(page).title == "عنوان مضبوط"


def test_what_the_copy_editor_overwrites_in_place_is_passed_on_too() -> None:
    page, _reporter = story("opinion")
    pass_step(page)
    editor = factories.user("Copy editor")
    edit(page, editor, title="مسودة أولى")
    draft = fresh(page).get_latest_revision_as_object()
    draft.title = "مسودة ثانية"
    draft.save_revision(user=editor, overwrite_revision=fresh(page).latest_revision)
    press(page, editor)
    assert step_of(page) is LegalReview
    pass_step(page)
    pass_step(page)
    assert is_public(page)
    assert fresh(page).title == "مسودة ثانية"


def test_a_final_approval_given_before_is_asked_again_after_a_copy_editors_edit() -> None:
    page, reporter = story("story")
    pass_step(page)
    pass_step(page)
    edit(page, reporter, title="أضاف المراسل كلمة")
    pass_step(page)  # finally, and back to the desk
    pass_step(page)
    editor = factories.user("Copy editor")
    edit(page, editor, title="عنوان مضبوط")
    press(page, editor)
    assert step_of(page) is FinalApproval
    assert not is_public(page)
    pass_step(page)
    assert fresh(page).title == "عنوان مضبوط"


def test_what_somebody_else_edited_meanwhile_goes_back_to_the_desk() -> None:
    page, reporter = story("story")
    pass_step(page)
    editor = factories.user("Copy editor")
    edit(page, reporter, title="أضاف المراسل كلمة")
    edit(page, editor, title="ثم ضبطها محرر النصوص")
    press(page, editor)
    assert step_of(page) is DeskReview
    pass_step(page)
    pass_step(page)
    assert is_public(page)


def test_what_the_lawyer_edits_is_read_again_by_all() -> None:
    page, _reporter = story("opinion")
    pass_step(page)
    pass_step(page)
    lawyer = factories.user("Legal")
    edit(page, lawyer, standfirst="صياغة قانونية")
    press(page, lawyer)
    assert step_of(page) is DeskReview


@pytest.mark.parametrize(
    ("began", "became"), [("brief", "story"), ("brief", "opinion"), ("story", "opinion")]
)
def test_a_kind_that_takes_a_longer_review_is_not_published_by_a_shorter_one(began: str, became: str) -> None:
    page, reporter = story(began)
    for _step in STEPS[began][:-1]:
        pass_step(page)
    edit(page, factories.user("Desk editor"), kind=became)
    duty = factories.user("Duty editor")
    assert refused(page, duty) == "other_review"
    told = messages_in(client_for(duty).get(edit_url(page)))
    assert Refused("other_review").message in told
    fresh(page).current_workflow_state.cancel(duty)
    page.kind = became
    page.save()
    submit(page, reporter)
    for step in STEPS[became]:
        assert step_of(page) is step
        pass_step(page)
    assert is_public(page)


def test_below_our_own_checks_a_shorter_review_publishes_nothing_either() -> None:
    page, _reporter = story("brief")
    edit(page, factories.user("Desk editor"), kind="story")
    Approval.give(
        fresh(page).get_latest_revision_as_object(),
        kind=Approval.Kind.FINAL,
        workflow_state=fresh(page).current_workflow_state,
        task=FinalApproval.objects.get(translationreview=None).task_ptr,
    )
    with pytest.raises(Refused, match="no_final_approval"):
        fresh(page).current_workflow_state.finish()
    assert not is_public(page)


def test_a_kind_that_takes_a_shorter_review_still_passes_the_one_it_is_in() -> None:
    page, _reporter = story("story")
    edit(page, factories.user("Desk editor"), kind="brief")
    for step in WHOLE:
        assert step_of(page) is step
        pass_step(page)
    assert is_public(page)


def test_a_review_is_not_begun_that_is_shorter_than_the_newest_words_require() -> None:
    reporter = factories.user("Reporter")
    page = factories.article(user=reporter, kind="brief", bylines=[factories.author()])
    edit(page, reporter, kind="opinion")
    with pytest.raises(Refused, match="other_review"):
        submit(page, reporter)
    assert fresh(page).current_workflow_state is None
    with translation.override("en"):
        assert Refused("other_review").message == str(MESSAGES["other_review"])


@pytest.mark.parametrize("step", STEPS["opinion"], ids=lambda step: step.__name__)
def test_a_step_switched_off_lets_nothing_out(step: Any) -> None:
    page, _reporter = story("opinion")
    step.objects.exclude(pk__in=TranslationReview.objects.values("pk")).get().deactivate()
    with pytest.raises(Refused, match="no_final_approval"):
        pass_all(page)
    assert not is_public(page)


def test_a_review_switched_off_takes_no_story_and_lends_it_no_other_review() -> None:
    page, _reporter = story("opinion")
    Workflow.objects.get(name="مراجعة الرأي").deactivate()
    assert fresh(page).current_workflow_state is None
    assert fresh(page).get_workflow() is None
    assert not is_public(page)
    assert factories.article().get_workflow().name == "مراجعة المقال"


def test_a_section_with_a_review_of_its_own_uses_it_and_keeps_the_kinds_that_take_another() -> None:
    section = factories.section("رياضة")
    own = Workflow.objects.create(name="مراجعة الرياضة")
    for order, task in enumerate(
        (DeskReview.objects.get(), FinalApproval.objects.get(translationreview=None))
    ):
        WorkflowTask.objects.create(workflow=own, task=task, sort_order=order)
    WorkflowPage.objects.create(page=section, workflow=own)
    names = {kind: factories.article(parent=section, kind=kind).get_workflow().name for kind in STEPS}
    assert names == {
        "story": own.name, "analysis": own.name, "brief": "مراجعة الخبر القصير", "opinion": "مراجعة الرأي",
    }  # fmt: skip


def test_a_story_moved_after_its_approval_waits_for_the_review_of_its_new_place() -> None:
    section = factories.section("تحقيقات")
    own = Workflow.objects.create(name="مراجعة التحقيقات")
    WorkflowPage.objects.create(page=section, workflow=own)
    for order, task in enumerate(
        (LegalReview.objects.get(), FinalApproval.objects.get(translationreview=None))
    ):
        WorkflowTask.objects.create(workflow=own, task=task, sort_order=order)
    page, _reporter = story("story", parent=factories.section())
    soon = timezone.now() + timedelta(hours=1)
    edit(page, page.owner, go_live_at=soon)
    for _step in STEPS["story"]:
        pass_step(page)
    assert Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    page = fresh(page)
    page.move(section, pos="last-child")
    draft = fresh(page).get_latest_revision_as_object()
    assert [one.code for one in refusals(draft, soon)] == ["other_review"]
    Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=timezone.now())
    Clock().fire()
    assert not is_public(page)
    page.move(factories.section(), pos="last-child")
    assert refusals(fresh(page).get_latest_revision_as_object(), soon) == []


def test_a_story_moved_to_a_section_with_a_longer_review_is_told_so() -> None:
    section = factories.section("تحقيقات")
    own = Workflow.objects.create(name="مراجعة التحقيقات")
    WorkflowPage.objects.create(page=section, workflow=own)
    for order, task in enumerate(
        (LegalReview.objects.get(), FinalApproval.objects.get(translationreview=None))
    ):
        WorkflowTask.objects.create(workflow=own, task=task, sort_order=order)
    page, _reporter = story("story", parent=factories.section())
    page.move(section, pos="last-child")
    assert refused(page, factories.user("Desk editor")) == "other_review"
    assert name_of(fresh(page).get_workflow().name) == own.name


def test_approvals_given_before_the_upgrade_name_their_steps_too() -> None:
    page, _reporter = story("story")
    pass_step(page)
    pass_step(page)
    given = list(Approval.objects.order_by("pk").values_list("task", flat=True))
    Approval.objects.update(task=None)
    import_module("news.editorial.migrations.0005_steps_of_approvals").fill(apps, None)
    assert list(Approval.objects.order_by("pk").values_list("task", flat=True)) == given
    pass_step(page)
    assert is_public(page)
