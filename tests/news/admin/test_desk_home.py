"""The home page of the admin: what waits, what is late, what is coming, for whom, and at what price."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, PageViewRestriction, Revision

from news.editorial.assignments import assign, claim
from news.editorial.embargo import set_embargo
from news.editorial.models import Assignment, Breaking
from news.publication.actions import publish_breaking
from tests import factories
from tests.news.admin.crowd import crowd
from tests.news.admin.support import client_for, edit_url
from tests.news.editorial.support import act, press, submit

pytestmark = pytest.mark.usefixtures("newsroom")
HOUR = timedelta(hours=1)


def lists(person: Any) -> dict[str, list[tuple[str, str]]]:
    """What each list of the home page shows this person: titles, with what is said of them."""
    answer = client_for(person).get(reverse("wagtailadmin_home"))
    shown = next((panel for panel in answer.context["panels"] if panel.name == "desk"), None)
    assert shown
    context = shown.get_context_data()
    return {
        entry["list"].name: [(line.page.draft_title, " ".join(line.row.facts)) for line in entry["lines"]]
        for entry in context["lists"]
    }


def titles(person: Any, name: str) -> list[str]:
    return [title for title, _facts in lists(person)[name]]


def test_what_waits_for_me_begins_with_what_is_mine() -> None:
    desk, reporter = factories.user("Desk editor"), factories.user("Reporter")
    pages = [factories.article(title) for title in ("أول", "ثانٍ", "ثالث")]
    for page in pages:
        submit(page, reporter)
    own = factories.article("مسودة كُلّفت بها")
    assign(pages[2], assignee=desk, by=desk, due=timezone.now() + HOUR)
    assign(own, assignee=desk, by=factories.user("Duty editor"), note="للنشرة")
    claim(pages[0], by=factories.user("Duty editor"))
    shown = lists(desk)["waiting"]
    assert [title for title, _facts in shown] == ["ثالث", "مسودة كُلّفت بها", "ثانٍ", "أول"]
    assert "مراجعة القسم" in shown[0][1]
    assert "<time" in shown[0][1]
    assert "للنشرة" in shown[1][1]
    assert titles(reporter, "waiting") == []


def test_nobody_is_told_to_approve_what_four_eyes_forbid() -> None:
    duty, other = factories.user("Duty editor"), factories.user("Duty editor")
    page = factories.article("خبر")
    submit(page, duty)
    assert titles(duty, "waiting") == []
    act(page, other)
    assert titles(other, "waiting") == []
    assert titles(factories.user("Duty editor"), "waiting") == ["خبر"]


def test_what_is_late_is_told_whatever_it_is_late_for() -> None:
    desk, duty = factories.user("Desk editor"), factories.user("Duty editor")
    page, stuck = factories.article("متأخر"), factories.article("لم يخرج")
    brief = factories.article("عاجل", kind="brief")
    claim(page, by=desk, due=timezone.now() + HOUR)
    Assignment.objects.update(due=timezone.now() - HOUR)
    past = timezone.now() - 2 * HOUR
    Revision.objects.filter(object_id=str(stuck.pk)).update(approved_go_live_at=past)
    publish_breaking(brief, by=duty)
    assert titles(desk, "overdue") == ["لم يخرج", "متأخر"]
    assert titles(desk, "breaking") == ["عاجل"]
    Breaking.objects.update(check_due=timezone.now() - 3 * HOUR)
    assert titles(desk, "overdue") == ["عاجل", "لم يخرج", "متأخر"]
    text = client_for(desk).get("/admin/").content.decode()
    assert "desk__list--late" in text


def test_what_is_coming_and_what_is_held_back_is_told() -> None:
    desk = factories.user("Desk editor")
    held, coming = factories.article("تحت الحظر"), factories.article("مجدول")
    set_embargo(held, until=timezone.now() + HOUR, by=desk, note="الوزارة")
    at = timezone.now() + HOUR
    Revision.objects.filter(object_id=str(coming.pk)).update(approved_go_live_at=at)
    shown = lists(desk)
    assert "الوزارة" in shown["embargoed"][0][1]
    assert [title for title, _facts in shown["scheduled"]] == ["مجدول"]
    assert at.strftime("%Y-%m-%dT%H:%M") in shown["scheduled"][0][1]


def test_a_reporter_sees_what_became_of_their_story() -> None:
    reporter = factories.user("Reporter")
    page, back = factories.article("قيد المراجعة", user=reporter), factories.article("أُعيد", user=reporter)
    submit(page, reporter)
    submit(back, reporter)
    press(back, factories.user("Desk editor"), "reject")
    assert titles(reporter, "mine") == ["أُعيد", "قيد المراجعة"]
    assert titles(factories.user("Reporter"), "mine") == []


def test_empty_lists_say_so_and_titles_carry_their_language() -> None:
    desk = factories.user("Desk editor")
    text = client_for(desk).get("/admin/").content.decode()
    for words in ("لا شيء ينتظرك.", "لا شيء متأخر.", "لا أخبار عاجلة."):
        assert words in text
    page = factories.article("English title", locale="en")
    claim(page, by=desk)
    text = client_for(desk).get("/admin/").content.decode()
    assert 'lang="en"' in text.partition(edit_url(page))[2][:120]
    assert "awaiting-review" not in text  # the panel of Wagtail's that ours replaces


@pytest.mark.parametrize("role", ["", "Admin"])
def test_who_works_on_no_page_has_no_desk(role: str) -> None:
    held = factories.article("سر")
    set_embargo(held, until=None, by=factories.user("Desk editor"))
    answer = client_for(factories.user(role)).get("/admin/")
    assert 'class="desk"' not in answer.content.decode()
    assert "سر" not in answer.content.decode()


def test_a_desk_sees_nothing_of_another_place() -> None:
    person = factories.user()
    person.groups.add(own_group(factories.section("رياضة")))
    other = factories.article("سر الاقتصاد", parent=factories.section("اقتصاد"))
    desk = factories.user("Desk editor")
    set_embargo(other, until=None, by=desk)
    claim(other, by=desk, due=timezone.now() + HOUR)
    Assignment.objects.update(due=timezone.now() - HOUR)
    PageViewRestriction.objects.create(page=other, restriction_type="login")
    Revision.objects.filter(object_id=str(other.pk)).update(approved_go_live_at=timezone.now() + HOUR)
    assert {name for name, shown in lists(desk).items() if shown} >= {"embargoed", "overdue", "scheduled"}
    assert not any(lists(person).values())


def own_group(section: Any) -> Any:
    """A group that may edit one section and enter the admin."""
    group = Group.objects.create(name="قسم وحده")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=section, permission=change)
    return group


def test_two_thousand_stories_take_no_more_queries_than_twenty() -> None:
    desk = factories.user("Desk editor")
    client = client_for(desk)
    client.get("/admin/")
    counts = []
    for number in (20, 2000):
        crowd(number, desk)
        with CaptureQueriesContext(connection) as queries:
            text = client.get("/admin/").content.decode()
        assert text.count('<li class="desk__line') >= number // 5 * 4 or number > 50
        counts.append(len(queries))
    assert text.count('<li class="desk__line') == 70  # all seven lists are full
    assert counts[0] == counts[1]
    assert counts[1] <= 75
