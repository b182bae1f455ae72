"""Neighbours of a story: by words, then by section, only what is public."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries, Settings

from news.record.models import Publication, PublishedDocument
from search.engines.base import EngineError
from search.indexing import SearchConsumer
from search.models import Neighbourhood
from search.neighbours import NeighbourConsumer
from search.related import related
from tests.record_factory import (
    FIRST_MORNING,
    kill,
    paragraph,
    picture,
    publish_article,
    publish_section,
    republish,
    withdraw,
)
from tests.search.conftest import Get
from tests.search.following import catch_up
from tests.search.following import index_with_neighbours as index

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]

FLOOD = "فيضانات السودان تغمر قرى على ضفاف النيل في ولاية سنار وتشرد السكان"


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


def test_before_any_were_chosen_the_section_answers() -> None:
    section = publish_section()
    asked = story("فيضانات السودان", FLOOD, section=section)
    other = story("قمة", "اجتمع الوزراء", section=section)
    with pytest.raises(EngineError):
        NeighbourConsumer().handle(list(Publication.objects.all()))
    assert [(one.id, one.similar) for one in related(asked)] == [(other.document_id, False)]
    assert related(story("بلا قسم", "نص")) == ()


def test_asking_takes_three_queries_and_no_engine(
    settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    archive()
    section = publish_section()
    asked = story("فيضانات السودان", FLOOD, 5, section=section)
    earlier = story("النيل يرتفع", "قرى ولاية سنار تخشى فيضانات النيل", 4)
    index()
    settings.SEARCH = {}
    with django_assert_num_queries(3):
        assert [one.id for one in related(asked)] == [earlier.document_id]


def test_neighbours_are_chosen_anew_when_words_change_and_only_then() -> None:
    archive()
    asked = story("فيضانات السودان", FLOOD, 5)
    index()
    assert related(asked) == ()
    earlier = story("النيل يرتفع", "قرى ولاية سنار تخشى فيضانات النيل", 4)
    SearchConsumer().handle(list(Publication.objects.all()))
    follow(republish(asked, image=picture()))
    assert related(asked) == ()
    follow(republish(asked, title="فيضانات السودان تتسع"))
    assert [one.id for one in related(asked)] == [earlier.document_id]


def test_a_refreshed_story_that_has_none_yet_gets_its_neighbours() -> None:
    archive()
    asked = story("فيضانات السودان", FLOOD, 5)
    earlier = story("النيل يرتفع", "قرى ولاية سنار تخشى فيضانات النيل", 4)
    index()
    Neighbourhood.objects.all().delete()
    follow(republish(asked, image=picture()))
    assert [one.id for one in related(asked)] == [earlier.document_id]


def test_what_is_gone_has_no_neighbourhood_and_repetition_changes_nothing() -> None:
    rows = [story(f"فيضانات السودان {day}", FLOOD, day) for day in range(3)]
    index()
    assert Neighbourhood.objects.count() == 3
    withdraw(rows[0])
    kill(rows[1])
    for _ in range(2):
        index()
        assert [one.document_id for one in Neighbourhood.objects.all()] == [rows[2].document_id]


def test_a_rebuilt_index_chooses_all_anew() -> None:
    archive()
    asked = story("فيضانات السودان", FLOOD, 5)
    catch_up()
    earlier = story("النيل يرتفع", "قرى ولاية سنار تخشى فيضانات النيل", 4)
    catch_up()
    assert related(asked) == ()
    call_command("rebuild_search", locale="ar")
    catch_up()
    assert [one.id for one in related(asked)] == [earlier.document_id]


def picks(*rows: PublishedDocument) -> dict[str, object]:
    """A block of related stories, as documents have it."""
    articles = [str(row.document_id) for row in rows]
    return {"id": str(uuid4()), "type": "related", "value": {"articles": articles}}


def test_what_the_editors_named_comes_first() -> None:
    archive()
    section = publish_section()
    earlier = story("النيل يرتفع", "قرى ولاية سنار تخشى فيضانات النيل", 4)
    first, second = story("قمة", "اجتمع الوزراء", 1), story("ميناء", "بدأ العمل", 2)
    other = story("سوق", "أغلقت السوق", 3, section=section)
    asked = story("فيضانات السودان", FLOOD, 5, section=section)
    body = [paragraph(FLOOD), picks(second, first), picks(second)]
    asked = republish(asked, body=body)
    index()
    found = related(asked)
    named = [(one.id, one.chosen_by) for one in found]
    assert named == [
        (second.document_id, "editors"),
        (first.document_id, "editors"),
        (earlier.document_id, "words"),
        (other.document_id, "section"),
    ]
    below = [one.id for one in related(asked, with_picks=False)]
    assert below == [earlier.document_id, other.document_id]


def test_of_what_the_editors_named_only_other_public_stories_are_shown() -> None:
    archive()
    gone = story("قمة", "اجتمع الوزراء", 1)
    again = story("غرق القرى", FLOOD, 2)
    asked = story("فيضانات السودان", FLOOD, 5)
    sibling = story("Sudan floods", "text", locale="en", translation_group=asked.group)
    asked = republish(asked, body=[paragraph(FLOOD), picks(gone, again, sibling, asked)])
    withdraw(gone)
    index()
    assert related(asked) == ()


def test_what_tells_the_same_fills_no_place_of_the_section() -> None:
    archive()
    section = publish_section()
    asked = story("فيضانات السودان", FLOOD, 5, section=section)
    story("غرق القرى", FLOOD, 2, section=section)
    other = story("قمة", "اجتمع الوزراء", 1, section=section)
    index()
    assert [one.id for one in related(asked)] == [other.document_id]


def test_the_answer_counts_who_chose_what(get: Get) -> None:
    first = story("قمة", "اجتمع الوزراء", 1)
    asked = story("فيضانات السودان", FLOOD, 5, section=publish_section())
    asked = republish(asked, body=[paragraph(FLOOD), picks(first)])
    answer = get(f"articles/{asked.document_id}/related/").json()
    assert answer["meta"] == {"limit": 6, "picked": 1, "similar": 1, "abroad": 0}
    assert [card["id"] for card in answer["data"]] == [str(first.document_id)]


def follow(row: PublishedDocument) -> None:
    """Hand the newest row of the log about `row` to both consumers."""
    newest = list(Publication.objects.filter(sequence=row.sequence))
    SearchConsumer().handle(newest)
    NeighbourConsumer().handle(newest)
