"""The newsroom's actions on a story through the admin: who is offered what, what it asks, what it says."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from news.editorial.approvals import approve_import
from news.editorial.models import Breaking, Embargo
from news.editorial.newsroom import set_up_desk
from news.editorial.roles import DESK_EDITOR, DESK_ROLES
from news.models import ArticlePage
from news.publication.desk.registry import ACTIONS, offered
from news.publication.models import Kill
from news.record.models import Publication
from tests import factories
from tests.news.admin.support import client_for, edit_url, messages_in
from tests.news.editorial.support import act, submit
from tests.news.publication.support import fresh, is_public

pytestmark = pytest.mark.usefixtures("newsroom")
OFFERED_HERE = [name for name, action in ACTIONS.items() if action.icon]


def url(page: ArticlePage, name: str) -> str:
    return reverse("newsroom_action", args=[page.pk, name])


@pytest.fixture
def duty() -> Client:
    return client_for(factories.user("Duty editor"))


def test_an_embargo_is_set_and_broken(duty: Client) -> None:
    page = factories.article("نتائج الشركة")
    assert "صاحب الحظر" in duty.get(url(page, "set-embargo")).content.decode()
    until = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    answer = duty.post(url(page, "set-embargo"), {"until": until, "note": "الشركة"}, follow=True)
    assert messages_in(answer) == "عليه حظر نشر بكل اللغات."
    assert answer.redirect_chain == [(edit_url(page), 302)]
    row = Embargo.objects.get()
    assert (row.note, row.until and row.until.strftime("%Y-%m-%d %H:%M")) == ("الشركة", until)
    empty = duty.post(url(page, "break-embargo"), {"reason": "\u200f "})
    assert empty.status_code == 200
    assert Embargo.objects.get().ended_at is None
    duty.post(url(page, "break-embargo"), {"reason": "نشرته الوكالات"})
    assert Embargo.objects.get().reason == "نشرته الوكالات"


def moment(**time: int) -> str:
    return (timezone.now() + timedelta(**time)).strftime("%Y-%m-%d %H:%M")


def test_a_date_asks_for_no_new_approval_and_waits_for_one(duty: Client) -> None:
    approved, waiting = factories.article("موافق عليه"), factories.article("ينتظر المراجعة")
    approve_import(approved.get_latest_revision_as_object(), run="tests", by=None)
    before = approved.latest_revision.created_at
    for page in (approved, waiting):
        answer = duty.post(url(page, "schedule"), {"at": moment(days=1)}, follow=True)
        assert "جُدول نشره." in messages_in(answer)
    approved, waiting = fresh(approved), fresh(waiting)
    assert approved.scheduled_revision == approved.latest_revision
    assert approved.latest_revision.created_at == before
    assert waiting.scheduled_revision is None
    assert waiting.get_latest_revision_as_object().go_live_at
    submit(waiting, factories.user("Reporter"))
    for role in ("Desk editor", "Duty editor"):
        act(waiting, factories.user(role))
    assert fresh(waiting).scheduled_revision
    assert not fresh(waiting).live


def test_what_may_not_go_out_then_is_not_scheduled(duty: Client) -> None:
    page = factories.article("تحت الحظر")
    Embargo.objects.create(group=page.translation_key, until=timezone.now() + timedelta(days=2))
    answer = duty.post(url(page, "schedule"), {"at": moment(days=1)}, follow=True)
    assert "عليه حظر نشر حتى" in messages_in(answer)
    assert "لوقت لاحق" in messages_in(duty.post(url(page, "schedule"), {"at": moment(days=-1)}, follow=True))
    assert fresh(page).get_latest_revision_as_object().go_live_at is None
    duty.post(url(page, "schedule"), {"at": moment(days=3)})
    assert fresh(page).get_latest_revision_as_object().go_live_at
    public = factories.published()
    assert "آخر نصوصه" in messages_in(duty.get(url(public, "schedule"), follow=True))


def test_what_rules_forbid_is_said_and_nothing_done(duty: Client) -> None:
    page = factories.article("نتائج الشركة")
    yesterday = (timezone.now() - timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    answer = duty.post(url(page, "set-embargo"), {"until": yesterday}, follow=True)
    assert messages_in(answer) == "يجب أن ينتهي الحظر في وقت لاحق."
    assert messages_in(duty.get(url(page, "break-embargo"), follow=True)) == "لا حظر نشر عليه."
    bad = duty.post(url(page, "set-embargo"), {"until": "غدًا"})
    assert bad.context["form"].errors["until"]
    assert not Embargo.objects.exists()


def test_a_kill_asks_for_words_and_leads_to_its_receipt(duty: Client) -> None:
    page = factories.published("خبر كاذب")
    english = factories.publish(factories.translation(page, "en", "A false story"))
    form = {"notice": "سُحب الخبر.", "reason": "ثبت خطؤه", "all_locales": "on"}
    assert duty.post(url(page, "kill"), {**form, "notice": " "}).context["form"].errors["notice"]
    assert is_public(page)
    answer = duty.post(url(page, "kill"), form, follow=True)
    assert (is_public(page), is_public(english)) == (False, False)
    row = Kill.objects.get()
    assert answer.redirect_chain == [(reverse("newsroom_kill", args=[row.pk]), 302)]
    text = answer.content.decode()
    for words in ("سُحب الخبر.", "ثبت خطؤه", "الواجهة البرمجية", "ليس بعد", "A false story"):
        assert words in text
    editor = duty.get(edit_url(page)).content.decode()
    assert reverse("newsroom_kill", args=[row.pk]) in editor
    assert url(page, "kill") not in editor


def test_the_log_of_a_kill_is_blanked_later_and_once(duty: Client) -> None:
    page = factories.published("اسم قاصر")
    assert duty.get(url(page, "blank-log")).status_code == 302
    duty.post(url(page, "kill"), {"notice": "سُحب.", "reason": "ثبت خطؤه", "all_locales": "on"})
    texts = Publication.objects.filter(document_id=page.uuid, document__isnull=False)
    assert texts.exists()
    assert not duty.post(url(page, "blank-log"), {"reason": " "}).context["form"].is_valid()
    assert texts.exists()
    answer = duty.post(url(page, "blank-log"), {"reason": "أمر قضائي"}, follow=True)
    assert messages_in(answer) == "لم يبقَ شيء من نصوصه في السجل."
    assert not texts.exists()
    rows = Publication.objects.filter(document_id=page.uuid, note__has_key="redacted")
    assert {row.note["redacted"]["reason"] for row in rows} == {"أمر قضائي"}
    assert (
        "نصوصه في السجل" in duty.get(reverse("newsroom_kill", args=[Kill.objects.get().pk])).content.decode()
    )
    again = duty.post(url(page, "blank-log"), {"reason": "أمر قضائي"}, follow=True)
    assert messages_in(again).endswith("لم يعد في السجل شيء من نصوصه.")


def test_undoing_a_kill_goes_through_two_browsers(duty: Client) -> None:
    page = factories.published("قُتل خطأً")
    duty.post(url(page, "kill"), {"notice": "سُحب.", "reason": "ظنناه كاذبًا"})
    duty.post(url(page, "ask-to-undo-kill"), {"reason": "الخبر صحيح"})
    own = duty.post(url(page, "undo-kill"), follow=True)
    assert messages_in(own).endswith("أنت من طلب التراجع؛ ويجب أن ينفذه زميل غيرك.")
    other = client_for(factories.user("Duty editor"))
    assert url(page, "undo-kill") in other.get(edit_url(page)).content.decode()
    answer = other.post(url(page, "undo-kill"), follow=True)
    assert messages_in(answer) == "صار مسحوبًا، ويمكن نشره من جديد."
    assert Kill.objects.get().undone_at


def test_breaking_news_goes_out_and_is_checked(duty: Client) -> None:
    page = factories.article("زلزال في البحر", kind="brief")
    duty.post(url(page, "publish-breaking"), {"until": ""})
    assert is_public(page)
    desk = client_for(factories.user("Desk editor"))
    assert "check-breaking" in desk.get(edit_url(page)).content.decode()
    desk.post(url(page, "check-breaking"))
    duty.post(url(page, "clear-breaking"))
    row = Breaking.objects.get()
    assert row.checked_at
    assert row.cleared_at


@pytest.mark.parametrize("role", ["Reporter", "Translator", "Desk editor", "Duty editor"])
def test_people_are_offered_what_they_may_do_and_nothing_else(role: str) -> None:
    person = factories.user(role)
    page = factories.article("مسودة المراسل", user=person)
    text = client_for(person).get(edit_url(page)).content.decode()
    for name, refusal in offered(fresh(page), person).items():
        assert (url(page, name) in text) == (name in OFFERED_HERE and refusal is None), name


@pytest.mark.parametrize("name", OFFERED_HERE)
@pytest.mark.parametrize("who", ["nobody", "stranger", "reporter"])
def test_who_may_not_changes_nothing(name: str, who: str) -> None:
    page = factories.article("سر", kind="brief")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    people: dict[str, Any] = {
        "stranger": factories.user,
        "reporter": lambda: factories.user("Reporter"),
    }
    client = client_for(people[who]()) if who in people else Client()
    data = {"reason": "س", "notice": "س", "until": ""}
    answers = [client.get(url(page, name)), client.post(url(page, name), data)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert "سر" not in "".join(answer.content.decode() for answer in answers)
    assert not (Embargo.objects.exists())
    assert not (Breaking.objects.exists())
    assert not (Kill.objects.exists())


def test_a_receipt_is_for_who_knows_the_story(duty: Client) -> None:
    page = factories.published("خبر كاذب", parent=factories.section("قسم"))
    duty.post(url(page, "kill"), {"notice": "سُحب.", "reason": "سبب خاص"})
    address = reverse("newsroom_kill", args=[Kill.objects.get().pk])
    for client in (Client(), client_for(factories.user())):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "سبب خاص" not in answer.content.decode()
    assert duty.get(reverse("newsroom_kill", args=[0])).status_code == 404


def test_a_receipt_tells_of_the_languages_one_knows_of_alone(duty: Client) -> None:
    section = factories.section("اقتصاد")
    set_up_desk(section)
    person = factories.user()
    role = next(role for role in DESK_ROLES if role.key == DESK_EDITOR.key)
    person.groups.add(role.group(section.url_path))
    page = factories.published("خبر كاذب", parent=section)
    english = factories.translation(page, "en", "An English secret")
    duty.post(url(page, "kill"), {"notice": "سُحب.", "reason": "ثبت خطؤه", "all_locales": "on"})
    address = reverse("newsroom_kill", args=[Kill.objects.get().pk])
    text = client_for(person).get(address).content.decode()
    assert "خبر كاذب" in text
    assert english.title not in text
    assert english.title in duty.get(address).content.decode()


def test_a_receipt_outlives_the_story_for_superusers(duty: Client) -> None:
    page = factories.published("خبر كاذب")
    duty.post(url(page, "kill"), {"notice": "سُحب.", "reason": "سبب خاص", "all_locales": "on"})
    fresh(page).delete()
    address = reverse("newsroom_kill", args=[Kill.objects.get().pk])
    assert duty.get(address).status_code == 302
    answer = client_for(factories.user(is_superuser=True)).get(address)
    assert "سبب خاص" in answer.content.decode()


@pytest.mark.parametrize("name", ["submit", "publish", "no-such-action"])
def test_what_the_admin_has_its_own_place_for_is_not_here(name: str, duty: Client) -> None:
    assert duty.get(url(factories.article(), name)).status_code == 404
