"""The contract of every engine: neighbours of a story, and explanations."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from search.documents import IndexEntry
from search.engines.base import Filters, RelatedQuery, SearchEngine, SearchQuery
from tests.search.entries import MORNING, entry, fill

FLOOD = "فيضانات السودان تغمر قرى على ضفاف النيل وتشرد آلاف السكان في ولاية سنار"
OTHERS = [
    ("مباراة الهلال والنصر", "انتهت المباراة بالتعادل في الرياض بعد شوطين مثيرين"),
    ("أسعار النفط ترتفع", "صعدت الأسعار في الأسواق العالمية بعد قرار المنتجين"),
    ("مهرجان القاهرة السينمائي", "افتتح المهرجان دورته بفيلم تونسي طويل"),
]


def stories() -> tuple[IndexEntry, IndexEntry, list[IndexEntry]]:
    """A story, its follow-up the day before, and others."""
    others = [entry(title, body, published_at=MORNING - timedelta(days=3)) for title, body in OTHERS]
    earlier = entry(
        "السودان: النيل يرتفع في سنار", "حذرت السلطات سكان القرى من فيضانات", published_at=MORNING
    )
    story = entry("فيضانات السودان", FLOOD, published_at=MORNING + timedelta(days=1))
    return story, earlier, others


def near(engine: SearchEngine, story: IndexEntry, **options: object) -> list[UUID]:
    """The neighbours of `story`."""
    return [hit.id for hit in engine.related(RelatedQuery(story, **options))]


def test_neighbours_share_telling_words(engine: SearchEngine) -> None:
    story, earlier, others = stories()
    fill(engine, story, earlier, *others)
    assert near(engine, story)[0] == earlier.id
    assert story.id not in near(engine, story)


def test_newer_neighbours_fill_up_the_rest(engine: SearchEngine) -> None:
    story, earlier, others = stories()
    before = entry("سنار", "حذرت السلطات سكان القرى", published_at=MORNING - timedelta(days=1))
    fill(engine, story, earlier, before, *others)
    assert near(engine, earlier) == [before.id]
    assert near(engine, earlier, filled=True) == [before.id, story.id]
    assert near(engine, earlier, limit=1, filled=True) == [before.id]


def test_the_same_group_and_the_same_story_again_are_left_out(engine: SearchEngine) -> None:
    story, earlier, others = stories()
    again = replace(story, id=uuid4(), group=uuid4(), title="فيضانات السُّودان")
    sibling = replace(earlier, id=uuid4(), group=story.group, title="النيل في سنار")
    fill(engine, story, earlier, again, sibling, *others)
    found = near(engine, story)
    assert earlier.id in found
    assert not {again.id, sibling.id} & set(found)


def test_the_same_story_again_is_told_of_where_asked_for(engine: SearchEngine) -> None:
    story, earlier, others = stories()
    again = replace(story, id=uuid4(), group=uuid4(), title="فيضانات السُّودان")
    reworded = replace(story, id=uuid4(), group=uuid4(), title="سنار تحت الماء")
    sibling = replace(story, id=uuid4(), title="السودان يغرق")
    fill(engine, story, earlier, again, reworded, sibling, *others)
    hits = engine.related(RelatedQuery(story, limit=1, duplicates=True))
    assert {hit.id for hit in hits if hit.duplicate} == {again.id, reworded.id}
    assert [hit.id for hit in hits if not hit.duplicate] == [earlier.id]


def test_a_draft_has_neighbours_by_the_words_of_a_single_story(engine: SearchEngine) -> None:
    story, earlier, others = stories()
    fill(engine, earlier, *others)
    assert near(engine, story) == [earlier.id]


def test_a_draft_has_no_neighbours_by_chance(engine: SearchEngine) -> None:
    story, _earlier, others = stories()
    told = [entry(f"السودان {day}", FLOOD, published_at=MORNING) for day in range(3)]
    long = " ".join(body for _title, body in OTHERS * 9)
    fill(engine, *told, entry("تقرير سنوي", f"{long} النيل", published_at=MORNING), *others)
    assert set(near(engine, story)) == {one.id for one in told}


def test_a_story_that_is_not_indexed_yet_has_neighbours(engine: SearchEngine) -> None:
    story, earlier, others = stories()
    fill(engine, earlier, replace(earlier, id=uuid4(), title="سنار", group=uuid4()), *others)
    assert earlier.id in near(engine, story)


def test_a_story_without_words_has_none(engine: SearchEngine) -> None:
    fill(engine, entry("قمة"))
    assert near(engine, entry("")) == []
    assert near(engine, entry("قمة", published_at=None), filled=True) == []


def test_limit(engine: SearchEngine) -> None:
    story, earlier, others = stories()
    fill(engine, story, earlier, *(replace(one, body=FLOOD + one.body) for one in others))
    assert len(near(engine, story, limit=2)) == 2


@pytest.mark.parametrize(
    ("asked", "filters", "reason"),
    [
        ("الاقتصاد", Filters(), "found"),
        ("برتقالة", Filters(), "no_match"),
        ("؟", Filters(), "no_match"),
        ("الاقتصاد", Filters(kind=frozenset({"brief"})), "filtered"),
    ],
)
def test_an_explanation_says_why(engine: SearchEngine, asked: str, filters: Filters, reason: str) -> None:
    story = entry("وزير الاقتصاد")
    fill(engine, story, entry("قمة"))
    explanation = engine.explain(SearchQuery(asked, "ar", filters=filters), story.id)
    assert explanation.reason == reason
    assert (explanation.score > 0) == (reason == "found")


def test_an_explanation_names_the_word_that_failed(engine: SearchEngine) -> None:
    story = entry("وزير الاقتصاد")
    fill(engine, story)
    explanation = engine.explain(SearchQuery("الإقتصاد والبرتقال", "ar"), story.id)
    scores = {match.word: match.scores for match in explanation.words}
    assert scores["الاقتصاد"]["title.exact"] > 0
    assert scores["قتصد"]["title.skeleton"] > 0
    assert scores["برتقال"] == {}
    assert explanation.tokens["light"] == ("اقتصاد", "برتقال")


def test_an_explanation_names_each_condition_that_failed(engine: SearchEngine) -> None:
    story = entry("وزير الاقتصاد في بيروت", kind="story")
    fill(engine, story)
    filters = Filters(kind=frozenset({"brief"}), section=frozenset({uuid4()}), published_before=MORNING)
    phrases = ("وزير الاقتصاد", "الاقتصاد وزير", "؟")
    query = SearchQuery("وزير الاقتصاد", "ar", phrases=phrases, filters=filters)
    explanation = engine.explain(query, story.id)
    assert explanation.reason == "filtered"
    assert set(explanation.failed) >= {"phrase:الاقتصاد وزير", "kind", "section"}
    assert "phrase:وزير الاقتصاد" not in explanation.failed
    assert engine.explain(query, uuid4()).failed == ()


def test_only_the_spelling_is_told_of_where_only_that_counts(engine: SearchEngine) -> None:
    story = entry("وزير الاقتصاد")
    fill(engine, story)
    explanation = engine.explain(SearchQuery("الاقتصاد", "ar", mode="exact"), story.id)
    assert {field for match in explanation.words for field in match.scores} == {"title.exact"}
    assert sum(explanation.words[0].scores.values()) == pytest.approx(explanation.score, rel=1e-4)


def test_a_story_that_is_not_there_is_said_so(engine: SearchEngine) -> None:
    fill(engine, entry("قمة"))
    assert engine.explain(SearchQuery("قمة", "ar"), uuid4()).reason == "not_indexed"
