"""The contract of every engine: what editors' synonyms, protected words and best bets do to an answer."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from search.documents import Gone, IndexEntry
from search.engines.base import Filters, SearchEngine, SearchResult
from search.engines.wording import Bet, Book, Rule, question_key
from tests.search.entries import MORNING, ask, entry, fill, ids

AMERICA = Rule(("أمريكا", "الولايات المتحدة", "واشنطن"))
FILLER = "تابع الجمهور أخبار السوق والطقس والمباريات طوال الأسبوع من دون انقطاع"


def put(engine: SearchEngine, book: Book, text: str, **options: Any) -> SearchResult:
    """The answer to `text`, with what the book has for it."""
    return ask(engine, text, wording=book.wording(text, options.get("phrases", ())), **options)


def book(*rules: Rule, protected: tuple[str, ...] = (), **bets: tuple[Bet, ...]) -> Book:
    """An Arabic book; underscores in the names of `bets` stand for spaces."""
    keyed = {question_key(name.replace("_", " "), "ar"): found for name, found in bets.items()}
    return Book("ar", rules, frozenset(protected), keyed)


def stories(*titles: str) -> list[IndexEntry]:
    """Stories under these titles, alike in all else, among others that say nothing of the kind."""
    alike = [entry(title, FILLER, published_at=MORNING) for title in titles]
    return alike + [entry(f"خبر محلي رقم {number}", FILLER) for number in range(12)]


def test_a_synonym_finds_what_says_the_same_otherwise(engine: SearchEngine) -> None:
    word, other, phrase, apart, *rest = stories(
        "أمريكا توقع الاتفاق", "واشنطن توقع الاتفاق", "بالولايات المتحدة توقع الاتفاق",
        "ولايات الجزائر ترفض الأمم المتحدة",
    )  # fmt: skip
    fill(engine, word, other, phrase, apart, *rest)
    assert ids(ask(engine, "أمريكا")) == [word.id]
    for asked in ("أمريكا", "وأمريكا", "الولايات المتحدة", "واشنطن"):
        found = put(engine, book(AMERICA), asked)
        assert {word.id, other.id, phrase.id} <= set(ids(found)), asked
        assert not found.weak
    assert apart.id not in ids(put(engine, book(AMERICA), "أمريكا"))
    assert ids(put(engine, book(AMERICA), "أمريكا", mode="exact"))


def test_a_one_way_rule_goes_one_way(engine: SearchEngine) -> None:
    one, other, *rest = stories("واشنطن توقع", "البيت الأبيض يوقع")
    fill(engine, one, other, *rest)
    rules = book(Rule(("واشنطن",), ("البيت الأبيض",)))
    assert ids(put(engine, rules, "واشنطن")) == [one.id, other.id]
    assert ids(put(engine, rules, "البيت الأبيض")) == [other.id]


def test_a_synonym_is_worth_no_more_than_the_word_and_counts_once(engine: SearchEngine) -> None:
    common = [entry(f"أمريكا في الخبر رقم {number}", FILLER) for number in range(8)]
    word, rare, both = stories("أمريكا توقع", "اليانكي يوقع", "أمريكا اليانكي")[:3]
    fill(engine, word, rare, both, *common, *stories())
    rules = book(Rule(("أمريكا", "اليانكي", "بلاد العم سام", "الولايات المتحدة الأمريكية")))
    scores = {hit.id: hit.score for hit in put(engine, rules, "أمريكا", limit=40).hits}
    assert scores[rare.id] <= scores[word.id]
    assert scores[rare.id] > 0.5 * scores[word.id]
    assert scores[both.id] <= scores[word.id] * 1.001


def test_what_the_question_says_itself_counts_once(engine: SearchEngine) -> None:
    one, other, *rest = stories("أمريكا توقع", "واشنطن توقع")
    fill(engine, one, other, *rest)
    said = {hit.id: hit.score for hit in put(engine, book(AMERICA), "أمريكا واشنطن").hits}
    plain = {hit.id: hit.score for hit in ask(engine, "أمريكا واشنطن").hits}
    assert said == plain


def test_stories_without_a_synonym_score_as_before(engine: SearchEngine) -> None:
    items = stories("أمريكا توقع", "أمريكا والسوق", "طقس أمريكا اليوم", "الاتفاق مع واشنطن")
    fill(engine, *items)
    before = {hit.id: hit.score for hit in ask(engine, "اتفاق أمريكا اليوم").hits}
    after = {hit.id: hit.score for hit in put(engine, book(AMERICA), "اتفاق أمريكا اليوم").hits}
    for story in items[:3]:
        assert abs(before[story.id] - after[story.id]) < 1e-4 * before[story.id]
    assert after[items[3].id] > before[items[3].id]


def test_newest_first_takes_a_synonym_for_the_word(engine: SearchEngine) -> None:
    old, new, half, *rest = stories("اتفاق أمريكا", "اتفاق واشنطن", "اتفاق آخر")
    fill(engine, *(old, new, half), *rest)
    found = put(engine, book(AMERICA), "اتفاق أمريكا", sort="newest")
    assert set(ids(found)) == {old.id, new.id}


def test_quoted_words_stay_as_they_are(engine: SearchEngine) -> None:
    one, other, *rest = stories("اتفاق أمريكا اليوم", "اتفاق واشنطن اليوم")
    fill(engine, one, other, *rest)
    asked = {"phrases": ("اتفاق أمريكا",)}
    assert ids(put(engine, book(AMERICA), '"اتفاق أمريكا"', **asked)) == [one.id]


def test_a_protected_word_is_asked_for_as_it_is_spelled(engine: SearchEngine) -> None:
    city, meal, *rest = stories("صفد في الخبر", "صفدي في الخبر")
    fill(engine, city, meal, *rest)
    assert set(ids(ask(engine, "صفد"))) == {city.id, meal.id}
    rules = book(protected=("صفد",))
    assert ids(put(engine, rules, "صفد")) == [city.id]
    assert ids(put(engine, rules, "صَفَد الخبر"))[0] == city.id
    assert not put(engine, rules, "صفد").weak
    assert not put(engine, book(protected=("صفدا",)), "صفدا").hits
    found = {hit.id: hit.score for hit in put(engine, rules, "صفد").hits}
    plain = {hit.id: hit.score for hit in ask(engine, "صفد").hits}
    assert found[city.id] > 0.5 * plain[city.id]


def test_a_protected_word_has_synonyms_of_its_own_spelling(engine: SearchEngine) -> None:
    city, person, other, *rest = stories("صفد في الخبر", "صفدي في الخبر", "عاصمة الجليل الأعلى")
    fill(engine, city, person, other, *rest)
    rules = book(Rule(("صفد", "عاصمة الجليل")), protected=("صفد",))
    assert set(ids(put(engine, rules, "صفد"))) == {city.id, other.id}
    assert set(ids(put(engine, rules, "عاصمة الجليل"))) == {city.id, other.id}
    assert other.id not in ids(put(engine, rules, "صفدي"))


def test_a_best_bet_stands_first_whatever_it_says(engine: SearchEngine) -> None:
    items = [entry(f"أمطار في يوم {number}", FILLER) for number in range(30)]
    guide = entry("دليل العاصفة", "ماذا تفعل", kind="analysis")
    second = entry("أرقام الطوارئ", "اتصل")
    fill(engine, *items, guide, second)
    rules = book(الأمطار=(Bet(guide.id), Bet(second.id), Bet(items[3].id)))
    first = put(engine, rules, "الامطار", limit=5, facets=("year",), now=MORNING)
    assert ids(first)[:3] == [guide.id, second.id, items[3].id]
    assert (first.total, sum(first.facets["year"].values())) == (32, 32)
    rest = put(engine, rules, "الامطار", offset=5, limit=50, now=MORNING)
    assert len({*ids(first), *ids(rest)}) == 32
    assert ids(put(engine, rules, "أمطار غزيرة"))[0] != guide.id
    assert guide.id not in ids(put(engine, rules, "الامطار", sort="newest", limit=50))
    assert ids(put(engine, rules, "الامطار", filters=Filters(kind=frozenset({"analysis"})))) == [guide.id]
    only = put(engine, book(زخات=(Bet(guide.id),)), "زخات")
    assert (ids(only), only.weak) == ([guide.id], False)


def test_a_bet_that_is_gone_or_elsewhere_is_none(engine: SearchEngine) -> None:
    story, guide = entry("أمطار اليوم"), entry("دليل العاصفة")
    fill(engine, story, guide)
    rules = book(الأمطار=(Bet(guide.id), Bet(uuid4())))
    assert ids(put(engine, rules, "الأمطار")) == [guide.id, story.id]
    engine.remove([Gone(guide.id, "ar", guide.sequence + 1000)])
    found = put(engine, rules, "الأمطار")
    assert (ids(found), found.total) == ([story.id], 1)


def test_a_bet_ends_with_its_moment() -> None:
    story, ends = UUID(int=1), MORNING + timedelta(hours=1)
    rules = book(أمطار=(Bet(story, ends),))
    assert rules.wording("أمطارٌ", now=MORNING).first == (story,)
    assert rules.wording("أمطار", now=ends).first == ()
