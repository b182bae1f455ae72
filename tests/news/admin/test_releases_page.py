"""Releases in the admin: putting them together, what holds them back, letting them go out, and who may."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from news.editorial.gathering import make, schedule
from news.editorial.models import Approval, Release
from news.editorial.newsroom import set_up_desk
from news.editorial.releases import waits_in
from news.editorial.roles import DESK_EDITOR, DESK_ROLES
from news.models import ArticlePage
from news.publication.finding import NEEDS, in_public_state
from news.publication.schedule import Clock
from news.publication.states import PublicAxis, public_axis
from tests import factories
from tests.news.admin.support import article_form, client_for, edit_url, messages_in
from tests.news.admin.test_desk_home import lists
from tests.news.editorial.support import act, submit
from tests.news.publication.releases import in_two_languages, public_among, ready, release_of
from tests.news.publication.support import fresh, is_public

pytestmark = pytest.mark.usefixtures("newsroom")
LIST = "/admin/newsroom/releases/"


@pytest.fixture
def person(newsroom: None) -> Any:
    return factories.user("Duty editor")


@pytest.fixture
def duty(person: Any) -> Client:
    return client_for(person)


def url(row: Release, name: str = "") -> str:
    return f"{LIST}{row.pk}/{name + '/' if name else ''}"


def adding(page: Any) -> str:
    return reverse("newsroom_action", args=[page.pk, "add-to-release"])


def text_of(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_release_is_begun_filled_and_released(duty: Client) -> None:
    arabic, english = in_two_languages()
    answer = duty.post(f"{LIST}new/", {"title": "الميزانية", "at": ""}, follow=True)
    row = Release.objects.get()
    assert answer.redirect_chain == [(url(row), 302)]
    assert "الميزانية" in text_of(duty, adding(arabic))
    answer = duty.post(adding(arabic), {"release": row.pk, "all_languages": "on"}, follow=True)
    assert answer.redirect_chain == [(url(row), 302)]
    text = answer.content.decode()
    assert arabic.title in text
    assert english.title in text
    assert url(row) in text_of(duty, edit_url(arabic))
    assert adding(arabic) not in text_of(duty, edit_url(arabic))
    assert url(row) in text_of(duty, LIST)
    assert public_among((arabic, english)) == 0
    assert "action" in duty.get(url(row, "release")).context
    assert public_among((arabic, english)) == 0
    duty.post(url(row, "release"))
    assert public_among((arabic, english)) == 2
    text = text_of(duty, url(row))
    assert url(row, "release") not in text
    assert url(row) in text_of(duty, reverse("newsroom_history", args=[arabic.pk]))


def test_a_new_release_is_begun_from_a_story(duty: Client) -> None:
    page = ready("خبر")
    assert duty.post(adding(page), {"release": "", "title": " "}).context["form"].errors
    assert not Release.objects.exists()
    duty.post(adding(page), {"release": "", "title": "معًا"})
    row = waits_in(page)
    assert row is not None
    assert row.title == "معًا"
    other = make("أخرى", by=row.made_by)
    both = {"release": other.pk, "title": "معًا"}
    assert duty.post(adding(ready("آخر")), both).context["form"].errors


def test_what_holds_it_back_is_shown_before_and_when_it_does(duty: Client, person: Any) -> None:
    page, other = factories.article("بلا موافقة"), ready("خبر جاهز")
    row = release_of(page, other, by=person)
    answer = duty.get(url(row))
    assert [bool(line.refusals) for line in answer.context["lines"]] == [True, False]
    told = answer.context["lines"][0].refusals[0].message
    assert told in answer.content.decode()
    answer = duty.post(url(row, "release"), follow=True)
    assert messages_in(answer)
    assert told in answer.content.decode()
    assert public_among((page, other)) == 0
    duty.post(url(row), {"story": page.pk})
    assert waits_in(page) is None
    duty.post(url(row, "release"))
    assert is_public(other)


def test_it_is_scheduled_put_off_and_cancelled(duty: Client, person: Any) -> None:
    page = factories.article("بلا موافقة")
    row = release_of(page, by=person)
    soon = timezone.localtime() + timedelta(hours=1)
    moment = soon.strftime("%Y-%m-%d %H:%M")
    duty.post(url(row, "change"), {"title": "عنوان آخر", "at": moment})
    row.refresh_from_db()
    assert (row.title, row.state) == ("عنوان آخر", "scheduled")
    Release.objects.update(at=timezone.now())
    Clock().fire()
    answer = duty.get(url(row))
    assert [one["title"] for one in answer.context["failure"]] == [page.title]
    past = (timezone.localtime() - timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")
    answer = duty.post(url(row, "change"), {"title": "غيره", "at": past}, follow=True)
    assert messages_in(answer)
    row.refresh_from_db()
    assert row.title == "عنوان آخر"
    shown = duty.get(url(row, "change")).context["form"]
    due = timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M") if row.at else ""
    assert due in str(shown["at"])
    duty.post(url(row, "change"), {"title": "عنوان ثالث", "at": due})
    row.refresh_from_db()
    assert (row.title, row.failures) == ("عنوان ثالث", 1)
    duty.post(url(row, "change"), {"title": "عنوان آخر", "at": ""})
    row.refresh_from_db()
    assert row.state == "open"
    duty.post(url(row, "cancel"))
    row.refresh_from_db()
    assert (row.state, waits_in(page)) == ("cancelled", None)
    assert messages_in(duty.get(url(row, "release"), follow=True))


def test_an_editor_is_told_that_the_story_waits(duty: Client, person: Any) -> None:
    page = factories.article("ينتظر غيره")
    row = release_of(page, by=person)
    submit(page, factories.user("Reporter"))
    act(page, factories.user("Desk editor"))
    draft = fresh(page).get_latest_revision_as_object()
    form = article_form(draft, "action-workflow-action", **{"workflow-action-name": "approve"})
    writing = ArticlePage.body.field.stream_block.child_blocks["paragraph"].field.widget
    form["body-0-value"] = writing.format_value(draft.body.get_prep_value()[0]["value"])
    told = messages_in(duty.post(edit_url(page), form, follow=True))
    assert row.title in told
    assert Approval.objects.filter(page=page, kind=Approval.Kind.FINAL).exists()
    assert not fresh(page).live
    assert row.title in messages_in(duty.get(edit_url(page)))
    history = duty.get(reverse("newsroom_history", args=[page.pk])).content.decode()
    assert url(row) in history


def test_lists_that_are_empty_say_so(duty: Client, person: Any) -> None:
    assert duty.get(LIST).context["may_make"]
    row = make("فارغة", by=person)
    assert duty.get(url(row)).context["lines"] == []
    duty.post(url(row, "release"))
    row.refresh_from_db()
    assert row.is_open


@pytest.mark.parametrize(
    "role", ["Reporter", "Desk editor", "Copy editor", "Legal", "Translator", "Reviewer"]
)
def test_who_may_not_publish_reads_and_changes_nothing(person: Any, role: str) -> None:
    page = ready("خبر")
    row = release_of(page, by=person)
    browser = client_for(factories.user(role))
    answer = browser.get(url(row))
    assert (answer.status_code, answer.context["actions"], answer.context["mine"]) == (200, [], False)
    assert not browser.get(LIST).context["may_make"]
    browser.post(f"{LIST}new/", {"title": "غيرها"})
    browser.post(adding(ready("آخر")), {"title": "غيرها"})
    browser.post(url(row), {"story": page.pk})
    browser.post(url(row, "change"), {"title": "غيره", "at": ""})
    for name in ("release", "cancel"):
        browser.post(url(row, name))
    row.refresh_from_db()
    assert (Release.objects.count(), row.state, row.title, row.items.count()) == (1, "open", "معًا", 1)
    assert not is_public(page)


@pytest.mark.parametrize("role", ["Service account", "Admin"])
def test_who_knows_no_story_knows_no_release(person: Any, role: str) -> None:
    row = release_of(ready("خبر"), by=person)
    browser = client_for(factories.user(role))
    for address in (LIST, url(row), url(row, "release"), url(row, "change"), f"{LIST}new/"):
        assert browser.get(address).status_code == 302
        assert row.title not in browser.get(address, follow=True).content.decode()


def test_of_a_release_people_are_told_of_the_stories_they_know_alone(person: Any) -> None:
    sport, economy = factories.section("رياضة"), factories.section("اقتصاد")
    set_up_desk(sport)
    mine, other = ready("مباراة الليلة", parent=sport), factories.article("نتائج الشركة", parent=economy)
    row = release_of(mine, other, by=person)
    schedule(row, timezone.now() + timedelta(days=1), by=person)
    Release.objects.update(at=timezone.now())
    Clock().fire()
    editor = factories.user()
    role = next(role for role in DESK_ROLES if role.key == DESK_EDITOR.key)
    editor.groups.add(role.group(sport.url_path))
    text = text_of(client_for(editor), url(row))
    assert mine.title in text
    assert other.title not in text
    hidden = release_of(ready("سر آخر", parent=economy), by=person, title="سر")
    assert "سر" not in [one.title for one in client_for(editor).get(LIST).context["open"]]
    assert client_for(editor).get(url(hidden)).status_code == 302


def test_the_desk_knows_what_goes_out_with_a_release_and_what_should_have(person: Any) -> None:
    page, alone = ready("خبر مع غيره"), ready("لا موعد له")
    row = release_of(page, by=person)
    release_of(alone, by=person)
    schedule(row, timezone.now() + timedelta(hours=1), by=person)
    shown = lists(person)
    assert [title for title, _facts in shown["scheduled"]] == ["خبر مع غيره"]
    assert row.title in shown["scheduled"][0][1]
    states = public_axis([fresh(page), fresh(alone)])
    assert states == {page.pk: PublicAxis.SCHEDULED, alone.pk: PublicAxis.NONE}
    found = in_public_state(ArticlePage.objects.all(), PublicAxis.SCHEDULED)
    assert list(found.values_list("pk", flat=True)) == [page.pk]
    past = timezone.now() - timedelta(hours=1)
    Release.objects.filter(pk=row.pk).update(at=past)
    shown = lists(person)
    assert shown["scheduled"] == []
    assert [title for title, _facts in shown["overdue"]] == ["خبر مع غيره"]
    late = NEEDS["overdue"](ArticlePage.objects.all(), timezone.now())
    assert list(late.values_list("pk", flat=True)) == [page.pk]


def test_a_page_takes_as_many_queries_for_each_story(
    duty: Client, person: Any, django_assert_max_num_queries: Any
) -> None:
    costs = []
    for number in (2, 6):
        row = release_of(*(ready(f"خبر {number}-{one}") for one in range(number)), by=person)
        duty.get(url(row))
        with django_assert_max_num_queries(300) as asked:
            duty.get(url(row))
        costs.append(len(asked))
    assert (costs[1] - costs[0]) / 4 <= 20, costs
