"""One question in several languages: each story by the rules of its own, all of them in one order."""

from datetime import timedelta
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from search.engines.base import Hit, SearchQuery, SearchResult
from search.queries import Question, ask
from search.queries.merging import merged
from tests.record_factory import FIRST_MORNING, paragraph, publish_article, publish_section
from tests.search.conftest import Get
from tests.search.following import index

in_store = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]


def found(text: str, locales: tuple[str, ...], **options: object) -> list[UUID]:
    """The ids of what `locales` have."""
    first, *also = locales
    return [one.id for one in ask(Question(text, first, also=tuple(also), **options)).results]


class TestTogether:
    pytestmark = in_store

    def test_each_language_is_read_by_its_own_rules(self) -> None:
        arabic = publish_article(title="مهرجان Istanbul للسينما")
        english = publish_article(title="Istanbul’s festivals", locale="en")
        turkish = publish_article(title="İstanbul’da festival", locale="tr")
        index()
        everywhere = ("ar", "en", "tr")
        assert set(found("ISTANBUL", everywhere)) == {row.document_id for row in (arabic, english, turkish)}
        assert found("festival", everywhere) == [turkish.document_id, english.document_id]
        answer = ask(Question("festival", "ar", also=("en", "tr")))
        assert [one.highlights[0].text[slice(*one.highlights[0].ranges[0])] for one in answer.results] == [
            "festival",
            "festivals",
        ]

    def test_the_best_comes_first_whatever_its_language(self) -> None:
        body = "تحدث الوزير عن summit وعن أمور أخرى كثيرة لا صلة لها بما سبق من الكلام."
        aside = publish_article(title="جلسة مجلس الوزراء", summary=body)
        for number in range(10):
            publish_article(title=f"أمطار {number}")
        told = {"locale": "en", "summary": "", "body": [paragraph("Leaders met at the summit.")]}
        about = [publish_article(title="Summit opens", **told) for _ in range(4)]
        index()
        ids = found("summit", ("ar", "en"))
        assert ids == [*(row.document_id for row in reversed(about)), aside.document_id]
        assert found("summit", ("en", "ar")) == ids

    def test_similar_letters_add_nothing_where_words_are_found(self) -> None:
        publish_article(title="Barcelonista ينتقد")
        english = publish_article(title="Barcelona wins", locale="en")
        index()
        assert found("Barcelona", ("ar",)) != []
        answer = ask(Question("Barcelona", "ar", also=("en",)))
        assert ([one.id for one in answer.results], answer.total, answer.weak) == (
            [english.document_id],
            1,
            False,
        )

    def test_the_newest_come_first_whatever_their_language(self) -> None:
        rows = [
            publish_article(
                title="Summit", locale=locale, published_at=FIRST_MORNING + timedelta(hours=number)
            )
            for number, locale in enumerate(("ar", "en", "en", "ar", "fr", "ar"))
        ]
        index()
        ids = [row.document_id for row in reversed(rows)]
        assert found("summit", ("ar", "en", "fr"), sort="newest") == ids

    def test_pages_join_and_counts_add_up(self) -> None:
        for number in range(9):
            publish_article(title=f"Summit {number}", locale="en" if number % 3 else "ar")
        index()
        whole = found("summit", ("ar", "en"), page_size=20)
        pages = [found("summit", ("ar", "en"), page_size=4, page=page) for page in (1, 2, 3, 4)]
        assert [one for page in pages for one in page] == whole
        assert len(set(whole)) == 9
        answer = ask(Question("summit", "ar", also=("en",), facets=("year",)))
        assert answer.total == 9
        assert [(one.value, one.count) for one in answer.facets["year"]] == [("2026", 9)]

    def test_slugs_are_those_of_any_of_the_languages(self) -> None:
        section = publish_section(slug="world", locale="en")
        row = publish_article(title="Summit", locale="en", section=section)
        publish_article(title="Summit")
        index()
        assert found("summit", ("ar", "en"), section=("world",)) == [row.document_id]

    def test_a_language_without_stories_takes_nothing_away(self) -> None:
        row = publish_article(title="Summit قمة")
        index()
        assert found("قمة", ("tr", "ar", "fr")) == [row.document_id]
        assert found("قمة", ("tr", "fr")) == []

    def test_quoted_words_stand_together_in_each_language(self) -> None:
        french = publish_article(title="l’accord de paix", locale="fr")
        publish_article(title="paix et accord", locale="fr")
        index()
        answer = ask(Question('"accord de paix"', "ar", also=("fr",)))
        assert ([one.id for one in answer.results], answer.phrases) == (
            [french.document_id],
            ("accord de paix",),
        )


def test_an_answer_from_either_of_two_engines_names_both() -> None:
    results = [
        SearchResult((Hit(UUID(int=number), 1.0),), 1, ideal=1.0, engine=engine)
        for number, engine in enumerate(("one", "two", "one"))
    ]
    answer = merged(results, SearchQuery("قمة", "ar"))
    assert (answer.engine, [hit.id.int for hit in answer.hits]) == ("one,two", [0, 1, 2])


def test_the_api_searches_several(get: Get) -> None:
    rows = [publish_article(title="Summit", locale=locale) for locale in ("ar", "en")]
    index()
    response = get("search/", q="summit", locale="ar,en")
    assert {card["id"] for card in response.json()["data"]} == {str(row.document_id) for row in rows}
    assert response["Cache-Tag"] == "l-ar,l-en"
    assert response.json()["meta"]["total"] == 2
    following = get("search/", q="summit", locale="ar,en", page_size=1).json()["links"]["next"]
    assert "locale=ar,en" in following
    refused = get("search/", q="summit", locale="ar,xx")
    assert refused.status_code == 400
    assert [(one["parameter"], one["code"]) for one in refused.json()["errors"]] == [
        ("locale", "invalid_choice")
    ]


def test_several_languages_cost_no_more_queries(
    get: Get, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for locale in ("ar", "en", "fr", "tr"):
        publish_article(title="Summit", locale=locale)
    index()
    with django_assert_num_queries(3):
        assert len(get("search/", q="summit", locale="ar,en,fr,tr").json()["data"]) == 4
