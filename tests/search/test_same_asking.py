"""Both engines tell the same of what goes on as typed, of misspelled words, facets, and several languages."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest

from home.demo.data import Newsroom, load
from search.documents import IndexEntry
from search.engines.base import FACETS, BegunQuery, Filters, SearchQuery, SearchResult
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine
from search.queries.merging import for_each, merged
from tests import search_engines
from tests.search.entries import fill
from tests.search.test_same_order import TYPED, Engines, entry_of, identity

pytestmark = pytest.mark.elasticsearch
LOCALES = ("ar", "en", "fr", "tr")
# As readers mistype: a letter dropped, doubled, swapped, replaced, in names and in common words.
MISTYPED = [
    "الانتخبات", "الانتخااابات", "زلزل", "الزلازا", "مخطوطط", "القمار", "الكاءس", "الخبزز", "البنكك المركزي",
    "حكوومة", "وزيير", "المدننية", "الطاققة", "الشمسسية", "مدرررسة", "قانوونن", "elektion", "minster",
]  # fmt: skip
QUESTIONS = [
    "الانتخابات",
    "election",
    "bank البنك",
    "2026",
    "54",
    "hôpital",
    "seçim",
    "زلزال earthquake",
    "في",
]


@pytest.fixture(scope="module")
def newsroom() -> Newsroom:
    """The demo."""
    return load()


@pytest.fixture(scope="module")
def entries(newsroom: Newsroom) -> list[IndexEntry]:
    """Its stories in all languages."""
    numbered = enumerate(newsroom.stories, 1)
    return [
        entry_of(number, story, locale)
        for number, story in numbered
        for locale in LOCALES
        if locale in story.texts
    ]


@pytest.fixture(scope="module")
def both(entries: list[IndexEntry], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """Both engines with all stories."""
    options = search_engines.elasticsearch()["OPTIONS"]
    engines = (EmbeddedEngine(tmp_path_factory.mktemp("asking")), ElasticsearchEngine(**options))
    for engine in engines:
        fill(engine, *entries)
    yield engines
    engines[1].close()
    search_engines.remove_indices(f"{options['prefix']}.*")


def test_the_same_titles_go_on(both: Engines, entries: Sequence[IndexEntry]) -> None:
    for entry in entries:
        words = entry.title.split()
        for text in (words[0][:2], words[0][:4], f"{words[0]} {words[1][:3]}", f"{words[1]} ", words[-1][:5]):
            query = BegunQuery(text, entry.locale, 5)
            one, other = (engine.begun([query]).hits for engine in both)
            assert [hit.id for hit in one[0]] == [hit.id for hit in other[0]], query
            assert [hit.published for hit in one[0]] == [hit.published for hit in other[0]]


def test_the_same_stories_have_words_spelled_nearly_so(both: Engines, newsroom: Newsroom) -> None:
    section = identity(newsroom.sections[0].key)
    found = 0
    for text in MISTYPED:
        for filters in (Filters(), Filters(section=frozenset({section}))):
            for locale in LOCALES[:2]:
                query = SearchQuery(text, locale, near=6, filters=filters)
                one, other = (engine.search(query).near for engine in both)
                assert one == other, query
                found += sum(map(bool, one.values()))
    assert found > len(MISTYPED)


def test_the_same_counts_whatever_is_chosen(
    both: Engines, newsroom: Newsroom, entries: Sequence[IndexEntry]
) -> None:
    middle = entries[len(entries) // 2].published_at
    chosen = [
        *(
            Filters(section=frozenset({identity(one.key)}), published_after=middle)
            for one in newsroom.sections
        ),
        *(Filters(topic=frozenset({identity(one.key)})) for one in newsroom.topics),
        Filters(author=frozenset(entries[0].authors), kind=frozenset({"story"}), published_before=middle),
        Filters(section=frozenset({identity("nowhere")})),
    ]
    for filters in chosen:
        for text in TYPED[::6]:
            for sort in ("relevance", "newest"):
                query = SearchQuery(text, "ar", filters=filters, facets=FACETS, sort=sort)
                one, other = (engine.search(query) for engine in both)
                assert (one.total, one.facets) == (other.total, other.facets), query


@pytest.mark.parametrize("sort", ["relevance", "newest"])
@pytest.mark.parametrize("now", [False, True])
def test_the_same_order_of_several_languages(
    both: Engines, entries: Sequence[IndexEntry], sort: str, now: bool
) -> None:
    latest = max(entry.published_at for entry in entries if entry.published_at) + timedelta(days=1)
    for text in [*QUESTIONS, *TYPED[::3]]:
        for offset in (0, 3):
            query = SearchQuery(
                text, "ar", sort=sort, offset=offset, limit=8, facets=FACETS, now=latest if now else None
            )
            answers: list[SearchResult] = [
                merged(engine.search_each(for_each(query, LOCALES)), query) for engine in both
            ]
            one, other = answers
            assert [hit.id for hit in one.hits] == [hit.id for hit in other.hits], query
            assert (one.total, one.weak, one.facets) == (other.total, other.weak, other.facets)
            scores = [hit.score for hit in other.hits]
            assert [hit.score for hit in one.hits] == pytest.approx(scores, rel=1e-4)
