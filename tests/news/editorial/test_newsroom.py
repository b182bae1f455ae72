"""Setting up a newsroom: once, twice, and after somebody took parts of it away."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.utils.translation import override
from wagtail.models import (
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from home.models import HomePage
from home.setup import set_up_homes
from news.editorial.models import CopyEdit, DeskReview, FinalApproval, KindReview, LegalReview
from news.editorial.newsroom import (
    COPY_STEP,
    DESK_STEP,
    FINAL_STEP,
    LEGAL_STEP,
    OF_KIND,
    REVIEW,
    ROLES,
    TRANSLATION_STEP,
    locale_roots,
    name_of,
    names_of,
    set_up,
)
from tests import factories
from tests.news.admin.support import client_for

pytestmark = pytest.mark.usefixtures("newsroom")

REVIEW_NAME = "مراجعة المقال"


def state() -> dict[str, Any]:
    """Everything that setting up is about."""
    return {
        "groups": {
            group.name: set(group.permissions.values_list("codename", flat=True))
            for group in Group.objects.filter(name__in=[role.name for role in ROLES])
        },
        "pages": sorted(
            GroupPagePermission.objects.values_list("group__name", "page__url_path", "permission__codename")
        ),
        "images": sorted(
            GroupCollectionPermission.objects.values_list("group__name", "permission__codename")
        ),
        "workflow": list(Workflow.objects.filter(name=REVIEW_NAME).values_list("active", flat=True)),
        "kinds": sorted(KindReview.objects.values_list("assigned__name", "kind", "workflow__name")),
        "steps": list(
            WorkflowTask.objects.order_by("workflow", "sort_order").values_list(
                "workflow__name", "task__name", "task__active"
            )
        ),
        "assigned": sorted(WorkflowPage.objects.values_list("page__url_path", "workflow__name")),
        "reviewers": sorted(
            (task.name, group.name)
            for kind in (DeskReview, CopyEdit, LegalReview, FinalApproval)
            for task in kind.objects.all()
            for group in task.groups.all()
        ),
        "homes": sorted(HomePage.objects.values_list("url_path", "live")),
        "site": list(Site.objects.values_list("hostname", "root_page__url_path", "is_default_site")),
    }


def test_a_second_time_nothing_is_missing() -> None:
    before = state()
    assert len(locale_roots()) == len(before["homes"]) == 4
    assert set_up_homes() == []
    assert set_up() == []
    assert state() == before


def test_whatever_was_taken_away_comes_back() -> None:
    before = state()
    factories.group("Duty editor").delete()
    factories.group("Reporter").permissions.clear()
    GroupPagePermission.objects.filter(group=factories.group("Desk editor")).delete()
    GroupCollectionPermission.objects.all().delete()
    WorkflowPage.objects.first().delete()
    WorkflowTask.objects.filter(task=DeskReview.objects.get()).delete()
    KindReview.objects.all().delete()
    FinalApproval.objects.get(translationreview=None).groups.clear()
    missing = state()
    assert missing != before
    done = set_up()
    assert "محرر مناوب" in done
    kept = {name: value for name, value in before.items() if name != "images"}
    assert {name: state()[name] for name in kept} == kept
    assert {row for row in before["images"] if row[0] in dict.fromkeys(role.name for role in ROLES)} == set(
        state()["images"]
    )
    assert set_up() == []


def test_a_review_switched_off_is_switched_on_again() -> None:
    before = state()
    Workflow.objects.get(name=REVIEW_NAME).deactivate()
    FinalApproval.objects.get(translationreview=None).deactivate()
    assert factories.article().get_workflow() is None
    assert set(set_up()) >= {REVIEW_NAME, "الموافقة النهائية"}
    assert state() == before
    page = factories.article()
    assert page.get_workflow().name == REVIEW_NAME


def test_a_home_page_that_is_gone_is_made_again() -> None:
    HomePage.objects.get(locale__language_code="fr").delete()
    done = set_up_homes()
    assert done == ["home page /fr/"]
    assert set_up()
    assert HomePage.objects.values("translation_key").distinct().count() == 1
    assert {home.slug for home in HomePage.objects.all()} == {"ar", "en", "fr", "tr"}


def test_stories_are_reviewed_in_every_language_and_sections_are_not() -> None:
    for code in ("ar", "en", "fr", "tr"):
        section = factories.section(locale=code)
        assert factories.article(parent=section).get_workflow().name == REVIEW_NAME
        assert section.get_workflow() is None
        assert factories.home(code).get_workflow() is None


def test_roles_may_do_what_their_work_needs() -> None:
    page = factories.article()
    expected = {
        "Reporter": (False, False),
        "Translator": (False, False),
        "Desk editor": (True, False),
        "Translation editor": (True, False),
        "Duty editor": (True, True),
    }
    for name, (edits, publishes) in expected.items():
        person = factories.user(name)
        permissions = page.permissions_for_user(person)
        assert (permissions.can_edit(), permissions.can_publish()) == (edits, publishes), name
        assert page.get_parent().permissions_for_user(person).can_add_subpage()
        assert person.has_perm("wagtailadmin.access_admin")
        assert person.has_perm("news.delete_topic") == (name == "Duty editor")


def test_authors_and_topics_are_changed_by_who_may_publish_and_added_by_the_desk_too() -> None:
    may = {
        role.key: {verb for verb in ("add", "change", "delete") for kind in ("author", "topic")
                    if factories.user(role.name).has_perm(f"news.{verb}_{kind}")}
        for role in ROLES
    }  # fmt: skip
    everything = {"add", "change", "delete"}
    nothing = {role.key: set() for role in ROLES}
    assert may == nothing | {"desk": {"add"}, "duty": everything}


def test_rights_a_role_must_not_have_are_taken_back_and_others_stay() -> None:
    desk = factories.group("Desk editor")
    desk.permissions.add(Permission.objects.get(codename="change_collection"))
    before = state()
    desk.permissions.add(*Permission.objects.filter(codename__in=["change_author", "change_topic"]))
    taken = ["محرر قسم: no longer change_author", "محرر قسم: no longer change_topic"]
    assert sorted(set_up()) == taken
    assert state() == before
    assert set_up() == []


def test_roles_and_steps_are_named_in_the_newsrooms_language() -> None:
    assert [role.name for role in ROLES] == [
        "مراسل", "محرر قسم", "محرر نصوص", "محرر مناوب", "مستشار قانوني", "مترجم", "محرر ترجمة", "قارئ معلّق",
        "حساب خدمة", "مدير النظام",
    ]  # fmt: skip
    assert name_of(REVIEW) == REVIEW_NAME == Workflow.objects.get(name=REVIEW_NAME).name
    tasks = [link.task.name for link in WorkflowTask.objects.filter(workflow__name=REVIEW_NAME)]
    assert tasks == ["مراجعة القسم", "تحرير النص", "الموافقة النهائية"]
    names = [names_of(role.title) for role in ROLES]
    assert len(set.union(*names)) == sum(map(len, names))
    page = factories.article(user=factories.user("Reporter"))
    page.get_workflow().start(page, page.latest_revision.user)
    text = client_for(factories.user("Desk editor")).get("/admin/").content.decode()
    assert "مراجعة القسم" in text
    assert not [word for word in ("Desk review", "Story review", "Final approval") if word in text]


@pytest.mark.parametrize("language", [None, "en", "fr"])
def test_what_had_its_name_in_another_language_is_renamed_and_kept(language: str | None) -> None:
    before, people = state(), {role.key: factories.user(role.name) for role in ROLES}
    things = [(role.group(), role.title) for role in ROLES]
    things += [(Workflow.objects.get(name=REVIEW_NAME), REVIEW)]
    things += [(Workflow.objects.get(name=name_of(title)), title) for title, _steps in OF_KIND.values()]
    steps = (DESK_STEP, COPY_STEP, LEGAL_STEP, FINAL_STEP, TRANSLATION_STEP)
    tasks = Task.objects.filter(name__in=[name_of(step.title) for step in steps]).specific()
    things += [(next(one for one in tasks if type(one) is step.task_type), step.title) for step in steps]
    for thing, title in things:
        with override(language):
            thing.name = str(title)
        thing.save()
    done = set_up()
    assert len(done) == len(things)
    assert all(", formerly " in line for line in done)
    assert state() == before
    assert all(people[role.key].groups.get() == role.group() for role in ROLES)


def test_migrating_again_changes_nothing() -> None:
    before, pages = state(), Page.objects.count()
    call_command("migrate", verbosity=0)
    assert (state(), Page.objects.count()) == (before, pages)
