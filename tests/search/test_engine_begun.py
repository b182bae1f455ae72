"""The contract of every engine: titles that go on as typed, words that are spelled nearly so, wide facets."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils.module_loading import import_string

from search.engines.base import FACET_SIZE, BegunQuery, Filters, SearchEngine, SearchQuery
from tests import search_engines
from tests.search.entries import MORNING, ask, entry, fill, ids

HEADLINE = "وزير الاقتصاد اللبناني: مؤتمر بواشنطن حول «أزمة» المستشفيات عام ٢٠٢٦"


@pytest.fixture(scope="module")
def titled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SearchEngine, UUID]]:
    """An engine with a story and another, to be read from; and the id of the story."""
    setting = search_engines.configured(tmp_path_factory.mktemp("titled"))
    engine, story = import_string(setting["ENGINE"])(**setting["OPTIONS"]), entry(HEADLINE)
    fill(engine, story, entry("مباراة ودية في الدوحة", "اقتصاد"))
    yield engine, story.id
    search_engines.remove(setting)


def begun(engine: SearchEngine, text: str, **options: object) -> list[UUID]:
    """The ids of the Arabic titles that go on as `text` does."""
    (hits,) = engine.begun([BegunQuery(**{"text": text, "locale": "ar", **options})]).hits
    return [hit.id for hit in hits]


@pytest.mark.parametrize(
    "text",
    [
        "اق", "اقت", "الاقت", "والاقتصا", "إقتص", "اقتـ", "اقْتِ", "الا",
        "وز", "الوزي", "موت", "مؤت", "واش", "ازم", "أزمه", "«أز", "مستشفي", "المستش",
        "20", "٢٠", "۲۰۲", "لبنانی", "ﻟﺒﻨ", "اللب",
        "وزير اقت", "الوزير اللبن", "اقتصاد لب", "وزير ", "الاقتصاد ", "اقتصاد", "المؤتمر حول ال", "أزمات م",
    ],
)  # fmt: skip
def test_every_spelling_goes_on(titled: tuple[SearchEngine, UUID], text: str) -> None:
    engine, story = titled
    assert begun(engine, text) == [story]


@pytest.mark.parametrize(
    "text", ["قتص", "اقتض", "وز ", "دوح اقت", "", "  ", "؟!", ".*", "ا~", "و*", "title_exact:وز"]
)
def test_what_no_title_goes_on_from(titled: tuple[SearchEngine, UUID], text: str) -> None:
    engine, story = titled
    assert story not in begun(engine, text)


def test_the_newest_title_comes_first_and_equals_by_id(engine: SearchEngine) -> None:
    stories = [entry("قمة", published_at=MORNING + timedelta(hours=hour)) for hour in (1, 3, 2)]
    twins = [entry("قمم", published_at=MORNING) for _ in range(3)]
    fill(engine, *twins, *stories)
    wanted = [stories[1].id, stories[2].id, stories[0].id, *sorted(twin.id for twin in twins)]
    assert begun(engine, "قم") == wanted
    assert begun(engine, "قم", limit=2) == wanted[:2]
    assert begun(engine, "قم", without=frozenset(wanted[:2])) == wanted[2:]


def test_each_locale_goes_on_by_its_own_rules(engine: SearchEngine) -> None:
    arabic, turkish = entry("Istanbul اسطنبول"), entry("İstanbul’da ışıklar söndü", locale="tr")
    fill(engine, arabic, turkish)
    found = engine.begun([BegunQuery("IST", "ar"), BegunQuery("ist", "tr"), BegunQuery("ışı", "tr")])
    assert [[hit.id for hit in hits] for hits in found.hits] == [[arabic.id], [turkish.id], [turkish.id]]
    assert found.engine == engine.name


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("برشلوتة", "برشلونة"),
        ("برشلنة", "برشلونة"),
        ("برشلوونة", "برشلونة"),
        ("بشرلونة", "برشلونة"),
        ("بشرلوتة", "برشلونة"),
        ("والبرشلوتة", "برشلونة"),
        ("ماء", ""),
        ("قمج", "قمح"),
        ("قحم", "قمح"),
        ("كمج", ""),
        ("2027", ""),
    ],
)
def test_words_that_are_spelled_nearly_so(engine: SearchEngine, typed: str, word: str) -> None:
    stories = {"برشلونة": entry("برشلونة يفوز"), "قمح": entry("خبز", "سعر القمح عام 2026")}
    fill(engine, *stories.values())
    (near,) = ask(engine, typed, near=5).near.values()
    assert list(near) == ([stories[word].id] if word else [])


def test_only_words_that_no_story_has_are_looked_for_nearby(engine: SearchEngine) -> None:
    one, other = entry("برشلونة وبرشلوني"), entry("برشلونة في مدريد")
    fill(engine, one, other)
    assert ask(engine, "برشلونة وزير", near=5).near == {"وزير": ()}
    assert ask(engine, "برشلوتة", mode="exact", near=5).near == {}
    assert ask(engine, "برشلوتة").near == {}
    near = ask(engine, "برشلوتة مدريد", near=5).near
    assert list(near.values()) == [(other.id, one.id)]
    kept = Filters(without=frozenset({other.id}))
    assert list(ask(engine, "برشلوتة مدريد", near=5, filters=kept).near.values()) == [(one.id,)]


def test_a_facet_is_not_narrowed_by_its_own_filter(engine: SearchEngine) -> None:
    sport, world, writer = uuid4(), uuid4(), uuid4()
    fill(
        engine,
        entry("قمة رياضية", section=sport, authors=(writer,)),
        entry("قمة عربية", section=world),
        entry("قمة قديمة", section=world, published_at=MORNING.replace(year=2024), authors=(writer,)),
        entry("مباراة", section=sport),
    )
    found = ask(
        engine,
        "قمة",
        filters=Filters(section=frozenset({sport}), published_after=MORNING),
        facets=("section", "author", "year"),
    )
    assert found.total == 1
    assert found.facets["section"] == {str(sport): 1, str(world): 1}
    assert found.facets["author"] == {str(writer): 1}
    assert found.facets["year"] == {"2026": 1}
    nothing = ask(engine, "قمة", filters=Filters(author=frozenset({uuid4()})), facets=("author", "section"))
    assert (nothing.total, nothing.facets) == (0, {"author": {str(writer): 2}, "section": {}})
    newest = ask(
        engine, "قمة عربية", sort="newest", filters=Filters(section=frozenset({sport})), facets=("section",)
    )
    assert newest.facets["section"] == {str(sport): 1, str(world): 2}


def test_the_most_frequent_values_are_counted_and_every_section(engine: SearchEngine) -> None:
    things = sorted(uuid4() for _ in range(FACET_SIZE + 10))
    often = things[-1]
    stories = [entry("قمة", section=thing, topics=(thing,)) for thing in [*things, often]]
    fill(engine, *stories)
    facets = ask(engine, "قمة", facets=("section", "topic")).facets
    assert list(facets["topic"]) == [str(often), *map(str, things[: FACET_SIZE - 1])]
    assert len(facets["section"]) == len(things)


def test_several_locales_are_answered_each_by_its_own(engine: SearchEngine) -> None:
    arabic, english = entry("قمة بيروت"), entry("Beirut summits open", locale="en")
    fill(engine, arabic, english)
    one, other = engine.search_each([SearchQuery("summit", locale, compared=True) for locale in ("ar", "en")])
    assert (ids(one), one.weak, ids(other), other.weak) == ([], True, [english.id], False)
    assert one.ideal == pytest.approx(1.386, abs=0.001)
    assert other.ideal == pytest.approx(0.288, abs=0.001)
