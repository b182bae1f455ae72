"""Both engines give the same answers in the same order, over the Arabic stories of the demo."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest

from home.demo.data import Newsroom, Story, StoryText, load
from search.documents import IndexEntry
from search.engines.base import FACETS, Filters, RelatedQuery, SearchEngine, SearchQuery, SearchResult
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine
from search.engines.wording import Bet, Book, Rule, question_key
from tests import search_engines
from tests.search.entries import fill

pytestmark = pytest.mark.elasticsearch

TAG = re.compile(r"<[^>]+>")
Engines = tuple[SearchEngine, SearchEngine]
# As readers type: other hamzas, other endings, one letter wrong, questions, names, stop words, half a word.
TYPED = [
    "الانتخابات البلديه", "إنتخابات", "انتخابي", "علي", "حي على", "مستشفي", "المستشفيات بلا حاسوب", "زلزال",
    "الزلازل في مسقط", "مخطوطه", "مخطوطات قديمه",
    "القمر الصناعي", "اقمار صناعية", "كاس", "الكأس", "دوري النساء",
    "من فاز بالكأس", "ما سعر الرغيف", "لماذا ارتفع الخبز", "قانون المعلومات", "نهر السدير", "سدير", "اتفاقية",
    "ميناء المرجان", "المرجان", "مرجن", "حصبه", "تطعيم الاطفال", "٢٠٢٦", "54 في المئة", "٥٤", "طاقة شمسية",
    "ملعب", "التضخم والفائدة", "البنك المركزي", "تضخخم", "رسائل احتيال", "هجوم إلكتروني",
    "الكتروني", "خط عربي",
    "شاشات", "موجة حر", "درجات الحرارة", "في", "من إلى", "هل", "المرصد-1", "زرافة", "وزير الاقتصاد والمالية",
]  # fmt: skip


@pytest.fixture(scope="module")
def newsroom() -> Newsroom:
    """The demo."""
    return load()


@pytest.fixture(scope="module")
def entries(newsroom: Newsroom) -> list[IndexEntry]:
    """Its Arabic stories."""
    return [entry_of(number, story) for number, story in enumerate(newsroom.stories, 1)]


@pytest.fixture(scope="module")
def both(entries: list[IndexEntry], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """Both engines with all stories."""
    options = search_engines.elasticsearch()["OPTIONS"]
    engines = (EmbeddedEngine(tmp_path_factory.mktemp("order")), ElasticsearchEngine(**options))
    for engine in engines:
        fill(engine, *entries)
    yield engines
    engines[1].close()
    search_engines.remove_indices(f"{options['prefix']}.*")


def identity(name: str) -> UUID:
    """The id that stands for a name of the demo."""
    return uuid5(NAMESPACE_URL, name)


def entry_of(number: int, story: Story, locale: str = "ar") -> IndexEntry:
    """A story as engines index it, in a language that it is there in."""
    text, section = story.texts[locale], identity(story.section)
    return IndexEntry(
        id=identity(story.key if locale == "ar" else f"{locale}:{story.key}"),
        locale=locale,
        sequence=number,
        published_at=story.published_at,
        kind=story.kind,
        title=text.title,
        standfirst=text.standfirst,
        body=body_of(text),
        section=section,
        sections=(section,),
        topics=tuple(map(identity, story.topics)),
        authors=tuple(map(identity, story.authors)),
        tags=tuple(map(identity, story.tags)),
        group=identity(f"group:{story.key}"),
    )


def body_of(text: StoryText) -> str:
    """The words of a story's paragraphs and headings."""
    return "\n".join(TAG.sub("", block.value) for block in text.body if isinstance(block.value, str))


def questions(entries: list[IndexEntry]) -> list[str]:
    """What is typed, every headline, half of each, each pair of its words, and a sentence of each body."""
    asked = list(TYPED)
    for entry in entries:
        words = entry.title.split()
        pairs = (" ".join(pair) for pair in zip(words, words[2:], strict=False))
        asked += [entry.title, " ".join(words[: len(words) // 2]), *pairs, entry.body.split(".")[0]]
    return list(dict.fromkeys(asked))


def told(result: SearchResult) -> tuple[Any, ...]:
    """All that is the same in both engines; scores are equal but for the last digits."""
    return [hit.id for hit in result.hits], result.total, result.weak, result.facets


def assert_alike(both: Engines, query: SearchQuery) -> None:
    """Both engines give one answer."""
    one, other = (engine.search(query) for engine in both)
    assert told(one) == told(other), query
    scores = [hit.score for hit in other.hits]
    assert [hit.score for hit in one.hits] == pytest.approx(scores, rel=1e-4), query


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"recent": True},
        {"sort": "newest"},
        {"mode": "exact"},
        {"facets": FACETS, "offset": 2, "limit": 3},
    ],
    ids=["relevance", "recency", "newest", "exact", "pages and facets"],
)
def test_same_answers(both: Engines, entries: list[IndexEntry], options: dict[str, Any]) -> None:
    latest = max(entry.published_at for entry in entries if entry.published_at) + timedelta(days=1)
    now = {"now": latest} if options.get("recent") else {}
    given = {name: value for name, value in options.items() if name != "recent"}
    for text in questions(entries)[:: 3 if options else 1]:
        assert_alike(both, SearchQuery(**{"text": text, "locale": "ar", "limit": 24, **given, **now}))


def test_same_answers_with_what_editors_decided(both: Engines, entries: list[IndexEntry]) -> None:
    rules = (
        Rule(("المستشفيات", "العيادات", "الحملة الصحية")), Rule(("زلزال", "هزة أرضية"), ("الإنذار المبكر",)),
        Rule(("الانتخابات", "صناديق الاقتراع")), Rule(("المرجان", "الميناء", "نهر السدير")),
    )  # fmt: skip
    bets = {question_key("الكأس", "ar"): (Bet(entries[3].id), Bet(entries[0].id))}
    book = Book("ar", rules, frozenset({"مسقط", "ملعب", "المرجان"}), bets)
    asked = ["هزة أرضية", "صناديق الاقتراع", "الميناء والانتخابات", *questions(entries)]
    worded = [query for text in asked if (query := with_book(text, book)).wording]
    assert len(worded) > 30
    for query in worded:
        assert_alike(both, query)
        assert_alike(both, replace(query, sort="newest"))
    one, other = (engine.search(with_book("الكأس", book)) for engine in both)
    assert told(one) == told(other)
    assert [hit.id for hit in one.hits][:2] == [entries[3].id, entries[0].id]


def with_book(text: str, book: Book) -> SearchQuery:
    """A question with what the book has for it, but for what it sets first."""
    wording = book.wording(text)
    first = wording.first if text == "الكأس" else ()
    return SearchQuery(text, "ar", limit=24, wording=replace(wording, first=first))


def test_same_answers_under_filters(both: Engines, newsroom: Newsroom, entries: list[IndexEntry]) -> None:
    middle = entries[len(entries) // 2].published_at
    restrictions = [
        Filters(published_after=middle),
        Filters(published_before=middle, kind=frozenset({"story", "analysis"})),
        *(Filters(section=frozenset({identity(section.key)})) for section in newsroom.sections),
        *(Filters(topic=frozenset({identity(topic.key)})) for topic in newsroom.topics),
    ]
    for filters in restrictions:
        for text in TYPED[::4]:
            assert_alike(both, SearchQuery(text, "ar", filters=filters, limit=24, facets=FACETS))


def test_same_answers_to_phrases(both: Engines, entries: list[IndexEntry]) -> None:
    for entry in entries:
        phrase = " ".join(entry.title.split()[1:3])
        assert_alike(both, SearchQuery(phrase, "ar", phrases=(phrase,), limit=24))


def test_same_neighbours(both: Engines, entries: list[IndexEntry]) -> None:
    for entry in entries:
        for filled in (False, True):
            one, other = (engine.related(RelatedQuery(entry, filled=filled)) for engine in both)
            assert [hit.id for hit in one] == [hit.id for hit in other], entry.title
        unknown = replace(entry, id=identity("unknown"), group=None)
        one, other = (engine.related(RelatedQuery(unknown)) for engine in both)
        assert [hit.id for hit in one] == [hit.id for hit in other], entry.title


def test_same_explanations(both: Engines, entries: list[IndexEntry]) -> None:
    for text in TYPED[::3]:
        for entry in entries[::5]:
            one, other = (engine.explain(SearchQuery(text, "ar"), entry.id) for engine in both)
            assert (one.reason, one.tokens) == (other.reason, other.tokens)
            assert one.score == pytest.approx(other.score, rel=1e-4)
            for mine, theirs in zip(one.words, other.words, strict=True):
                assert mine.word == theirs.word
                assert dict(mine.scores) == pytest.approx(dict(theirs.scores), rel=1e-4)
