"""What time does: stories go out when they are due, and come down when their time is over."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import storages
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from news.editorial.approvals import approve_import
from news.models import ArticlePage
from news.publication.schedule import Clock
from news.record.models import PublishedDocument, live_now
from tests import factories
from tests.news.publication.support import (
    assert_in_step,
    document,
    events,
    fresh,
    is_public,
    reason,
    settle,
)

pytestmark = pytest.mark.usefixtures("newsroom")


def schedule(page: ArticlePage, moment: datetime, *, approved: bool = True, **changes: Any) -> Revision:
    """Publish the newest revision for a later moment."""
    draft = fresh(page).get_latest_revision_as_object()
    draft.go_live_at = moment
    for name, value in changes.items():
        setattr(draft, name, value)
    revision = draft.save_revision()
    if approved:
        approve_import(revision.as_object(), run="tests", by=None)
        revision.publish()
    else:
        factories.slip(page, revision)
    return revision


def come_due(revision: Revision) -> None:
    """Let the moment of a scheduled revision be now."""
    now = timezone.now() - timedelta(seconds=1)
    content = {**revision.content, "go_live_at": now.isoformat()}
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=now, content=content)


def test_a_story_goes_out_once_when_it_is_due() -> None:
    page = factories.article("موعده غدًا")
    revision = schedule(page, timezone.now() + timedelta(days=1))
    clock = Clock()
    assert clock.fire() == 0
    settle()
    assert (fresh(page).live, is_public(page)) == (False, False)
    come_due(revision)
    assert clock.fire() == 1
    assert is_public(page)
    assert clock.fire() == Clock().fire() == 0
    assert_in_step()
    assert events(page) == ["published"]
    log = PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled")
    assert log.count() == 1


def test_a_scheduled_update_leaves_the_public_story_alone_until_it_is_due() -> None:
    page = factories.published("العنوان الأول")
    revision = schedule(page, timezone.now() + timedelta(days=1), title="العنوان الثاني")
    settle()
    assert (document(page)["title"], reason(page)) == ("العنوان الأول", "")
    come_due(revision)
    assert Clock().fire() == 1
    assert document(page)["title"] == "العنوان الثاني"
    assert_in_step()


def test_what_was_scheduled_without_approval_stays_in(caplog: pytest.LogCaptureFixture) -> None:
    page = factories.article("بلا موافقة")
    come_due(schedule(page, timezone.now() + timedelta(days=1), approved=False))
    clock = Clock()
    assert clock.fire() == 0
    settle()
    assert (fresh(page).live, is_public(page)) == (False, False)
    assert "refused: not_approved" in caplog.text
    assert clock.fire() == 0  # not before its time
    assert caplog.text.count("refused") == 1


def test_one_that_cannot_go_out_stops_no_other_and_is_tried_later() -> None:
    section = factories.section()
    first, second = factories.article("الأول", parent=section), factories.article("الثاني", parent=section)
    tomorrow = timezone.now() + timedelta(days=1)
    broken, good = schedule(first, tomorrow), schedule(second, tomorrow)
    come_due(broken)
    come_due(good)
    Revision.objects.filter(pk=broken.pk).update(content={**broken.content, "first_published_at": "أمس"})
    clock = Clock()
    assert clock.fire() == 1
    assert (is_public(first), is_public(second)) == (False, True)
    assert not fresh(first).live
    (name,) = clock.retry_at
    assert clock.failures[name] == 1
    assert clock.fire() == 0
    assert clock.failures[name] == 1  # not before its time
    clock.retry_at[name] = timezone.now()
    clock.fire()
    assert clock.failures[name] == 2
    Revision.objects.filter(pk=broken.pk).update(content=broken.content)
    come_due(Revision.objects.get(pk=broken.pk))
    clock.retry_at[name] = timezone.now()
    assert clock.fire() == 1
    assert (clock.failures, clock.retry_at) == ({}, {})
    assert_in_step()


def test_an_end_hides_at_once_and_is_carried_out_by_the_clock() -> None:
    page = factories.published("ينتهي اليوم", expire_at=timezone.now() + timedelta(hours=1))
    row = PublishedDocument.objects.get(document_id=page.uuid)
    later = timezone.now() + timedelta(hours=2)
    assert not PublishedDocument.objects.filter(live_now(later), pk=row.pk).exists()
    past = fresh(page)
    past.expire_at = timezone.now() - timedelta(seconds=1)
    ArticlePage.objects.filter(pk=page.pk).update(expire_at=past.expire_at)
    assert Clock().fire() == 1
    settle()
    page = fresh(page)
    assert (page.live, page.expired, is_public(page)) == (False, True, False)
    assert Clock().fire() == 0
    assert_in_step()


def test_the_end_of_a_section_takes_down_what_stands_below() -> None:
    section = factories.section("موسمي", expire_at=timezone.now() + timedelta(hours=1))
    page = factories.published("خبر الموسم", parent=section)
    settle()
    past = timezone.now() - timedelta(seconds=1)
    type(section).objects.filter(pk=section.pk).update(expire_at=past)
    PublishedDocument.objects.filter(document_id__in=[section.uuid, page.uuid]).update(visible_until=past)
    Clock().fire()
    assert_in_step()
    assert not is_public(section)
    assert not is_public(page)
    assert fresh(page).live  # in Wagtail it stays; the gate keeps it in


def test_a_lost_picture_does_not_undo_a_schedule() -> None:
    image = factories.image()
    page = factories.article("صورته ضاعت")
    revision = schedule(page, timezone.now() + timedelta(days=1), lead_image=image)
    storages["default"].delete(image.file.name)
    come_due(revision)
    assert Clock().fire() == 1
    assert fresh(page).live
    assert not is_public(page)
