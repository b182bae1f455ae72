"""Explanations: what each word adds, why a story stands where it does, and why another is missing."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from news.record.models import PublishedDocument
from search.engines.base import EngineError
from search.queries import Question, ask
from search.queries.explaining import SHOWN, Explained, Verdict, explain
from tests.record_factory import (
    FIRST_MORNING,
    paragraph,
    publish_article,
    publish_section,
    republish,
    withdraw,
)
from tests.search.following import catch_up as index

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]


def story(title: str, text: str = "نص", **facts: object) -> PublishedDocument:
    return publish_article(title=title, summary="", body=[paragraph(text)], **facts)


def verdict(text: str, story: UUID, **facts: object) -> Verdict:
    facts = {"locale": "ar", **facts}
    found = explain(Question(text, **facts), story).verdict  # type: ignore[arg-type] - facts of a test
    assert found is not None
    return found


def matches(found: Explained, place: int = 0) -> dict[str, str]:
    return {word.word: word.match for word in found.results[place].words if word.match != "pair"}


def test_each_word_says_what_it_adds_and_all_of_them_make_the_score() -> None:
    story("وزير الإقتصاد في بيروت", "التقى وزير الاقتصاد مسؤولين")
    story("قمة")
    index()
    question = Question("الوزير في الاقتصاد", "ar")
    found = explain(question)
    (placed,) = found.results
    assert placed.place == 1
    assert matches(found) == {"الوزير": "word", "في": "stop", "الاقتصاد": "word"}
    assert {share.text for share in placed.words[0].shares} >= {"title", "body"}
    assert [word.word for word in placed.words if word.match == "pair"] == ["الوزير في الاقتصاد"]
    assert found.stopped == ("في",)
    assert found.tokens["light"] == ("وزير", "اقتصاد")
    words = sum(word.score for word in placed.words)
    assert words + placed.by_date == pytest.approx(ask(question).results[0].score, rel=1e-4)
    assert found.verdict is None


def test_a_new_story_has_a_little_for_its_date() -> None:
    now = timezone.now()
    story("وزير", published_at=now)
    story("وزير", published_at=now - timedelta(days=900))
    index()
    first, last = explain(Question("وزير", "ar"), now=now).results
    assert first.by_date > 0.01 > last.by_date
    newest = explain(Question("وزير", "ar", sort="newest"), now=now).results
    assert [one.by_date for one in newest] == [0.0, 0.0]


def test_letters_are_told_apart_from_words_and_repeated_words_count_once() -> None:
    story("وزير الاقتصاد")
    index()
    found = explain(Question("الاقتصااد وزير وزير", "ar"))
    assert matches(found) == {"الاقتصااد": "letters", "وزير": "word"}


def test_with_spelling_alone_only_what_is_spelled_counts() -> None:
    row = story("وزير الاقتصاد")
    index()
    found = explain(Question("وزير", "ar", mode="exact"))
    assert {share.view for word in found.results[0].words for share in word.shares} == {"exact"}
    assert found.by_spelling
    missed = verdict("الوزير", row.document_id, mode="exact")
    assert (missed.reason, missed.missing) == ("no_match", ("الوزير",))


def test_a_story_has_its_place_among_all_that_were_found() -> None:
    rows = [story("وزير", published_at=FIRST_MORNING + timedelta(days=day)) for day in range(SHOWN + 2)]
    index()
    found = explain(Question("وزير", "ar"), rows[0].document_id)
    assert found.total == len(rows)
    assert len(found.results) == SHOWN
    assert found.verdict is not None
    assert (found.verdict.reason, found.verdict.place) == ("found", len(rows))


def test_the_word_that_fails_is_named() -> None:
    row = story("وزير الاقتصاد")
    index()
    missed = verdict("برتقال طازج", row.document_id)
    assert (missed.reason, missed.missing) == ("no_match", ("برتقال", "طازج"))
    half = verdict("وزير البرتقال", row.document_id)
    assert (half.reason, half.missing) == ("found", ("البرتقال",))
    story("وزير البرتقال")
    index()
    newest = verdict("وزير البرتقال", row.document_id, sort="newest")
    assert (newest.reason, newest.missing) == ("not_all_words", ("البرتقال",))


def test_the_filter_and_the_phrase_that_keep_it_out_are_named() -> None:
    section = publish_section(slug="اقتصاد")
    row = story("وزير الاقتصاد", section=section)
    index()
    asked = {"section": ("اقتصاد",), "kind": ("brief",), "published_before": FIRST_MORNING}
    found = verdict("وزير", row.document_id, **asked)
    assert (found.reason, set(found.failed)) == ("filtered", {"kind", "published_before"})
    unknown = verdict("وزير", row.document_id, section=("رياضة",), kind=("story",))
    assert (unknown.reason, unknown.failed) == ("filtered", ("section",))
    phrase = verdict("«الاقتصاد وزير»", row.document_id)
    assert (phrase.reason, phrase.failed) == ("filtered", ("phrase:الاقتصاد وزير",))


def test_what_is_not_public_or_in_another_language_or_not_indexed_is_said_so() -> None:
    row, english = story("وزير"), story("Minister", locale="en")
    index()
    late = story("وزير آخر")
    assert verdict("وزير", uuid4()).reason == "not_public"
    assert verdict("وزير", english.document_id).reason == "other_locale"
    assert verdict("وزير", late.document_id).reason == "not_indexed"
    assert verdict("؟", row.document_id).reason == "no_words"
    republish(row, title="وزير جديد")
    assert verdict("وزير", row.document_id).reason == "not_indexed"
    withdraw(row)
    found = explain(Question("وزير", "ar"), row.document_id)
    assert found.results == ()
    assert found.verdict == Verdict("not_public")


def test_without_an_index_there_is_nothing_but_for_stories_that_wait_for_it() -> None:
    assert explain(Question("Bakan", "tr"), uuid4()).results == ()
    row = story("وزير")
    with pytest.raises(EngineError):
        verdict("وزير", row.document_id)
