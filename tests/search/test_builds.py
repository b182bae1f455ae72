"""The contract of every engine: a new index answers, and tells what it lacks, before anybody reads it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.documents import Gone, IndexEntry
from search.engines.base import Build, SearchEngine, SearchQuery
from tests.search.entries import ask, entry, fill, ids


@contextmanager
def building(engine: SearchEngine, *entries: IndexEntry) -> Iterator[Build]:
    """A new index with `entries`, which is not put in use."""
    with engine.rebuild("ar") as build:
        build.index(entries)
        yield build


def asked(build: Build, text: str, **more: Any) -> list[object]:
    """The ids of what a new index answers."""
    return list(ids(build.search(SearchQuery(text, "ar", **more))))


def test_a_new_index_answers_as_it_will_in_use(engine: SearchEngine) -> None:
    old, one, other = entry("قديم"), entry("قمة بيروت"), entry("أخبار", "عن القمة في بيروت")
    fill(engine, old)
    with engine.rebuild("ar") as build:
        build.index([one, other])
        found = build.search(SearchQuery("قمة بيروت", "ar", facets=("year",)))
        assert asked(build, "قديم") == []
        assert ids(ask(engine, "قديم")) == [old.id]
        with build.switch():
            pass
    in_use = ask(engine, "قمة بيروت", facets=("year",))
    assert ids(found) == ids(in_use) == [one.id, other.id]
    assert [hit.score for hit in found.hits] == pytest.approx([hit.score for hit in in_use.hits])
    assert (found.total, found.weak, found.facets, found.engine) == (
        in_use.total, in_use.weak, in_use.facets, in_use.engine,
    )  # fmt: skip


def test_a_new_index_answers_with_what_was_added_last(engine: SearchEngine) -> None:
    one, other = entry("قمة"), entry("مؤتمر")
    with building(engine, one) as build:
        assert asked(build, "قمة") == [one.id]
        build.index([other], [Gone(one.id, "ar", one.sequence + 1)])
        assert asked(build, "قمة") == []
        assert asked(build, "مؤتمر") == [other.id]


def test_it_holds_phrases_and_spellings_to_the_word(engine: SearchEngine) -> None:
    one = entry("قمة بيروت")
    with building(engine, one) as build:
        assert asked(build, "بيروت قمة", phrases=("قمة بيروت",)) == [one.id]
        assert asked(build, "بيروت قمة", phrases=("بيروت قمة",)) == []
        assert asked(build, "القمة", mode="exact") == []


def test_nothing_departs_from_what_was_added(engine: SearchEngine) -> None:
    section, above = uuid4(), uuid4()
    full = entry(
        "قمة بيروت", "نص " * 900, section=section, sections=(above, section), topics=(uuid4(), uuid4()),
        authors=(uuid4(),), tags=(uuid4(),), standfirst="مقدمة",
    )  # fmt: skip
    bare = replace(entry(""), published_at=None, group=None)
    with building(engine, full, bare) as build:
        assert build.departure({section: 1, above: 1}, [full, bare]) == ""
        assert build.departure({}, []) == ""


@pytest.mark.parametrize(
    "change",
    [
        {"title": "قمة طرابلس"},
        {"body": "نص آخر"},
        {"standfirst": "مقدمة"},
        {"kind": "opinion"},
        {"published_at": None},
        {"section": uuid4()},
        {"topics": (uuid4(),)},
        {"group": uuid4()},
        {"id": uuid4()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_story_that_is_otherwise_in_it_is_told(change: dict[str, Any], engine: SearchEngine) -> None:
    held = entry("قمة بيروت", "نص")
    wanted = replace(held, **change)
    with building(engine, held) as build:
        told = build.departure({}, [held, wanted])
    assert told.startswith(f"story {wanted.id} has another ")


def test_a_section_with_other_stories_is_told(engine: SearchEngine) -> None:
    section = uuid4()
    one, other = (entry(f"قمة {number}", section=section) for number in range(2))
    with building(engine, one, other) as build:
        build.index([], [Gone(other.id, "ar", other.sequence + 1)])
        assert build.departure({section: 1}, []) == ""
        assert build.departure({section: 2}, []) == f"section {section} has 1 stories in it, not 2"


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=8))
def test_whatever_is_written_is_found_whole(engine: SearchEngine, texts: list[tuple[str, str]]) -> None:
    entries = [entry(title, body) for title, body in texts]
    with building(engine, *entries) as build:
        assert build.departure({}, entries) == ""
