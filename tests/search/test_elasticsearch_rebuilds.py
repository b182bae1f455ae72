"""Rebuilds on a cluster: one at a time, killed at any moment, and never a lost write."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from search.engines.base import EngineError
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch.mapping import VERSION
from tests import search_engines
from tests.journeys.running import wait_for
from tests.search.entries import ask, entry, fill, ids

pytestmark = pytest.mark.elasticsearch

KILLED = """
import sys, time, django
django.setup()
from search.engines.elasticsearch import ElasticsearchEngine
from tests.search.entries import entry
engine = ElasticsearchEngine(hosts=sys.argv[1].split(","), prefix=sys.argv[2], replicas=0, lease=2.0)
with engine.rebuild("ar") as build:
    build.index([entry("نصف مبني")])
    with build.switch():
        print(build.name, flush=True)
        time.sleep(600)
"""


@pytest.fixture
def engine() -> Iterator[ElasticsearchEngine]:
    """An engine without an index."""
    options = search_engines.elasticsearch()["OPTIONS"]
    made = ElasticsearchEngine(**options)
    yield made
    made.close()
    search_engines.remove_indices(f"{made.options.prefix}.*")


def names(engine: ElasticsearchEngine) -> set[str]:
    """The Arabic indices there are."""
    return {place.name for place in engine.indices("ar").shelf().places}


@pytest.fixture
def killed(engine: ElasticsearchEngine) -> str:
    """The name of what a rebuild left that was killed while it held writers back."""
    fill(engine, entry("قمة"))
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    command = [sys.executable, "-c", KILLED, search_engines.URL, engine.options.prefix]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        process.send_signal(signal.SIGKILL)
    return name


def test_writers_go_on_after_a_rebuild_was_killed(engine: ElasticsearchEngine, killed: str) -> None:
    assert killed in names(engine)
    late = entry("متأخر")
    engine.index([late])
    assert ids(ask(engine, "متأخر")) == [late.id]
    assert killed not in names(engine)


def test_the_next_rebuild_cleans_up_after_one_that_was_killed(
    engine: ElasticsearchEngine, killed: str
) -> None:
    with pytest.raises(EngineError, match="already"):
        fill(engine, entry("جديد"))
    wait_for(lambda: rebuilt(engine))
    assert killed not in names(engine)
    engine.index([entry("متأخر")])
    assert len(engine.inventory("ar")) == 2


def rebuilt(engine: ElasticsearchEngine) -> bool:
    """Whether the lease of the dead has expired, and a rebuild could be made."""
    try:
        fill(engine, entry("جديد"))
    except EngineError:
        return False
    return True


def test_a_rebuild_that_was_taken_for_dead_does_not_switch(engine: ElasticsearchEngine) -> None:
    fill(engine, entry("قمة"))
    newer, before = entry("أجد"), engine.health("ar").build

    def overtaken() -> None:
        with engine.rebuild("ar") as build:
            search_engines.remove_indices(f"{engine.options.prefix}._rebuilds*")
            fill(engine, newer)
            with build.switch():
                pass

    with pytest.raises(EngineError):
        overtaken()
    assert set(engine.inventory("ar")) == {newer.id}
    assert engine.health("ar").former == before
    assert len(names(engine)) == 2


def test_a_switch_is_refused_once_somebody_else_has_switched(engine: ElasticsearchEngine) -> None:
    fill(engine, entry("قمة"))
    indices = engine.indices("ar")
    outdated = indices.shelf()
    fill(engine, entry("أجد"))
    mine = indices.create(replicas=0)
    before = engine.health("ar")
    with pytest.raises(EngineError):
        indices.switch_to(mine, outdated)
    assert engine.health("ar") == before


def test_only_the_index_in_use_and_the_one_before_are_kept(engine: ElasticsearchEngine) -> None:
    for number in range(4):
        fill(engine, entry(f"قمة {number}"))
    health = engine.health("ar")
    assert names(engine) == {health.build, health.former}


def test_an_index_that_was_returned_to_can_be_written(engine: ElasticsearchEngine) -> None:
    old, late = entry("قديم"), entry("متأخر")
    fill(engine, old)
    fill(engine, entry("جديد"))
    engine.roll_back("ar")
    engine.index([late])
    assert set(engine.inventory("ar")) == {old.id, late.id}


def test_names_and_settings_are_as_promised(engine: ElasticsearchEngine) -> None:
    fill(engine, entry("Sommet", locale="fr-CA"))
    name = engine.health("fr-CA").build
    assert list(engine.locales()) == ["fr-CA"]
    assert name.startswith(f"{engine.options.prefix}.fr-ca.v{VERSION}.")
    facts = search_engines.cluster().indices.get(index=name)[name]
    settings = facts["settings"]["index"]
    assert facts["mappings"]["_meta"] == {"locale": "fr-CA", "version": VERSION}
    assert facts["mappings"]["dynamic"] == "strict"
    assert (settings["number_of_shards"], settings["number_of_replicas"]) == ("1", "0")
    assert settings["refresh_interval"] == "1s"
    assert settings["similarity"]["default"] == {"type": "BM25", "k1": "1.2", "b": "0.75"}


def test_no_words_are_kept_but_those_that_are_compared(engine: ElasticsearchEngine) -> None:
    fill(engine, entry("قمة بيروت", "اجتمع الوزراء"))
    (hit,) = search_engines.cluster().search(index=engine.alias("ar"))["hits"]["hits"]
    assert set(hit["_source"]) == {"id", "sequence", "state", "kind", "published", "year", "group", "title"}
