"""Marks and sync when things go wrong: failures, roll-backs, several at once."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import storages
from django.db import connection, transaction
from django.db.models.signals import pre_save
from django.utils import timezone
from wagtail.models import PageViewRestriction

from news.editorial.refusals import Refused
from news.models import ArticlePage, NewsImage
from news.publication import marks
from news.publication.sync import sync
from news.publication.types.base import document_types
from news.record.models import Mark, Publication
from tests import factories
from tests.news.publication.support import (
    assert_in_step,
    assert_log_whole,
    document,
    events,
    fresh,
    is_public,
    settle,
)

pytestmark = pytest.mark.usefixtures("newsroom")


def lose_file(image: NewsImage) -> Path:
    """Put the original of an image aside, so that nothing can be made of it; returns where it is."""
    stored = Path(storages["default"].path(image.file.name))
    return stored.rename(stored.with_suffix(".lost"))


def find_file(aside: Path, image: NewsImage) -> None:
    aside.rename(storages["default"].path(image.file.name))


def wait_over() -> None:
    Mark.objects.update(not_before=timezone.now())


def test_one_that_cannot_be_rendered_holds_up_nobody_and_waits_longer_each_time() -> None:
    image = factories.image()
    aside = lose_file(image)
    broken = factories.published("صورته ضاعت", lead_image=image)  # no error reaches the editor
    good = factories.published("سليم")
    settle()
    assert (fresh(broken).live, is_public(broken), is_public(good)) == (True, False, True)
    left = Mark.objects.filter(document_id=broken.uuid)
    assert left.exists()
    assert not Mark.objects.exclude(document_id=broken.uuid).exists()
    for _attempt in range(3):
        failures = left.order_by("pk").values_list("failures", flat=True)[0]
        wait_over()
        before = timezone.now()
        marks.drain()
        after = timezone.now()
        one = left.order_by("pk")[0]
        assert one.failures == failures + 1
        assert one.not_before is not None
        wait = timedelta(seconds=2**failures)
        assert before + wait <= one.not_before <= after + wait
    find_file(aside, image)
    settle()
    assert not is_public(broken)  # its time has not come yet
    wait_over()
    assert_in_step()
    assert is_public(broken)


def test_a_batch_with_one_failure_is_worked_off_but_for_that_one() -> None:
    image = factories.image()
    stories = [factories.published(f"خبر {number}") for number in range(3)]
    broken = factories.published("بلا صورة بعد")
    settle()
    lose_file(image)
    with transaction.atomic():
        for page in stories:
            ArticlePage.objects.filter(pk=page.pk).update(live=False)
        marks.mark_later(("article", page.uuid) for page in [*stories, broken])
    factories.publish(broken, lead_image=image)
    settle()
    assert [is_public(page) for page in stories] == [False] * 3
    assert {one.document_id for one in Mark.objects.all()} == {broken.uuid}
    assert document(broken)["image"] is None  # readers keep what they had


def test_a_group_of_translations_is_all_or_nothing() -> None:
    arabic = factories.published("العنوان القديم")
    english = factories.translation(arabic, "en", "New title")
    settle()
    image = factories.image()
    aside = lose_file(image)
    factories.publish(english, lead_image=image)
    factories.publish(fresh(arabic), title="العنوان الجديد")
    settle()
    assert (document(arabic)["title"], is_public(english)) == ("العنوان القديم", False)
    assert document(arabic)["alternates"] == []
    assert events(arabic) == ["published"]
    find_file(aside, image)
    wait_over()
    assert_in_step()
    rows = Publication.objects.filter(document_id__in=[arabic.uuid, english.uuid]).order_by("sequence")
    assert [(row.event, row.document_id) for row in rows[1:]] in (
        [("updated", arabic.uuid), ("published", english.uuid)],
        [("published", english.uuid), ("updated", arabic.uuid)],
    )
    assert rows[1].occurred_at == rows[2].occurred_at  # one transaction
    assert rows[2].sequence == rows[1].sequence + 1


def test_what_is_rolled_back_leaves_no_mark_and_no_trace() -> None:
    page = factories.published("العنوان المنشور")
    settle()
    before = Publication.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - the failure comes after
        factories.publish(fresh(page), title="لم يحدث")
        fresh(page).unpublish()
        raise ZeroDivisionError
    assert not Mark.objects.exists()
    assert Publication.objects.count() == before
    assert document(page)["title"] == "العنوان المنشور"
    assert_in_step()


def test_sync_asks_what_is_true_and_not_what_happened() -> None:
    page = factories.article("مسودة")
    assert sync([("article", page.uuid), ("article", uuid4()), ("ghost", page.uuid)]) == []
    page = factories.publish(page)
    assert sync([("article", page.uuid)] * 3) == []
    ArticlePage.objects.filter(pk=page.pk).update(live=False)
    rows = sync([("article", page.uuid)])
    assert [row.event for row in rows] == ["withdrawn"]
    assert sync([("article", page.uuid)]) == []


def test_what_is_below_is_named_in_portions() -> None:
    section = factories.section("كبير")
    inner = factories.section("داخلي", parent=section)
    pages = [factories.article(parent=parent) for parent in (section, inner, inner)]
    kind = document_types()["section"]
    found, after = [], 0
    while portion := kind.below(section.uuid, after, 2):
        found += portion
        after = portion[-1][0]
    assert [public_id for _pk, _name, public_id in found] == [inner.uuid, *[page.uuid for page in pages]]
    assert kind.below(pages[0].uuid, 0, 10) == []


@pytest.mark.usefixtures("on_disk")
def test_several_at_the_same_marks_write_one_whole_log() -> None:
    pages = [factories.published(f"خبر {number}", tags=["شحن"]) for number in range(6)]
    settle()
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for page in pages:
                edited = fresh(page)
                with suppress(Refused):  # another's newer words may be public by now
                    factories.publish(edited, title=f"{page.title} نسخة {number}")
                settle()
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert_in_step()
    assert_log_whole()


class Killed(BaseException):
    """What a kill looks like from inside."""


def test_a_privacy_change_is_foreseen_before_its_row_is_saved() -> None:
    page = factories.published()

    def die(sender: Any, **kwargs: Any) -> None:
        raise Killed

    pre_save.connect(die, sender=PageViewRestriction)
    try:
        with pytest.raises(Killed):
            PageViewRestriction.objects.create(page=page, restriction_type="login")
    finally:
        pre_save.disconnect(die, sender=PageViewRestriction)
    waiting = Mark.objects.get(document_id=page.uuid, below=False)
    assert waiting.not_before is not None
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert not Mark.objects.filter(document_id=page.uuid, not_before__isnull=False).exists()
