"""What is near in meaning is joined with what words find: in one order, within filters, on every page."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from search.documents import Gone, IndexEntry
from search.engines.base import Filters, Meaning, SearchEngine, SearchResult
from tests.search.entries import MORNING, ask, entry, fill, ids


def near(*stories: IndexEntry, weight: float = 0.5, alone: bool = True, sure: bool = True) -> Meaning:
    """A meaning to which these stories are near, the first the nearest."""
    nearness = {story.id: 1 - place / len(stories) for place, story in enumerate(stories)}
    return Meaning(nearness, weight, frozenset(nearness) if alone else frozenset(), sure)


def wordless(result: SearchResult) -> list[UUID]:
    """The stories found without a word."""
    return [hit.id for hit in result.hits if hit.wordless]


def test_a_story_without_a_word_of_the_question_is_found_by_what_it_means(engine: SearchEngine) -> None:
    said, meant, other = entry("ارتفاع أسعار الخبز"), entry("غلاء الرغيف"), entry("مباراة القمة")
    fill(engine, said, meant, other)
    assert ids(ask(engine, "أسعار الخبز")) == [said.id]
    result = ask(engine, "أسعار الخبز", meaning=near(meant, said))
    assert set(ids(result)) == {said.id, meant.id}
    assert (result.total, result.weak, result.meaning, wordless(result)) == (2, False, True, [meant.id])


def test_without_being_an_answer_it_only_changes_the_order(engine: SearchEngine) -> None:
    first, second, third = entry("خبز خبز"), entry("خبز اليوم في بيروت"), entry("مباراة")
    fill(engine, first, second, third)
    assert ids(ask(engine, "خبز"))[0] == first.id
    result = ask(engine, "خبز", meaning=near(second, third, weight=0.8, alone=False))
    assert (ids(result), result.total) == ([second.id, first.id], 2)


def test_its_share_of_the_score_is_as_told(engine: SearchEngine) -> None:
    stories = [entry("خبز"), entry("خبز طازج جدا"), entry("رغيف")]
    fill(engine, *stories)
    by_words = {hit.id: hit.score for hit in ask(engine, "خبز").hits}
    best = max(by_words.values())
    meaning = near(*reversed(stories), weight=0.25)
    scores = {hit.id: hit.score for hit in ask(engine, "خبز", meaning=meaning).hits}
    for story in stories:
        expected = 0.75 * by_words.get(story.id, 0.0) + 0.25 * best * meaning.near[story.id]
        assert scores[story.id] == pytest.approx(expected, abs=1e-3)


def test_filters_hold_for_what_is_found_by_meaning(engine: SearchEngine) -> None:
    section = uuid4()
    inside, outside, left_out, old = (
        entry("رغيف", section=section),
        entry("رغيف"),
        entry("رغيف", section=section),
        entry("رغيف", section=section, published_at=MORNING - timedelta(days=9)),
    )
    fill(engine, inside, outside, left_out, old)
    filters = Filters(section=frozenset({section}), without=frozenset({left_out.id}), published_after=MORNING)
    result = ask(
        engine, "خبز", filters=filters, meaning=near(outside, left_out, old, inside), facets=("section",)
    )
    assert (ids(result), result.total, result.facets["section"]) == ([inside.id], 1, {str(section): 1})


def test_what_is_gone_or_unknown_is_not_found_by_meaning(engine: SearchEngine) -> None:
    here, gone, unknown = entry("رغيف"), entry("رغيف ساخن"), entry("رغيف بارد")
    fill(engine, here, gone)
    engine.index([], [Gone(gone.id, "ar", gone.sequence + 1)])
    result = ask(engine, "خبز", meaning=near(gone, unknown, here))
    assert (ids(result), result.total) == ([here.id], 1)


def test_pages_join_into_one_list(engine: SearchEngine) -> None:
    stories = [entry(f"خبز {'ساخن ' * (number % 7)}رقم {number}") for number in range(230)]
    meant = [entry(f"رغيف {number}") for number in range(30)]
    fill(engine, *stories, *meant)
    meaning = near(*(story for pair in zip(meant, stories[::7], strict=False) for story in pair))
    whole = ids(ask(engine, "خبز ساخن", meaning=meaning, limit=300))
    assert len(whole) == len(set(whole)) == 260
    pages = [ids(ask(engine, "خبز ساخن", meaning=meaning, offset=at, limit=20)) for at in range(0, 260, 20)]
    assert [story for page in pages for story in page] == whole


def test_the_meaning_alone_finds_where_nothing_is_said(engine: SearchEngine) -> None:
    first, second, third = entry("رغيف"), entry("خبز"), entry("مباراة")
    fill(engine, first, second, third)
    result = ask(engine, "", meaning=near(second, first, weight=1.0))
    assert (ids(result), result.total, result.weak) == ([second.id, first.id], 2, False)
    assert ids(ask(engine, "", meaning=near(first, second), sort="newest")) == [second.id, first.id]


def test_an_answer_by_letters_alone_stays_weak_unless_the_meaning_is_sure(engine: SearchEngine) -> None:
    story, meant = entry("برشلونة تفوز"), entry("الفريق الكتالوني ينتصر")
    fill(engine, story, meant)
    assert ask(engine, "برشلوتة").weak
    assert ask(engine, "برشلوتة", meaning=near(meant, sure=False)).weak
    assert not ask(engine, "برشلوتة", meaning=near(meant)).weak
    assert ask(engine, "برشلوتة", meaning=near(story, alone=False)).weak


def test_spelling_and_phrases_hold(engine: SearchEngine) -> None:
    said, meant = entry("مجلس الأمن"), entry("الهيئة الأممية")
    fill(engine, said, meant)
    assert ids(ask(engine, "مجلس الأمن", mode="exact", meaning=near(meant))) == [said.id]
    assert ids(ask(engine, "مجلس الأمن", phrases=("مجلس الأمن",), meaning=near(meant))) == [said.id]
