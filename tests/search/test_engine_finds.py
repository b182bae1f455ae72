"""The contract of every engine: what a question finds, and in which order."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils.module_loading import import_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.base import Filters, SearchEngine
from search.engines.weights import Weights
from tests import search_engines
from tests.search.entries import MORNING, ask, entry, fill, ids

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=[]), max_size=80)
HEADLINE = "وزير الاقتصاد اللبناني: مؤتمر بواشنطن حول «أزمة» المستشفيات عام ٢٠٢٦"


@pytest.fixture(scope="module")
def spelled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SearchEngine, UUID]]:
    """An engine with a story and another, to be read from; and the id of the story."""
    setting = search_engines.configured(tmp_path_factory.mktemp("spelled"))
    engine, story = import_string(setting["ENGINE"])(**setting["OPTIONS"]), entry(HEADLINE)
    fill(engine, story, entry("مباراة ودية في الدوحة"))
    yield engine, story.id
    search_engines.remove(setting)


@pytest.mark.parametrize(
    "asked",
    [
        "الإقتصاد",
        "الاقتصادِ",
        "الاقتـــصاد",
        "اقتصاد",
        "واقتصاد",
        "بالاقتصاد",
        "الوزير",
        "موتمر",
        "مؤتمرات",
        "واشنطن",
        "ازمه",
        "“أزمة”",
        "'أزمة'",
        "أزمات",
        "مستشفي",
        "مستشفى",
        "المستشفيات",
        "2026",
        "۲۰۲۶",
        "لبناني",
        "ﻟﺒﻨﺎﻧﻲ",
        "لبنانی",
        "اللبنانيون",
    ],
)
def test_every_spelling_finds_the_story(spelled: tuple[SearchEngine, UUID], asked: str) -> None:
    engine, story = spelled
    result = ask(engine, asked)
    assert ids(result) == [story]
    assert not result.weak


def test_a_name_is_not_the_preposition_it_looks_like(engine: SearchEngine) -> None:
    person, other = entry("علي يفوز بالسباق"), entry("الضغط على الحكومة")
    fill(engine, person, other)
    assert ids(ask(engine, "علي")) == [person.id]
    assert ids(ask(engine, "علي", mode="exact"))[0] in {person.id, other.id}


def test_the_title_counts_more_than_the_body(engine: SearchEngine) -> None:
    match = "انتهت المباراة بالتعادل بعد شوطين مثيرين شهدا فرصا كثيرة أمام المرميين. " * 6
    named = entry("الجفاف يضرب المغرب", "تراجعت الأمطار بسبب الجفاف هذا العام. " + match)
    mentioned = entry("أسواق الخضار اليوم", "ارتفعت الأسعار بسبب الجفاف هذا العام. " + match)
    fill(engine, mentioned, named, *(entry("مباراة ودية مثيرة", match) for _ in range(20)))
    assert ids(ask(engine, "الجفاف")) == [named.id, mentioned.id]


def test_the_standfirst_is_found(engine: SearchEngine) -> None:
    story = entry("عنوان", "متن", standfirst="هدأت السوق بعد التراجع")
    fill(engine, story)
    assert ids(ask(engine, "هدوء السوق")) == [story.id]


def test_a_misspelled_word_finds_weakly(engine: SearchEngine) -> None:
    story = entry("برشلونة يتعاقد مع لاعب جديد")
    fill(engine, story, entry("أمطار غزيرة"))
    result = ask(engine, "برشلوتة")
    assert ids(result) == [story.id]
    assert result.weak


def test_letters_without_meaning_find_nothing(engine: SearchEngine) -> None:
    fill(engine, entry("برشلونة يتعاقد مع لاعب جديد"), entry("أمطار غزيرة"))
    for text in ("ضطصطظظ شصثغغض", "زززز", "؟!", "", "qwxz"):
        assert not ask(engine, text).hits


def test_stop_words_alone_are_taken_as_they_are(engine: SearchEngine) -> None:
    story = entry("من هو؟")
    fill(engine, story, entry("هو الأول"), entry("أمطار غزيرة"))
    assert ids(ask(engine, "من هو")) == [story.id]


def test_a_phrase_must_stand_together(engine: SearchEngine) -> None:
    together = entry("قمة عربية", "يعقد مجلس الأمن جلسة طارئة")
    apart = entry("مجلس النواب", "الأمن يستنفر")
    fill(engine, apart, together)
    assert ids(ask(engine, '"مجلس الأمن"', phrases=("مجلس الأمن",))) == [together.id]
    assert not ask(engine, '"مجلس الأمن الدولي"', phrases=("مجلس الأمن الدولي",)).hits


def test_exact_mode_wants_every_word_as_it_is_spelled(engine: SearchEngine) -> None:
    story = entry("انتخابات لبنان")
    fill(engine, story, entry("الانتخابات في لبنان"), entry("لبنان"))
    assert ids(ask(engine, "إنتخابات لبنان", mode="exact")) == [story.id]
    assert not ask(engine, "انتخابي", mode="exact").hits


def test_other_locales_stay_apart(engine: SearchEngine) -> None:
    arabic, english = entry("قمة بيروت"), entry("Beirut summits open", locale="en")
    fill(engine, arabic, english)
    assert ids(ask(engine, "summit", locale="en")) == [english.id]
    assert not ask(engine, "summit").hits


@pytest.mark.parametrize(
    ("locale", "title", "asked"),
    [
        ("en", "Iran’s elections postponed", "iran election"),
        ("fr", "L’économie française ralentit", "economies"),
        ("fr", "Grève à l'aéroport d’Orly", "Orly"),
        ("tr", "İstanbul’da ışıklar söndü", "ISTANBUL"),
        ("tr", "Kitap fuarı açıldı", "kitapları"),
        ("de", "Der Bundestag tagt", "bundestag"),
    ],
)
def test_other_languages(engine: SearchEngine, locale: str, title: str, asked: str) -> None:
    story = entry(title, locale=locale)
    fill(engine, story)
    assert ids(ask(engine, asked, locale=locale)) == [story.id]


def test_filters_restrict_and_a_set_means_or(engine: SearchEngine) -> None:
    sport, world, person = uuid4(), uuid4(), uuid4()
    one = entry("قمة رياضية", section=sport, kind="brief")
    two = entry("قمة عربية", section=world, authors=(person,), tags=(person,), topics=(person,))
    three = entry("قمة المناخ")
    fill(engine, one, two, three)

    def found(**filters: object) -> set[object]:
        return set(ids(ask(engine, "قمة", filters=Filters(**filters))))

    assert found(section=frozenset({sport})) == {one.id}
    assert found(section=frozenset({sport, world})) == {one.id, two.id}
    assert found(author=frozenset({person})) == {two.id}
    assert found(tag=frozenset({person})) == {two.id}
    assert found(topic=frozenset({person})) == {two.id}
    assert found(kind=frozenset({"brief"})) == {one.id}
    assert found(section=frozenset({sport}), kind=frozenset({"story"})) == set()
    assert found() == {one.id, two.id, three.id}


def test_dates_include_the_first_moment_and_not_the_last(engine: SearchEngine) -> None:
    stories = [entry("قمة", published_at=MORNING + timedelta(days=day)) for day in range(3)]
    fill(engine, *stories)
    span = Filters(published_after=MORNING, published_before=MORNING + timedelta(days=2))
    assert set(ids(ask(engine, "قمة", filters=span))) == {stories[0].id, stories[1].id}


def test_newest_first_wants_all_words_where_some_story_has_them(engine: SearchEngine) -> None:
    old, middle, new = entry("قمة المناخ"), entry("قمة المناخ في القاهرة"), entry("قمة عربية")
    fill(engine, new, old, middle)
    assert ids(ask(engine, "قمة المناخ", sort="newest")) == [middle.id, old.id]
    assert ids(ask(engine, "قمة", sort="newest")) == [new.id, middle.id, old.id]
    assert ids(ask(engine, "قمة الفضاء", sort="newest")) == [new.id, middle.id, old.id]


def test_what_is_new_comes_first_among_equals(engine: SearchEngine) -> None:
    old = entry("اجتماع الحكومة", published_at=MORNING - timedelta(days=400))
    new = entry("اجتماع الحكومة", published_at=MORNING)
    fill(engine, new, old)
    assert ids(ask(engine, "الحكومة", now=MORNING)) == [new.id, old.id]


def test_what_is_new_never_buries_a_precise_match(engine: SearchEngine) -> None:
    precise = entry("زلزال مراكش", published_at=MORNING - timedelta(days=900))
    recent = [entry("زلزال قوي يضرب اليابان", published_at=MORNING) for _ in range(10)]
    fill(engine, *recent, precise)
    assert ids(ask(engine, "زلزال مراكش", now=MORNING))[0] == precise.id
    assert Weights().recency <= 0.1


def test_pages_join_into_one_list(engine: SearchEngine) -> None:
    fill(engine, *(entry(f"قمة {number}", "نص " * number) for number in range(1, 31)))
    whole = ask(engine, "قمة", limit=30, now=MORNING)
    pages = [ask(engine, "قمة", limit=7, offset=offset, now=MORNING) for offset in range(0, 35, 7)]
    assert [hit.id for page in pages for hit in page.hits] == ids(whole)
    assert {page.total for page in pages} == {30}


def test_facets_count_what_is_found(engine: SearchEngine) -> None:
    world, lebanon, writer = uuid4(), uuid4(), uuid4()
    fill(
        engine,
        entry("قمة بيروت", section=lebanon, sections=(world, lebanon), authors=(writer,)),
        entry("قمة الرياض", section=world),
        entry("قمة قديمة", published_at=MORNING.replace(year=2024)),
        entry("مباراة", section=world),
    )
    facets = ask(engine, "قمة", facets=("section", "author", "year")).facets
    assert facets["section"] == {str(world): 2, str(lebanon): 1}
    assert facets["author"] == {str(writer): 1}
    assert facets["year"] == {"2026": 2, "2024": 1}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(text=ANY_TEXT, mode=st.sampled_from(["smart", "exact"]), sort=st.sampled_from(["relevance", "newest"]))
def test_any_text_is_answered(engine: SearchEngine, text: str, mode: str, sort: str) -> None:
    if not list(engine.locales()):
        fill(engine, entry(HEADLINE), entry("قمة عربية"))
    result = ask(engine, text, mode=mode, sort=sort, phrases=(text,))
    assert result.total >= len(result.hits)


def test_a_pasted_page_is_answered(engine: SearchEngine) -> None:
    story = entry(HEADLINE)
    fill(engine, story)
    assert ids(ask(engine, HEADLINE + " كلمة أخرى طويلة" * 2000)) == [story.id]


def test_equals_come_newest_first_and_then_by_id(engine: SearchEngine) -> None:
    dates = [MORNING - timedelta(days=day) for day in (3, 1, 2)]
    stories = [entry("قمة بيروت", published_at=date) for date in dates]
    twins = [entry("قمة بيروت", published_at=MORNING - timedelta(days=5)) for _ in range(4)]
    fill(engine, *twins, *stories)
    wanted = [stories[1].id, stories[2].id, stories[0].id, *sorted(twin.id for twin in twins)]
    for sort in ("relevance", "newest"):
        assert ids(ask(engine, "قمة", sort=sort)) == wanted


def test_of_more_equals_than_are_looked_at_the_newest_are_shown(engine: SearchEngine) -> None:
    count = 2 * Weights().recency_window
    stories = [entry("قمة", published_at=MORNING + timedelta(hours=hour)) for hour in range(count)]
    fill(engine, *stories)
    wanted = [story.id for story in reversed(stories)]
    for sort in ("relevance", "newest"):
        assert ids(ask(engine, "قمة", sort=sort)) == wanted[:20]
        assert ids(ask(engine, "قمة", sort=sort, offset=count - 5)) == wanted[-5:]
