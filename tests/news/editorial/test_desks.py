"""A section with groups and reviews of its own: rights there, and nowhere else."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail.models import GroupPagePermission, Task, Workflow

from news.editorial.models import Desk
from news.editorial.newsroom import set_up
from news.editorial.roles import DESK_ROLES
from news.models import SectionPage
from tests import factories
from tests.news.editorial.support import act, is_public, refused, submit

pytestmark = pytest.mark.usefixtures("newsroom")


def make_desk(*paths: str) -> list[str]:
    """What the command says it did."""
    out = StringIO()
    call_command("newsroom", desk=list(paths), stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def sport() -> SectionPage:
    """A section that is a desk."""
    section = factories.section("رياضة", slug="sport")
    make_desk("/ar/sport/")
    return section


def member(key: str) -> Any:
    """Somebody of the sports desk's own group of this role."""
    role = next(role for role in DESK_ROLES if role.key == key)
    person = factories.user()
    group = role.group("/ar/sport/")
    assert group is not None
    person.groups.add(group)
    return person


def test_a_desk_is_made_by_name_and_once(sport: SectionPage) -> None:
    made = Group.objects.filter(name__endswith=" – /ar/sport/")
    assert made.count() == len(DESK_ROLES) == 4
    given = GroupPagePermission.objects.filter(group__in=made)
    assert set(given.values_list("page__url_path", flat=True)) == {"/ar/sport/"}
    assert make_desk("ar/sport") == ["Nothing was to be done."]
    assert Workflow.objects.filter(name__endswith=" – /ar/sport/").count() == 4
    names = {
        kind: factories.article(parent=sport, kind=kind).get_workflow().name for kind in ("story", "opinion")
    }
    assert names == {"story": "مراجعة المقال – /ar/sport/", "opinion": "مراجعة الرأي – /ar/sport/"}


def test_it_says_a_line_for_each_thing_it_did() -> None:
    factories.section("رياضة", slug="sport")
    done = make_desk("/ar/sport/")
    assert "done: محرر قسم – /ar/sport/: change_page on /ar/sport/" in done
    assert "done: مراجعة المقال – /ar/sport/ on /ar/sport/" in done
    assert all(line.startswith("done: ") for line in done)


def test_its_people_have_rights_on_their_section_only(sport: SectionPage) -> None:
    own, other = factories.article(parent=sport), factories.article(parent=factories.section("سياسة"))
    for key, edits, publishes in (("reporter", False, False), ("desk", True, False), ("duty", True, True)):
        person = member(key)
        may = own.permissions_for_user(person)
        assert (may.can_edit(), may.can_publish()) == (edits, publishes)
        may = other.permissions_for_user(person)
        assert (may.can_edit(), may.can_publish()) == (False, False)
        assert not other.get_parent().permissions_for_user(person).can_add_subpage()
        assert not person.has_perm("news.change_author")


def test_its_people_review_its_stories_and_no_others(sport: SectionPage) -> None:
    reporter = factories.user("Reporter")
    other = factories.article(parent=factories.section("سياسة"), user=reporter)
    submit(other, reporter)
    assert refused(other, member("desk")) == "not_in_group"
    page = factories.article(parent=sport, user=(writer := member("reporter")))
    submit(page, writer)
    act(page, member("desk"))
    assert refused(page, member("desk")) == "not_in_group"
    act(page, member("duty"))
    assert is_public(page)


def test_the_newsrooms_own_editors_review_there_as_well(sport: SectionPage) -> None:
    page = factories.article(parent=sport, user=(writer := member("reporter")))
    submit(page, writer)
    act(page, factories.user("Desk editor"))
    act(page, factories.user("Duty editor"))
    assert is_public(page)


def test_a_desk_whose_section_is_renamed_keeps_its_people(sport: SectionPage) -> None:
    person = member("desk")
    before = Group.objects.count(), Task.objects.count(), Workflow.objects.count()
    sport.slug = "sports"
    sport.save()
    done = set_up()
    assert "محرر قسم – /ar/sports/, formerly محرر قسم – /ar/sport/" in done
    assert (Group.objects.count(), Task.objects.count(), Workflow.objects.count()) == before
    assert person.groups.get().name == "محرر قسم – /ar/sports/"
    assert Desk.objects.get().label == "/ar/sports/"
    assert set_up() == []


def test_what_was_taken_from_a_desk_comes_back_with_the_next_run(sport: SectionPage) -> None:
    group = DESK_ROLES[1].group("/ar/sport/")
    assert group is not None
    group.delete()
    assert "محرر قسم – /ar/sport/" in set_up()
    assert set_up() == []


def test_there_is_no_desk_without_a_section() -> None:
    with pytest.raises(CommandError, match="no section at /ar/nowhere/"):
        make_desk("/ar/nowhere/")
    assert not Desk.objects.exists()
