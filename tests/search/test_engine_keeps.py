"""The contract of every engine: what the index holds after changes, rebuilds and roll-backs."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import pytest

from search.documents import Gone
from search.engines.base import EngineError, IndexMissingError, RelatedQuery, SearchEngine
from tests.search.conftest import Another
from tests.search.entries import ask, entry, fill, ids


def test_without_an_index_nothing_is_answered_silently(engine: SearchEngine) -> None:
    story = entry("قمة")
    for act in (
        lambda: ask(engine, "قمة"),
        lambda: engine.index([story]),
        lambda: engine.related(RelatedQuery(story)),
        lambda: engine.inventory("ar"),
        lambda: engine.roll_back("ar"),
    ):
        with pytest.raises(IndexMissingError):
            act()
    assert not engine.health("ar").usable
    assert list(engine.locales()) == []


def test_a_newer_version_replaces_the_older(engine: SearchEngine) -> None:
    story = entry("قمة بيروت")
    fill(engine, story)
    engine.index([replace(story, title="مؤتمر الرياض", sequence=story.sequence + 1)])
    assert not ask(engine, "بيروت").hits
    assert ids(ask(engine, "الرياض")) == [story.id]
    assert engine.inventory("ar") == {story.id: story.sequence + 1}


def test_an_older_version_never_replaces_the_newer(engine: SearchEngine) -> None:
    story = entry("قمة بيروت", sequence=10)
    fill(engine, story)
    engine.index([replace(story, title="قديم", sequence=9)])
    engine.index([replace(story, title="أقدم", sequence=3), replace(story, title="قمة طرابلس", sequence=12)])
    assert ids(ask(engine, "طرابلس")) == [story.id]
    assert not ask(engine, "قديم").hits


def test_what_is_gone_does_not_come_back_by_an_older_write(engine: SearchEngine) -> None:
    story = entry("قمة بيروت", sequence=10)
    fill(engine, story)
    engine.remove([Gone(story.id, "ar", 11)])
    engine.index([story])
    assert not ask(engine, "بيروت").hits
    assert engine.inventory("ar") == {}
    engine.index([replace(story, sequence=12)])
    assert ids(ask(engine, "بيروت")) == [story.id]


def test_order_and_repetition_do_not_matter(engine: SearchEngine) -> None:
    one, two = entry("أول", sequence=1), entry("ثان", sequence=2)
    changes = [
        one,
        two,
        replace(one, title="أول معدل", sequence=3),
        Gone(two.id, "ar", 4),
        replace(one, title="أول أخير", sequence=5),
    ]
    fill(engine, entry("سواه"))
    shuffled = random.Random(7)
    for _ in range(3):
        shuffled.shuffle(changes)
        for change in changes:
            engine.index(*(([], [change]) if isinstance(change, Gone) else ([change], [])))
    assert engine.inventory("ar")[one.id] == 5
    assert two.id not in engine.inventory("ar")
    assert ids(ask(engine, "أخير")) == [one.id]


def test_one_batch_may_hold_several_locales(engine: SearchEngine) -> None:
    fill(engine, entry("قمة"), entry("summit", locale="en"))
    arabic, english = entry("قمة ثانية"), entry("second summit", locale="en")
    engine.index([arabic, english])
    assert arabic.id in engine.inventory("ar")
    assert english.id in engine.inventory("en")


def test_another_reader_sees_the_commit(another: Another) -> None:
    engine = another()
    fill(engine, entry("قمة"))
    reader = another()
    assert not ask(reader, "مؤتمر").hits
    story = entry("مؤتمر")
    engine.index([story])
    assert ids(ask(reader, "مؤتمر")) == [story.id]


def test_a_rebuild_takes_over_when_it_is_done(engine: SearchEngine) -> None:
    old, new = entry("قديم"), entry("جديد")
    fill(engine, old)
    with engine.rebuild("ar") as build:
        build.index([new])
        assert ids(ask(engine, "قديم")) == [old.id]
        with build.switch():
            build.index([replace(new, title="أجد", sequence=new.sequence + 1)])
            assert build.inventory() == {new.id: new.sequence + 1}
            assert ids(ask(engine, "قديم")) == [old.id]
    assert engine.inventory("ar") == {new.id: new.sequence + 1}
    assert not ask(engine, "قديم").hits


def test_a_rebuild_that_fails_leaves_everything_as_it_was(engine: SearchEngine) -> None:
    old = entry("قديم")
    fill(engine, old)
    before = engine.health("ar")
    with pytest.raises(RuntimeError), engine.rebuild("ar") as build, build.switch():
        raise RuntimeError("in the middle")
    with engine.rebuild("ar") as build:
        build.index([entry("جديد")])
    assert engine.health("ar") == before
    assert ids(ask(engine, "قديم")) == [old.id]


def test_what_is_written_during_a_switch_goes_into_the_new_index(engine: SearchEngine) -> None:
    fill(engine, entry("قديم"))
    late = entry("متأخر")
    with ThreadPoolExecutor(1) as pool:
        with engine.rebuild("ar") as build, build.switch():
            writing = pool.submit(engine.index, [late])
            time.sleep(0.1)
            assert not writing.done()
        writing.result()
    assert set(engine.inventory("ar")) == {late.id}


def test_two_rebuilds_at_once_are_refused(engine: SearchEngine) -> None:
    with engine.rebuild("ar"), pytest.raises(EngineError), engine.rebuild("ar"):
        pass


def test_back_to_the_former_index_and_forth(engine: SearchEngine) -> None:
    old, new = entry("قديم"), entry("جديد")
    fill(engine, old)
    with pytest.raises(IndexMissingError):
        engine.roll_back("ar")
    fill(engine, new)
    engine.roll_back("ar")
    assert set(engine.inventory("ar")) == {old.id}
    engine.roll_back("ar")
    assert set(engine.inventory("ar")) == {new.id}


def test_health_names_the_builds(engine: SearchEngine) -> None:
    fill(engine, entry("قديم"))
    first = engine.health("ar")
    fill(engine, entry("جديد"), entry("أجد"))
    second = engine.health("ar")
    assert (first.usable, first.documents, first.former) == (True, 1, "")
    assert (second.usable, second.documents, second.former) == (True, 2, first.build)
    assert list(engine.locales()) == ["ar"]


def test_a_locale_cannot_be_a_path(engine: SearchEngine) -> None:
    with pytest.raises(EngineError):
        ask(engine, "قمة", locale="../en")


def test_an_unknown_story_is_gone_all_the_same(engine: SearchEngine) -> None:
    fill(engine, entry("قمة"))
    unknown = uuid4()
    engine.remove([Gone(unknown, "ar", 5)])
    engine.index([replace(entry("متأخر"), id=unknown, sequence=4)])
    assert unknown not in engine.inventory("ar")
