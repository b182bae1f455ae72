"""Beside a draft: the same again, background and translations, of what is public alone; nothing is kept."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from news.record.models import Publication, PublishedDocument
from search.engines.base import EngineError
from search.models import Neighbourhood
from search.queries.drafting import Draft, Suggestions, suggestions
from tests.record_factory import FIRST_MORNING, paragraph, publish_article, withdraw
from tests.search.following import index

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]

FLOOD = (
    "غمرت فيضانات النيل قرى على ضفاف النهر في ولاية سنار وشردت آلاف السكان بعد أيام من الأمطار الغزيرة. "
    "وقال مسؤول محلي إن فرق الإنقاذ أجلت مئات الأسر إلى مدارس في مدينة سنجة وإن الطرق المؤدية إلى القرى "
    "ما زالت مقطوعة، فيما حذرت هيئة الأرصاد من أمطار جديدة قبل نهاية الأسبوع."
)


def story(title: str, text: str, day: int = 0, **facts: object) -> PublishedDocument:
    published_at = FIRST_MORNING + timedelta(days=day)
    return publish_article(
        title=title, summary="", body=[paragraph(text)], published_at=published_at, **facts
    )


def archive() -> dict[str, PublishedDocument]:
    """A flood told twice, its follow-up, and other things, all indexed."""
    rows = {
        "flood": story("فيضانات السودان تغمر قرى سنار", FLOOD, 1),
        "river": story("منسوب النيل يرتفع", "حذرت السلطات سكان القرى في ولاية سنار من فيضانات النيل", 0),
        "match": story("مباراة الهلال والنصر", "انتهت بالتعادل في الرياض بعد شوطين مثيرين"),
        "oil": story("أسعار النفط ترتفع", "صعدت الأسعار بعد قرار المنتجين"),
        "film": story("مهرجان القاهرة", "افتتح المهرجان بفيلم تونسي طويل"),
    }
    index()
    return rows


def beside(title: str, text: str = "", **facts: Any) -> Suggestions:
    return suggestions(Draft("ar", title, text, **facts))


def test_the_same_in_the_same_words_is_told_apart_from_background() -> None:
    rows = archive()
    half = FLOOD[: len(FLOOD) // 2]
    found = beside("سنار: المياه تحاصر القرى", half)
    assert [one.id for one in found.duplicates] == [rows["flood"].document_id]
    assert [one.id for one in found.background] == [rows["river"].document_id]
    assert found.duplicates[0].likeness > 0.4 > found.background[0].likeness
    assert found.duplicates[0].card["title"] == "فيضانات السودان تغمر قرى سنار"


def test_a_headline_that_is_there_already_is_the_same_again() -> None:
    rows = archive()
    found = beside("فيضانات في السودان تغمر قرى سنّار", "قال مسؤول إن المياه تنحسر")
    assert [one.id for one in found.duplicates] == [rows["flood"].document_id]
    assert rows["flood"].document_id not in [one.id for one in found.background]


def test_a_story_and_its_translations_are_not_beside_their_own_draft() -> None:
    rows = archive()
    flood = rows["flood"]
    english = story("Sudan floods", "text", locale="en", translation_group=flood.group)
    french = story("Inondations", "texte", locale="fr", translation_group=flood.group)
    withdraw(french)
    found = beside("فيضانات السودان", FLOOD, id=flood.document_id, group=flood.group)
    assert found.duplicates == ()
    assert [(one.id, one.locale) for one in found.translations] == [(english.document_id, "en")]
    other = beside("فيضانات السودان", FLOOD)
    assert other.translations == ()
    assert [one.id for one in other.duplicates[0].translations] == [english.document_id]


def test_only_what_is_public_now_is_suggested() -> None:
    rows = archive()
    withdraw(rows["flood"])
    found = beside("سنار", FLOOD)
    assert found.duplicates == ()
    assert [one.id for one in found.background] == [rows["river"].document_id]


def test_too_little_to_go_by_is_said_so() -> None:
    archive()
    for title, text in (("", ""), ("في", "من على"), ("النيل", ""), ("؟!", "\u200f")):
        found = beside(title, text)
        assert not found.enough
        assert found.background == found.duplicates == ()
    assert beside("فيضانات النيل في سنار").enough


def test_a_draft_leaves_nothing_behind(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    rows = archive()
    before = PublishedDocument.objects.count(), Publication.objects.count(), Neighbourhood.objects.count()
    with django_assert_num_queries(2) as asked:
        first = beside("سنار: المياه تحاصر القرى", FLOOD)
    assert all(one["sql"].startswith("SELECT") for one in asked.captured_queries)
    assert "سنجة" not in "".join(one["sql"] for one in asked.captured_queries)
    after = PublishedDocument.objects.count(), Publication.objects.count(), Neighbourhood.objects.count()
    assert before == after
    assert beside("سنار: المياه تحاصر القرى", FLOOD) == first
    assert [one.id for one in first.duplicates] == [rows["flood"].document_id]


def test_hostile_text_is_only_text() -> None:
    archive()
    found = beside('title_light:* OR "', f"{FLOOD} \ud800 \x00 /.*/ ~2 {'س' * 5000}")
    assert len(found.duplicates) == 1


def test_a_language_without_stories_has_none_and_an_index_that_is_lost_is_told_of() -> None:
    assert suggestions(Draft("tr", "Sel sulari köyleri basti", "Nil nehri")).background == ()
    story("خبر", FLOOD, id=uuid4())
    with pytest.raises(EngineError):
        beside("فيضانات النيل في سنار", FLOOD)
