"""What else a reader may have meant: only what is public, and only what finds more by its words."""

from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from search.engines.base import SearchQuery
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.asking import TantivyIndex
from search.engines.searching import search
from search.engines.weights import Weights
from search.queries import Answer, Question, ask
from tests.record_factory import (
    kill,
    paragraph,
    publish_article,
    publish_section,
    republish,
    withdraw,
)
from tests.search.conftest import Get
from tests.search.entries import entry, fill
from tests.search.following import index
from tests.search.tired import TiredIndex

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]


def found(answer: Answer) -> list[UUID]:
    """The ids of an answer."""
    return [one.id for one in answer.results]


def meant(text: str, locale: str = "ar", **options: object) -> str:
    """What `text` may have been meant to be."""
    return ask(Question(text, locale, **options)).did_you_mean


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("برشلوتة", "برشلونة"),
        ("البرشلوتة", "برشلونة"),
        ("بشرلونة", "برشلونة"),
        ("برشـلَوتة", "برشلونة"),
        ("«برشلوتة» تفوز على مدريد!", "«برشلونة» تفوز على مدريد!"),
        ("برشلوتة وبرشلوتة", "برشلونة برشلونة"),
        ("القمج الروسسي", "القمح الروسي"),
        ("MESSSI", "Messi"),
    ],
)
def test_a_misspelled_word_is_put_right_and_the_rest_kept(typed: str, proposed: str) -> None:
    publish_article(title="بَرشلونة تفوز على مدريد و Messi يسجل", body=[paragraph("وارتفع سعر القمح الروسي.")])
    index()
    assert meant(typed) == proposed


@pytest.mark.parametrize("typed", ["برشلونة", "البرشلونه", "زرافة", "قمة 2027", "من", "ضطصطظظ", "", "؟"])
def test_nothing_is_proposed_where_words_are_known_or_nothing_is_near(typed: str) -> None:
    publish_article(title="برشلونة في القمة", body=[paragraph("عام 2026")])
    index()
    assert meant(typed) == ""


def test_nothing_is_proposed_by_spelling_or_beyond_the_first_page() -> None:
    publish_article(title="برشلونة")
    index()
    assert meant("برشلوتة", mode="exact") == ""
    assert meant("برشلوتة", page=2) == ""
    assert meant("برشلوتة", sort="newest") == "برشلونة"


def test_the_word_that_more_stories_have_is_nearer() -> None:
    for title in ("كتاب جديد", "كتاب قديم", "كتان مصري"):
        publish_article(title=title, summary="", body=[])
    index()
    assert meant("كتاغ") == "كتاب"
    assert meant("كتاغ مصري") == "كتاب مصري"


def test_the_other_words_of_the_question_say_which_stories_are_looked_at() -> None:
    for number in range(12):
        publish_article(title=f"كتاب {number}", summary="", body=[])
    publish_article(title="كتان مصري", summary="", body=[])
    index()
    assert meant("كتاغ") == "كتاب"


def test_only_what_is_public_and_within_the_filters_is_proposed() -> None:
    section = publish_section()
    row = publish_article(title="برشلونة", section=section)
    dead, changed = publish_article(title="استقالة"), publish_article(title="فيضانات")
    index()
    assert meant("برشلوتة", section=(section.slug,)) == "برشلونة"
    assert meant("برشلوتة", section=(str(row.group),)) == ""
    assert (meant("استقالةة"), meant("فيضاناط")) == ("استقالة", "فيضانات")
    kill(dead)
    republish(changed, title="أمطار")
    withdraw(row)
    assert [meant(word) for word in ("برشلوتة", "استقالةة", "فيضاناط")] == ["", "", ""]


def test_a_phrase_that_no_story_has_is_not_proposed() -> None:
    publish_article(title="مجلس الأمن", body=[paragraph("برشلونة")])
    index()
    assert meant('"مجلس الأمنن"') == '"مجلس الأمن"'
    assert meant('"مجلس برشلوتة"') == ""


def test_a_word_that_one_of_several_languages_has_is_kept() -> None:
    publish_article(title="Messy")
    publish_article(title="Messi", locale="en")
    index()
    assert meant("messi") == "Messy"
    assert meant("messi", also=("en",)) == ""
    assert meant("messsi", also=("en",)) in {"Messy", "Messi"}
    assert meant("l’aeroporr", "fr") == ""


def test_what_is_typed_in_french_keeps_its_article() -> None:
    publish_article(title="Grève à l’aéroport", locale="fr")
    index()
    assert meant("l'aeroporr", "fr") == "l'aéroport"


def test_the_api_tells_it(get: Get, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    row = publish_article(title="برشلونة")
    index()
    # what a search asks, the texts of stories, the proposal with its own, and for both what editors decided
    with django_assert_num_queries(6):
        answer = get("search/", q="برشلوتة").json()
    assert answer["meta"]["did_you_mean"] == "برشلونة"
    again = get("search/", q=answer["meta"]["did_you_mean"]).json()
    assert [card["id"] for card in again["data"]] == [str(row.document_id)]
    assert (again["meta"]["weak"], again["meta"]["did_you_mean"]) == (False, None)


def test_an_answer_is_not_lost_for_want_of_time_to_guess(tmp_path: Path) -> None:
    embedded = EmbeddedEngine(tmp_path / "embedded")
    fill(embedded, entry("استراتيجية برشلونة"))
    with embedded.searcher("ar") as searcher:
        query = SearchQuery("استراتتيجية", "ar", near=3)
        assert search(TantivyIndex(searcher), query, Weights()).near != {}
        tired = search(TiredIndex(searcher), query, Weights())
    assert (len(tired.hits), tired.near) == (1, {})


def test_nothing_is_proposed_that_could_not_be_asked(settings: Settings, tmp_path: Path) -> None:
    settings.SEARCH = {
        "ENGINE": "tests.search.tired.TiredEngine",
        "OPTIONS": {"directory": tmp_path / "tired"},
    }
    row = publish_article(title="استراتيجية برشلونة")
    index()
    answer = ask(Question("استراتتيجية", "ar"))
    assert (found(answer), answer.did_you_mean) == ([row.document_id], "")
