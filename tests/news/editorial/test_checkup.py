"""What is wrong with roles and reviews is named, with what to do about it."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.checks import Tags, run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from news.editorial.checkup import newsroom_check, problems
from news.editorial.models import CopyEdit, FinalApproval, KindReview, LegalReview
from news.editorial.newsroom import set_up_desk
from tests import factories

pytestmark = pytest.mark.usefixtures("newsroom")


def test_a_newsroom_that_was_set_up_is_in_order() -> None:
    set_up_desk(factories.section("رياضة"))
    assert problems() == []
    out = StringIO()
    call_command("newsroom", check=True, stdout=out)
    assert out.getvalue() == "Roles and reviews are as they should be.\n"


def test_the_review_that_wagtail_brings_for_the_root_is_no_mistake() -> None:
    workflow = Workflow.objects.create(name="Moderators approval")
    WorkflowPage.objects.create(page=Page.get_first_root_node(), workflow=workflow)
    assert problems() == []
    WorkflowPage.objects.get(page=factories.home("fr")).delete()
    assert {problem.id for problem in problems()} == {"editorial.W003"}
    call_command("newsroom", verbosity=0)
    assert problems() == []


def allow(group: Group, codename: str, page: Page) -> None:
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
    GroupPagePermission.objects.create(group=group, page=page, permission=permission)


def no_group() -> str:
    factories.group("Legal").delete()
    return "The role “مستشار قانوني” has no group."


def no_group_of_a_desk() -> str:
    set_up_desk(factories.section("رياضة"))
    Group.objects.get(name="محرر نصوص – /ar/رياضة/").delete()
    return "The role “محرر نصوص” of the desk /ar/رياضة/ has no group."


def a_root_without_review() -> str:
    WorkflowPage.objects.get(page=factories.home("fr")).delete()
    return "Below /fr/ the kind story has no review, so nobody can submit one."


def a_review_switched_off() -> str:
    Workflow.objects.get(name="مراجعة الرأي").deactivate()
    return "Below /ar/ the kind opinion has no review, so nobody can submit one."


def a_review_without_a_step() -> str:
    WorkflowTask.objects.filter(workflow__name="مراجعة الرأي", task=LegalReview.objects.get()).delete()
    return "“مراجعة الرأي” lacks the step “المراجعة القانونية”, which the kind opinion requires."


def a_kind_without_its_own_review() -> str:
    KindReview.objects.filter(kind="opinion").delete()
    return "“مراجعة المقال” lacks the step “المراجعة القانونية”, which the kind opinion requires."


def a_step_switched_off() -> str:
    CopyEdit.objects.get().deactivate()
    return "The step “تحرير النص” of “مراجعة المقال” is switched off, so nothing passes it."


def a_step_without_a_group() -> str:
    FinalApproval.objects.get(translationreview=None).groups.clear()
    return "Nobody can approve the step “الموافقة النهائية” of “مراجعة الخبر القصير”: it has no group."


def a_role_that_publishes() -> str:
    allow(factories.group("Desk editor"), "publish_page", factories.home())
    return "The group “محرر قسم” has publish_page on /ar/, beyond its role."


def a_role_that_changes_images() -> str:
    permission = Permission.objects.get(content_type__app_label="wagtailimages", codename="change_image")
    GroupCollectionPermission.objects.create(
        group=factories.group("Reporter"), collection=Collection.get_first_root_node(), permission=permission
    )
    return "The group “مراسل” has change_image, beyond its role."


def a_role_that_manages_people() -> str:
    factories.group("Duty editor").permissions.add(Permission.objects.get(codename="change_user"))
    return "The group “محرر مناوب” has auth.change_user, beyond its role."


def a_desk_beyond_its_section() -> str:
    set_up_desk(factories.section("رياضة"))
    allow(Group.objects.get(name="محرر مناوب – /ar/رياضة/"), "publish_page", factories.home())
    return "The group “محرر مناوب – /ar/رياضة/” has publish_page on /ar/, beyond its role."


def strangers_who_publish() -> str:
    group = Group.objects.create(name="ضيوف")
    allow(group, "publish_page", factories.home())
    assert problems() == []  # nobody is in it
    factories.user().groups.add(group)
    return "The group “ضيوف” is no role's, has people in it and may publish."


WRONG = [
    no_group, no_group_of_a_desk, a_root_without_review, a_review_switched_off, a_review_without_a_step,
    a_kind_without_its_own_review, a_step_switched_off, a_step_without_a_group, a_role_that_publishes,
    a_role_that_changes_images, a_role_that_manages_people, a_desk_beyond_its_section, strangers_who_publish,
]  # fmt: skip
REPAIRED = set(WRONG[:8])


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.__name__)
def test_what_is_wrong_is_named_and_what_the_command_repairs_is_right_again(wrong: Callable[[], str]) -> None:
    text = wrong()
    found = {problem.msg: problem.hint for problem in problems()}
    assert text in found
    assert all(found.values())
    assert ("manage.py newsroom" in str(found[text])) == (wrong in REPAIRED)
    with pytest.raises(CommandError):
        call_command("newsroom", check=True, stdout=(out := StringIO()))
    assert text in out.getvalue()
    call_command("newsroom", verbosity=0)
    assert (text in {problem.msg for problem in problems()}) == (wrong not in REPAIRED)


def test_it_is_a_system_check_of_the_database() -> None:
    a_step_without_a_group()
    named = {problem.id for problem in run_checks(tags=[Tags.database], databases=["default"])}
    assert "editorial.W005" in named
    assert not [one for one in run_checks() if one.id and one.id.startswith("editorial.")]


def test_a_database_without_tables_is_no_reason_to_fail() -> None:
    with connection.schema_editor() as editor:
        editor.alter_db_table(KindReview, "editorial_kindreview", "moved_away")
    try:
        assert newsroom_check(None, databases=["default"]) == []
    finally:
        with connection.schema_editor() as editor:
            editor.alter_db_table(KindReview, "moved_away", "editorial_kindreview")
