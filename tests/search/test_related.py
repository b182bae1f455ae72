"""Neighbours of a story: by words, then by section, only what is public."""

from datetime import timedelta

import pytest

from news.record.models import Publication, PublishedDocument
from search.indexing import SearchConsumer
from search.related import related
from tests.record_factory import FIRST_MORNING, paragraph, publish_article, publish_section, withdraw

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]

FLOOD = "فيضانات السودان تغمر قرى على ضفاف النيل في ولاية سنار وتشرد السكان"


def index() -> None:
    """Let the index follow the log."""
    SearchConsumer().handle(list(Publication.objects.order_by("sequence")))


def story(title: str, text: str, day: int = 0, **facts: object) -> PublishedDocument:
    """A story of that day."""
    return publish_article(
        title=title,
        summary="",
        body=[paragraph(text)],
        published_at=FIRST_MORNING + timedelta(days=day),
        **facts,
    )


def archive() -> None:
    """Stories about other things."""
    story("مباراة الهلال والنصر", "انتهت بالتعادل في الرياض")
    story("أسعار النفط ترتفع", "صعدت الأسعار بعد قرار المنتجين")
    story("مهرجان القاهرة", "افتتح المهرجان بفيلم تونسي طويل")


def test_the_earlier_before_the_newer_before_the_section() -> None:
    archive()
    section = publish_section()
    asked = story("فيضانات السودان", FLOOD, 5, section=section)
    earlier = story("النيل يرتفع", "قرى ولاية سنار تخشى فيضانات النيل", 4)
    newer = story("بعد الفيضانات", "سكان قرى ولاية سنار يعودون إلى ضفاف النيل", 6)
    same_section = story("قمة", "اجتمع الوزراء", 1, section=section)
    index()
    found = related(asked, limit=3)
    assert [one.id for one in found] == [earlier.document_id, newer.document_id, same_section.document_id]
    assert [one.similar for one in found] == [True, True, False]


def test_itself_and_its_translations_are_left_out() -> None:
    section = publish_section()
    asked = story("فيضانات السودان", FLOOD, section=section)
    story("Sudan floods", "text", section=section, locale="en", translation_group=asked.group)
    index()
    assert related(asked) == ()


def test_what_is_gone_is_left_out() -> None:
    archive()
    asked = story("فيضانات السودان", FLOOD, 5)
    gone = story("النيل يرتفع", "قرى ولاية سنار تخشى فيضانات النيل", 4)
    index()
    withdraw(gone)
    assert gone.document_id not in [one.id for one in related(asked)]


def test_without_an_index_the_section_answers() -> None:
    section = publish_section()
    asked = story("فيضانات السودان", FLOOD, section=section)
    other = story("قمة", "اجتمع الوزراء", section=section)
    assert [(one.id, one.similar) for one in related(asked)] == [(other.document_id, False)]
    assert related(story("بلا قسم", "نص")) == ()
