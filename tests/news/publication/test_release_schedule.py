"""Releases that the clock fires: once, all or nothing, and with patience where something holds them back."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import PageLogEntry

from news.editorial.gathering import cancel, schedule, take_out
from news.editorial.models import Embargo, Notice
from news.editorial.refusals import Refused
from news.editorial.releases import Release
from news.publication.readiness import readiness
from news.publication.releasing import NotDueError, release
from news.publication.schedule import Clock
from tests import factories
from tests.news.editorial.support import edit
from tests.news.publication.releases import approve, in_two_languages, public_among, ready, release_of
from tests.news.publication.support import assert_in_step, events, fresh, is_public, settle

pytestmark = pytest.mark.usefixtures("newsroom")


@pytest.fixture
def duty(newsroom: None) -> Any:
    return factories.user("Duty editor")


def tomorrow() -> datetime:
    return timezone.now() + timedelta(days=1)


def come_due(row: Release, **fields: Any) -> Release:
    """Let the moment of a release be now, and its next try too."""
    Release.objects.filter(pk=row.pk).update(at=timezone.now(), retry_at=None, **fields)
    return Release.objects.get(pk=row.pk)


def test_a_release_goes_out_once_when_it_is_due(duty: Any) -> None:
    pages = in_two_languages()
    row = release_of(*pages, by=duty)
    schedule(row, tomorrow(), by=duty)
    assert Clock().fire() == 0
    assert public_among(pages) == 0
    come_due(row)
    assert Clock().fire() == 1
    assert public_among(pages) == 2
    assert Clock().fire() == 0
    row.refresh_from_db()
    assert (row.state, row.released_by) == ("released", None)
    assert [events(page) for page in pages] == [["published"]] * 2
    assert PageLogEntry.objects.filter(action="wagtail.publish.scheduled").count() == 2
    assert_in_step()


def test_what_holds_it_back_is_kept_told_once_and_tried_again_later_and_later(duty: Any) -> None:
    page, other = ready("خبر يعدَّل"), ready("خبر آخر")
    row = release_of(page, other, by=duty)
    schedule(row, tomorrow(), by=duty)
    edit(page, factories.user("Desk editor"))
    waits = []
    for number in (1, 2, 3):
        row = come_due(row)
        assert Clock().fire() == 0
        row.refresh_from_db()
        assert row.failures == number
        assert [(one["page"], one["code"]) for one in row.failure] == [(page.pk, "edited_since_approval")]
        waits.append(round((row.retry_at - row.failed_at).total_seconds()))  # type: ignore[operator]
        assert Clock().fire() == 0
        assert Release.objects.get(pk=row.pk).failures == number  # not before its time
    assert waits == [2, 4, 8]
    settle()
    assert public_among((page, other)) == 0
    (notice,) = Notice.objects.filter(what=Notice.What.RELEASE_FAILED)
    assert (notice.recipient, notice.page_id) == (duty, page.pk)
    assert row.title in notice.words
    assert [one.to for one in mail.outbox if "خبر يعدَّل" in one.subject] == [[duty.email]]
    approve(fresh(page))
    come_due(row)
    assert Clock().fire() == 1
    assert public_among((page, other)) == 2
    assert_in_step()


def test_another_moment_begins_anew_and_no_moment_leaves_it_to_people(duty: Any) -> None:
    page = factories.article("مسودة")
    row = release_of(page, by=duty)
    schedule(row, tomorrow(), by=duty)
    Clock().fire()
    come_due(row)
    Clock().fire()
    assert Release.objects.get(pk=row.pk).failures == 1
    schedule(row, tomorrow(), by=duty)
    row.refresh_from_db()
    assert (row.failures, row.failure, row.retry_at) == (0, [], None)
    schedule(row, None, by=duty)
    row.refresh_from_db()
    assert (row.state, row.scheduled_by) == ("open", None)
    assert Clock().fire() == 0
    with pytest.raises(Refused) as caught:
        schedule(row, timezone.now() - timedelta(minutes=1), by=duty)
    assert caught.value.code == "release_past"


def test_an_embargo_that_ends_before_is_none(duty: Any) -> None:
    page = ready("نتائج الشركة")
    Embargo.objects.create(group=page.translation_key, until=timezone.now() + timedelta(hours=1))
    row = release_of(page, by=duty)
    schedule(row, tomorrow(), by=duty)
    row.refresh_from_db()
    assert [line.refusals for line in readiness(row, at=row.at)] == [[]]
    (now,) = readiness(row)
    assert [one.code for one in now.refusals] == ["embargoed"]
    Embargo.objects.update(until=timezone.now())
    come_due(row)
    assert Clock().fire() >= 1
    assert is_public(page)


def test_one_that_cannot_go_out_stops_no_other(duty: Any) -> None:
    stuck, good = factories.article("مسودة"), ready("خبر جاهز")
    for page in (stuck, good):
        row = release_of(page, by=duty)
        schedule(row, tomorrow(), by=duty)
        come_due(row)
    assert Clock().fire() == 1
    assert (is_public(stuck), is_public(good)) == (False, True)


def test_what_is_nobodys_mistake_is_kept_as_well(duty: Any, monkeypatch: Any) -> None:
    page = ready("خبر")
    row = release_of(page, by=duty)
    schedule(row, tomorrow(), by=duty)
    come_due(row)

    def fail(*args: Any, **options: Any) -> None:
        raise RuntimeError("no paper")

    monkeypatch.setattr("news.publication.types.article.render_article", fail)
    assert Clock().fire() == 0
    row.refresh_from_db()
    assert [(one["page"], one["code"]) for one in row.failure] == [(None, "release_failed")]
    assert Notice.objects.filter(what=Notice.What.RELEASE_FAILED, recipient=duty).count() == 1
    assert not is_public(page)


def test_the_clock_leaves_alone_what_is_over_or_put_off(duty: Any) -> None:
    page = ready("خبر")
    row = release_of(page, by=duty)
    schedule(row, tomorrow(), by=duty)
    seen = come_due(row)
    schedule(row, tomorrow(), by=duty)
    row.refresh_from_db()
    with pytest.raises(NotDueError):
        release(row, by=None)
    cancel(row, by=duty)
    with pytest.raises(NotDueError):
        release(seen, by=None)
    assert not is_public(page)


def test_an_empty_one_that_is_due_is_told_to_nobody_and_goes_nowhere(duty: Any) -> None:
    page = ready("خبر")
    row = release_of(page, by=duty)
    schedule(row, tomorrow(), by=duty)
    take_out(row, [page], by=duty)
    come_due(row)
    assert Clock().fire() == 0
    row.refresh_from_db()
    assert [one["code"] for one in row.failure] == ["release_empty"]
