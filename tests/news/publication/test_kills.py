"""A kill: who may, what its receipt says and when, and that undoing takes two people."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, PageLogEntry

from news.editorial.refusals import Refused
from news.models import ArticlePage
from news.publication import kills
from news.publication.consumers import feeds
from news.publication.kills import ask_to_undo, kill, receipt, undo
from news.publication.models import Kill
from news.publication.sync import sync
from news.record.models import Publication, PublicState
from tests import factories
from tests.news.publication.support import assert_in_step, events, fresh, is_public, row, settle
from tests.news.publication.test_schedule import schedule

pytestmark = pytest.mark.usefixtures("newsroom", "search_index")
NOTICE, REASON = "سُحب الخبر لثبوت خطئه.", "شهادة مكذوبة"


@pytest.fixture
def duty() -> Any:
    return factories.user("Duty editor")


def killed(page: ArticlePage, by: Any) -> Kill:
    return kill(page, notice=NOTICE, reason=REASON, by=by)


def feed_all() -> None:
    """What the relay does for those who follow the log."""
    for feed in feeds():
        while feed.advance():
            pass
    kills.follow()


def test_the_receipt_says_what_was_cleared_and_when(duty: Any) -> None:
    page = factories.published("خبر كاذب", lead_image=factories.image())
    files = list(storages["public"].listdir("")[1])
    feed_all()
    row = killed(page, duty)
    at = {line.place: line.at for line in receipt(row)}
    done = Publication.objects.get(document_id=page.uuid, event="killed")
    assert at["api"] == done.occurred_at
    assert at["files"] is not None
    assert not [name for name in files if storages["public"].exists(name)]
    assert row.files
    waiting = {place for place, moment in at.items() if moment is None}
    assert waiting == {feed.name for feed in feeds()}
    assert row.cleared_at is None
    feed_all()
    row.refresh_from_db()
    assert all(line.at and line.at >= row.at for line in receipt(row))
    assert row.cleared_at is not None
    assert PageLogEntry.objects.get(action="nashra.kill").data == {"notice": NOTICE, "reason": REASON}


def test_a_kill_that_was_interrupted_is_finished(duty: Any) -> None:
    page = factories.published("خبر كاذب")
    row = Kill.objects.create(
        group=page.translation_key, articles=[str(page.uuid)], notice=NOTICE, reason=REASON, by=duty
    )
    kills.follow()
    assert is_public(page)  # whoever began it may be at it still
    Kill.objects.update(at=timezone.now() - timedelta(minutes=2))
    assert kills.follow() == 1
    row.refresh_from_db()
    assert row.sequence
    assert (is_public(page), fresh(page).live) == (False, False)
    assert kills.follow() == 0
    assert_in_step()


@pytest.mark.parametrize("role", ["Reporter", "Desk editor", "Translator", ""])
def test_who_may_not_publish_kills_and_undoes_nothing(role: str, duty: Any) -> None:
    page, person = factories.published(), factories.user(role)
    with pytest.raises(Refused, match="not_allowed"):
        killed(page, person)
    assert is_public(page)
    killed(page, duty)
    for act in (lambda: ask_to_undo(page, reason="س", by=person), lambda: undo(page, by=person)):
        with pytest.raises(Refused, match="not_allowed"):
            act()


def test_undoing_takes_two_people_and_publishes_nothing(duty: Any) -> None:
    page = factories.published("قُتل خطأً")
    english = factories.publish(factories.translation(page, "en", "Killed by mistake"))
    killed(page, duty)
    other = factories.user("Duty editor")
    with pytest.raises(Refused, match="undo_not_asked"):
        undo(page, by=other)
    with pytest.raises(Refused, match="reason_required"):
        ask_to_undo(page, reason=" ", by=duty)
    ask_to_undo(page, reason="القتل كان خطأ", by=duty)
    with pytest.raises(Refused, match="four_eyes_undo"):
        undo(page, by=duty)
    assert Client().get(f"/api/v1/articles/{page.uuid}/").status_code == 410
    undo(page, by=other)
    for story in (page, english):
        assert Client().get(f"/api/v1/articles/{story.uuid}/").status_code == 404
        assert not fresh(story).live
        found = row(story)
        assert found is not None
        assert (found.state, found.notice) == (PublicState.WITHDRAWN, "")
        assert events(story)[-2:] == ["killed", "withdrawn"]
    settle()
    assert_in_step()
    factories.publish(page)
    assert is_public(page)
    with pytest.raises(Refused, match="not_killed"):
        ask_to_undo(page, reason="مرة أخرى", by=duty)


def test_a_superuser_is_one_person_too() -> None:
    page, root = factories.published(), factories.user(is_superuser=True)
    killed(page, root)
    ask_to_undo(page, reason="تجربة", by=root)
    with pytest.raises(Refused, match="four_eyes_undo"):
        undo(page, by=root)


def test_killed_again_after_it_was_undone(duty: Any) -> None:
    page = factories.published()
    killed(page, duty)
    ask_to_undo(page, reason="خطأ", by=duty)
    undo(page, by=factories.user("Duty editor"))
    killed(page, duty)
    assert Client().get(f"/api/v1/articles/{page.uuid}/").json()["notice"] == NOTICE
    with pytest.raises(Refused, match="undo_not_asked"):
        undo(page, by=factories.user("Duty editor"))


def killed_halfway(by: Any, monkeypatch: pytest.MonkeyPatch) -> ArticlePage:
    """A public story whose kill failed once it was written down."""
    page = factories.published()
    with monkeypatch.context() as broken:
        broken.setattr(kills, "sync", lambda *_args, **_options: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            killed(page, by)
    return page


def test_what_failed_halfway_is_finished_by_the_next_attempt(
    duty: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = killed_halfway(duty, monkeypatch)
    assert is_public(page)
    killed(page, duty)
    assert Client().get(f"/api/v1/articles/{page.uuid}/").status_code == 410
    assert Kill.objects.count() == 1
    with pytest.raises(Refused, match="killed"):
        killed(page, duty)


def test_while_it_is_carried_out_another_is_told_that_it_was_killed(
    duty: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, met = factories.published("خبر كاذب"), []

    def meanwhile(*args: Any, **options: Any) -> Any:
        Kill.objects.update(at=timezone.now() - timedelta(minutes=2))
        with pytest.raises(Refused) as caught:
            killed(page, factories.user("Duty editor"))
        met.append(caught.value.code)
        kills.follow()
        return sync(*args, **options)

    monkeypatch.setattr(kills, "sync", meanwhile)
    killed(page, duty)
    assert met == ["killed"]
    assert PageLogEntry.objects.filter(action="nashra.kill").count() == 1
    assert events(page) == ["published", "killed"]


def test_a_kill_whose_process_died_is_finished_by_the_next_attempt(duty: Any) -> None:
    page = factories.published("خبر كاذب")
    row = Kill.objects.create(
        group=page.translation_key, articles=[str(page.uuid)], notice=NOTICE, reason=REASON, by=duty,
        held_until=timezone.now() + timedelta(seconds=30),
    )  # fmt: skip
    with pytest.raises(Refused, match="killed"):
        killed(page, duty)
    Kill.objects.update(held_until=timezone.now())
    assert killed(page, duty) == row
    assert not is_public(page)
    assert Kill.objects.count() == 1


def test_a_kill_is_asked_to_be_undone_once(duty: Any) -> None:
    page = factories.published("قُتل خطأً")
    killed(page, duty)
    ask_to_undo(page, reason="خطأ", by=duty)
    with pytest.raises(Refused, match="undo_asked"):
        ask_to_undo(page, reason="خطأ آخر", by=factories.user("Duty editor"))


def test_what_was_undone_before_it_was_finished_is_not_taken_up_again(
    duty: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = killed_halfway(duty, monkeypatch)
    ask_to_undo(page, reason="خطأ", by=duty)
    undo(page, by=factories.user("Duty editor"))
    Kill.objects.update(at=timezone.now() - timedelta(hours=1))
    assert kills.follow() == 0
    assert is_public(page)


def test_what_another_kill_holds_stays_killed(duty: Any) -> None:
    page = factories.published()
    english = factories.publish(factories.translation(page, "en", "Two kills"))
    kill(page, notice=NOTICE, reason=REASON, by=duty, all_locales=False)
    killed(english, duty)
    ask_to_undo(english, reason="خطأ", by=duty)
    undo(english, by=factories.user("Duty editor"))
    states = [row(story).state for story in (page, english)]  # type: ignore[union-attr]
    assert states == [PublicState.KILLED, PublicState.WITHDRAWN]


def test_undoing_takes_the_right_in_every_language(duty: Any) -> None:
    page = factories.published()
    factories.publish(factories.translation(page, "en", "Out of reach"))
    killed(page, duty)
    GroupPagePermission.objects.filter(page__locale__language_code="en").delete()
    with pytest.raises(Refused, match="not_allowed"):
        ask_to_undo(page, reason="خطأ", by=fresh_user(duty))


def fresh_user(user: Any) -> Any:
    """The person without remembered rights."""
    return type(user).objects.get(pk=user.pk)


def test_a_schedule_ends_with_the_kill(duty: Any) -> None:
    page = factories.article("موعده غدًا")
    revision = schedule(page, timezone.now() + timedelta(days=1))
    killed(page, duty)
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None


def test_what_was_killed_is_neither_copied_nor_translated(duty: Any) -> None:
    page = factories.published("خبر كاذب")
    section = page.get_parent().specific
    factories.section(locale="en", translation_key=section.translation_key)
    killed(page, duty)
    for copy in (
        lambda: page.copy(update_attrs={"slug": "نسخة"}),
        lambda: section.copy(recursive=True, update_attrs={"slug": "نسخة"}),
        lambda: page.copy_for_translation(factories.home("en").locale),
    ):
        with pytest.raises(Refused) as caught:
            copy()
        assert caught.value.refusals[0].code == "killed_copy"
    assert ArticlePage.objects.get() == page
    ask_to_undo(page, reason="الشهادة صحيحة", by=duty)
    undo(page, by=factories.user("Duty editor"))
    assert page.copy(update_attrs={"slug": "نسخة"}).pk != page.pk


def test_the_admin_says_why_a_killed_story_is_not_copied(duty: Any) -> None:
    page = factories.published("خبر كاذب")
    killed(page, duty)
    client = Client()
    client.force_login(duty)
    form = {"new_title": "نسخة", "new_slug": "نسخة", "new_parent_page": page.get_parent().pk}
    answer = client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form, follow=True)
    assert "الخبر المحذوف نهائيًا لا يُنسخ" in answer.content.decode()
    assert ArticlePage.objects.get() == page
