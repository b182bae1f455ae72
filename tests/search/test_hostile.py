"""Whatever is asked is answered or refused, and no syntax of an engine is ever understood."""

import pytest
from django.test import Client
from pytest_django import Settings

from news.record.models import Publication
from search.analysis.registry import analyzer_for
from search.engines.base import SearchQuery
from search.engines.clauses import MOST_GRAMS, MOST_TERMS, Clauses
from search.engines.embedded.asking import TantivyIndex
from search.engines.weights import Weights
from search.indexing import SearchConsumer
from search.queries.asking import LONGEST_TEXT
from tests.record_factory import paragraph, publish_article
from tests.search import hostile
from tests.search.conftest import Get

ENDPOINTS = (
    "search/?q={}&facets=section,year",
    "search/?mode=exact&q={}",
    "search/suggest/?q={}&locale=ar,en",
)
QUICK = 300


@pytest.fixture
def archive(settings: Settings, search_index: None, db: None) -> None:
    """A few stories in two languages."""
    settings.ROOT_URLCONF = "cms.delivery_urls"
    for number in range(5):
        publish_article(title=f"قمة بيروت {number}", body=[paragraph("عقد مجلس الأمن جلسة عام 2026")])
    publish_article(title="Summit", locale="en")
    SearchConsumer().handle(list(Publication.objects.order_by("sequence")))


def test_no_question_breaks_search_or_suggestions(client: Client, archive: None) -> None:
    answered = 0
    for number, text in enumerate(hostile.typed(QUICK, seed=11)):
        response = client.get(f"/api/v1/{ENDPOINTS[number % len(ENDPOINTS)].format(text)}")
        assert response.status_code in (200, 400), text
        answered += response.status_code == 200
    assert answered > QUICK / 2


WORD_LIKE = [
    ("قمة*", "قمة"), ("قم*", "قم"), ("*", ""), ("قمة~2", "قمة 2"), ("قمة~", "قمة"), ("/ق.*ة/", "ق ة"),
    ("/.*/", ""), ("title_exact:قمة", "title exact قمة"), ("title_exact:x", "title exact x"),
    ("+قمة -بيروت", "قمة بيروت"), ("قمة^9", "قمة 9"), ("[ا TO ي]", "ا TO ي"),
    ("قمة AND بيروت", "قمة AND بيروت"), ("NOT قمة", "NOT قمة"), ("id:*", "id"),
    ("state:live", "state live"), ('{"match_all":{}}', "match all"), ("*:*", ""), ("-قمة", "قمة"),
]  # fmt: skip


@pytest.mark.parametrize("more", [{}, {"mode": "exact"}, {"sort": "newest"}])
def test_syntax_means_its_letters_only(get: Get, archive: None, more: dict[str, str]) -> None:
    for typed, meant in WORD_LIKE:
        asked, plain = (get("search/", q=text or "؟", **more).json() for text in (typed, meant))
        assert [card["id"] for card in asked["data"]] == [card["id"] for card in plain["data"]], typed
        for name in ("total", "weak"):
            assert asked["meta"][name] == plain["meta"][name], typed
        assert meant or asked["data"] == [], typed


def test_suggestions_take_no_syntax_for_letters(get: Get, archive: None) -> None:
    for typed in (
        "ق*", "قم?", "قمة~", "/قم.*/", ".*", "title:قم", "title_exact:قم", "قم|بي", "قم.*", "[قب].", "قمة^2"
    ):  # fmt: skip
        words = analyzer_for("ar").analyze(typed).words
        letters = " ".join(typed[word.start : word.end] for word in words)
        following = " " if words and words[-1].end < len(typed) else ""
        asked, plain = (get("search/suggest/", q=text).json() for text in (typed, letters + following))
        assert asked.get("data") == plain.get("data"), typed


@pytest.mark.parametrize("unit", ["ق", "قمة ", "«قمة بيروت» ", "a.b,c ", "ﷲ ", "'", "قxة1 ", "ضطصطظظ "])
def test_what_a_question_costs_is_bounded(unit: str) -> None:
    """However long a question is, engines are given so many terms and no more."""
    text = (unit * LONGEST_TEXT)[:LONGEST_TEXT]
    query = SearchQuery(text * 20, "ar")
    terms = Clauses(TantivyIndex(None), query, Weights()).terms
    assert all(len(terms[view]) <= MOST_TERMS for view in terms if view != "gram")
    assert len(terms["gram"]) <= MOST_GRAMS
