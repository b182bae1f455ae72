"""What the view of the log lets through: versions of what is public now, and the public part of a note."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from news.record.models import Event, Publication, PublicVersion, PublishedDocument
from tests.record_factory import kill, publish_article, publish_section, republish, withdraw

pytestmark = pytest.mark.django_db


def shown() -> list[int]:
    return list(PublicVersion.objects.order_by("sequence").values_list("sequence", flat=True))


def test_every_version_of_a_public_story_with_its_bytes() -> None:
    first = publish_article(title="ارتفاع أسعار القمح")
    republish(first, title="ارتفاع طفيف في أسعار القمح", event=Event.CORRECTED)
    columns = ("sequence", "version", "event", "document")
    logged, seen = (
        [(*facts, bytes(text)) for *facts, text in table.objects.order_by("sequence").values_list(*columns)]
        for table in (Publication, PublicVersion)
    )
    assert len(seen) == 2
    assert seen == logged


@pytest.mark.parametrize("remove", [withdraw, kill])
def test_nothing_of_what_is_gone(remove: Callable[[PublishedDocument], object]) -> None:
    row = publish_article()
    assert shown() == [row.sequence]
    remove(row)
    assert shown() == []


def test_nothing_past_its_end_nor_of_anything_but_stories() -> None:
    publish_section()
    publish_article(visible_until=timezone.now() - timedelta(seconds=1))
    ending = publish_article(visible_until=timezone.now() + timedelta(hours=1))
    assert shown() == [ending.sequence]


def test_the_public_members_of_a_note_only() -> None:
    row = publish_article()
    note = {"words": "f1", "correction": "صُحّحت نسبة الارتفاع.", "redacted": {"by": "نور"}}
    Publication.objects.update(note=note)
    told = PublicVersion.objects.get(document_id=row.document_id)
    assert (told.notice, told.correction) == (None, "صُحّحت نسبة الارتفاع.")
    assert "نور" not in str(vars(told))
