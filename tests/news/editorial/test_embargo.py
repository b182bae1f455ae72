"""Embargoes: who sets and breaks them, what they hold back, and that translations and copies inherit them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from news.editorial.approvals import approve_import
from news.editorial.embargo import break_embargo, in_force, set_embargo
from news.editorial.models import Embargo
from news.editorial.newsroom import set_up_desk
from news.editorial.refusals import Refusal, Refused
from news.editorial.roles import DESK_ROLES, DUTY_EDITOR
from news.models import ArticlePage
from news.publication.desk.registry import ACTIONS
from news.publication.permit import refusals
from news.publication.schedule import Clock
from news.record.models import Mark
from tests import factories
from tests.news.admin.support import client_for
from tests.news.publication.support import assert_in_step, fresh, is_public, reason, settle

pytestmark = pytest.mark.usefixtures("newsroom")


def later(**time: int) -> datetime:
    return timezone.now() + timedelta(**time)


def approved(title: str = "نتائج الشركة الفصلية") -> ArticlePage:
    page = factories.article(title)
    approve_import(page.get_latest_revision_as_object(), run="tests", by=None)
    return fresh(page)


def codes(page: ArticlePage, at: datetime | None = None) -> list[str]:
    return [refusal.code for refusal in refusals(fresh(page).get_latest_revision_as_object(), at)]


@pytest.fixture
def desk() -> Any:
    return factories.user("Desk editor")


@pytest.fixture
def duty() -> Any:
    return factories.user("Duty editor")


def test_it_holds_a_story_back_in_every_language(desk: Any) -> None:
    page = approved()
    english = factories.translation(page, "en", "Quarterly results")
    set_embargo(page, until=later(hours=2), by=desk, note="الشركة")
    assert "embargoed" in codes(page)
    assert "embargoed" in codes(english)
    later_made = factories.translation(page, "fr", "Résultats trimestriels")
    assert "embargoed" in codes(later_made)
    with pytest.raises(Refused, match="embargoed"):
        page.latest_revision.publish()


def copy_in_the_admin(page: ArticlePage) -> None:
    form = {"new_title": page.title, "new_slug": "نسخة", "new_parent_page": page.get_parent().pk}
    client_for(factories.user("Duty editor")).post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form)


def copy_by_the_admin_api(page: ArticlePage) -> None:
    url = reverse("wagtailadmin_api:pages:action", args=[page.pk, "copy"])
    form = {"slug": "نسخة", "destination_page_id": page.get_parent().pk}
    client_for(factories.user("Duty editor")).post(url, form, "application/json")


def copy_in_code(page: ArticlePage) -> None:
    page.copy(update_attrs={"slug": "نسخة"})


@pytest.mark.parametrize("act", [copy_in_code, copy_in_the_admin, copy_by_the_admin_api])
def test_a_copy_is_under_the_same_embargo(act: Callable[[ArticlePage], None], desk: Any) -> None:
    page = approved()
    set_embargo(page, until=None, by=desk)
    act(page)
    copy = ArticlePage.objects.get(slug="نسخة")
    assert copy.translation_key != page.translation_key
    assert "embargoed_open" in codes(copy)


def test_it_may_be_scheduled_for_after_its_end_and_not_before(desk: Any) -> None:
    page = approved()
    until = later(days=1)
    set_embargo(page, until=until, by=desk)
    assert codes(page, until - timedelta(minutes=1)) == ["embargoed"]
    assert codes(page, until) == []
    draft = page.get_latest_revision_as_object()
    draft.go_live_at = until + timedelta(minutes=5)
    draft.save_revision().publish()
    assert fresh(page).scheduled_revision


def test_without_an_end_nothing_can_be_scheduled(desk: Any) -> None:
    page = approved()
    set_embargo(page, until=None, by=desk)
    assert codes(page, later(days=400)) == ["embargoed_open"]


def test_what_slipped_through_comes_out_when_it_ends() -> None:
    page = approved()
    Embargo.objects.create(group=page.translation_key, until=later(hours=1))
    factories.slip(page)
    settle()
    assert (fresh(page).live, is_public(page), reason(page)) == (True, False, "embargoed")
    Embargo.objects.update(until=later(seconds=-1))
    assert Clock().fire() == 1
    assert_in_step()
    assert is_public(page)
    assert Clock().fire() == 0
    ended = Embargo.objects.get()
    assert (ended.ended_at, ended.ended_by) == (ended.until, None)


@pytest.mark.parametrize("role", ["Reporter", "Translator", ""])
def test_who_may_not_edit_others_stories_sets_none(role: str) -> None:
    page = approved()
    with pytest.raises(Refused, match="not_allowed"):
        set_embargo(page, until=None, by=factories.user(role))
    assert not Embargo.objects.exists()


@pytest.mark.parametrize("role", ["Reporter", "Translator", "Desk editor", ""])
def test_who_may_not_publish_breaks_none(role: str, desk: Any) -> None:
    page = approved()
    set_embargo(page, until=None, by=desk)
    with pytest.raises(Refused, match="not_allowed"):
        break_embargo(page, reason="خبر عاجل", by=factories.user(role))
    assert in_force([page.translation_key])


def test_breaking_takes_a_reason_and_is_kept(desk: Any, duty: Any) -> None:
    page = approved()
    set_embargo(page, until=later(days=1), by=desk)
    with pytest.raises(Refused, match="reason_required"):
        break_embargo(page, reason="  ", by=duty)
    broken = break_embargo(page, reason="نشرته وكالة أخرى", by=duty)
    assert (broken.ended_by, broken.reason) == (duty, "نشرته وكالة أخرى")
    assert codes(page) == []
    assert not fresh(page).live  # breaking publishes nothing
    entry = PageLogEntry.objects.get(action="nashra.embargo.break")
    assert (entry.user, entry.data["reason"]) == (duty, "نشرته وكالة أخرى")
    with pytest.raises(Refused, match="embargo_none"):
        break_embargo(page, reason="مرة أخرى", by=duty)


def test_breaking_takes_the_right_in_every_language(duty: Any) -> None:
    section = factories.section("اقتصاد")
    set_up_desk(section)
    person = factories.user()
    role = next(role for role in DESK_ROLES if role.key == DUTY_EDITOR.key)
    person.groups.add(role.group(section.url_path))
    page = factories.article("صفقة لم تُعلن", parent=section)
    set_embargo(page, until=None, by=duty)
    assert ACTIONS["break-embargo"].refusal(page, person) is None
    factories.translation(page, "en", "An unannounced deal")
    assert ACTIONS["break-embargo"].refusal(page, person) == Refusal("not_allowed")
    with pytest.raises(Refused, match="not_allowed"):
        break_embargo(page, reason="نشرته وكالة أخرى", by=person)
    assert in_force([page.translation_key])
    break_embargo(page, reason="نشرته وكالة أخرى", by=duty)
    assert not in_force([page.translation_key])


def test_it_is_prolonged_and_never_shortened(desk: Any, duty: Any) -> None:
    page = approved()
    first = set_embargo(page, until=later(days=1), by=desk)
    for person in (desk, duty):
        with pytest.raises(Refused, match="embargo_shorter"):
            set_embargo(page, until=later(hours=1), by=person)
    set_embargo(page, until=later(days=2), by=desk)
    set_embargo(page, until=None, by=desk)
    with pytest.raises(Refused, match="embargo_shorter"):
        set_embargo(page, until=later(days=9), by=desk)
    first.refresh_from_db()
    assert (first.ended_by, first.reason) == (None, "")
    assert Embargo.objects.filter(ended_at__isnull=True).count() == 1


def copied(page: ArticlePage, slug: str) -> ArticlePage:
    copy: ArticlePage = fresh(page).copy(update_attrs={"slug": slug})
    return copy


def until_of(*pages: ArticlePage) -> list[datetime | None]:
    found = in_force([page.translation_key for page in pages])
    return [found[page.translation_key].until for page in pages]


def test_what_is_prolonged_is_prolonged_for_copies_and_their_copies(desk: Any) -> None:
    page = approved()
    set_embargo(page, until=later(hours=1), by=desk, note="الشركة")
    copy = copied(page, "نسخة")
    second = copied(copy, "نسخة-النسخة")
    settle()
    day = later(days=1)
    set_embargo(page, until=day, by=desk)
    assert until_of(page, copy, second) == [day, day, day]
    week = later(weeks=1)
    set_embargo(copy, until=week, by=desk)
    assert until_of(page, copy, second) == [day, week, week]
    set_embargo(page, until=later(days=2), by=desk)
    assert until_of(copy, second) == [week, week]
    set_embargo(page, until=None, by=desk)
    assert until_of(page, copy, second) == [None, None, None]
    told = PageLogEntry.objects.filter(page=second.pk, action="nashra.embargo.set")
    assert [entry.data["until"] for entry in told.order_by("pk")] == [day.isoformat(), week.isoformat(), None]
    assert set(told.values_list("user", flat=True)) == {desk.pk}
    assert not Mark.objects.exists()


def test_what_was_broken_for_a_copy_stays_so_and_its_own_copies_are_reached(desk: Any, duty: Any) -> None:
    page = approved()
    set_embargo(page, until=later(hours=1), by=desk)
    copy = copied(page, "نسخة")
    second = copied(copy, "نسخة-النسخة")
    break_embargo(copy, reason="نشرته وكالة أخرى", by=duty)
    for until in (later(days=1), None):
        set_embargo(page, until=until, by=desk)
        assert not in_force([copy.translation_key])
        assert until_of(second) == [until]


def test_an_embargo_of_the_copy_itself_is_its_own(desk: Any, duty: Any) -> None:
    page = approved()
    set_embargo(page, until=later(hours=1), by=desk)
    copy = copied(page, "نسخة")
    break_embargo(copy, reason="خطأ", by=duty)
    own = later(hours=3)
    set_embargo(copy, until=own, by=desk)
    set_embargo(page, until=None, by=desk)
    assert until_of(copy) == [own]


def test_it_must_end_in_the_future(desk: Any) -> None:
    with pytest.raises(Refused, match="embargo_past"):
        set_embargo(approved(), until=later(seconds=-1), by=desk)


def test_what_is_public_is_taken_down_otherwise(desk: Any) -> None:
    page = factories.published()
    with pytest.raises(Refused, match="embargo_public"):
        set_embargo(page, until=None, by=desk)
    english = factories.translation(page, "en", "Public in Arabic already")
    with pytest.raises(Refused, match="embargo_public"):
        set_embargo(english, until=None, by=desk)


def test_an_embargo_on_a_draft_leaves_no_mark(desk: Any) -> None:
    page = approved()
    settle()
    set_embargo(page, until=None, by=desk)
    assert not Mark.objects.exists()


def test_a_copied_section_takes_the_embargoes_of_its_stories_along() -> None:
    section = factories.section("ملفات")
    page = factories.article("تحت الحظر", parent=section)
    other = factories.article("بلا حظر", parent=factories.section("فرع", parent=section))
    set_embargo(page, until=None, by=factories.user("Duty editor"))
    copy = section.copy(recursive=True, update_attrs={"slug": "نسخة", "title": "نسخة"})
    found = {one.title: one for one in ArticlePage.objects.descendant_of(copy)}
    assert set(found) == {page.title, other.title}
    assert set(in_force([one.translation_key for one in found.values()])) == {
        found[page.title].translation_key
    }
