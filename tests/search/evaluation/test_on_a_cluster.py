"""What evaluations do on a cluster: names of their own, gone when they are old, and plain indexes."""

import time
from collections.abc import Iterator

import pytest

from search.engines.base import EngineError
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch.compared import ComparedIndex, Recipe
from search.engines.elasticsearch.scratch import remove_left_over, remove_scratch, scratch_prefix
from tests import search_engines
from tests.search.entries import ask, entry, fill, ids

pytestmark = pytest.mark.elasticsearch
TITLE_FIRST = Recipe("plain", "standard", {"title": 3.0, "body": 1.0})


@pytest.fixture
def engine() -> Iterator[ElasticsearchEngine]:
    """An engine without an index."""
    made = ElasticsearchEngine(**search_engines.elasticsearch()["OPTIONS"])
    yield made
    made.close()
    search_engines.remove_indices(f"{made.options.prefix}.*")


def beside(engine: ElasticsearchEngine, prefix: str) -> ElasticsearchEngine:
    """An engine on the same cluster under scratch names, with one story."""
    made = ElasticsearchEngine(**{**vars(engine.options), "prefix": prefix})
    fill(made, entry("قمة مؤقتة"))
    return made


def names(engine: ElasticsearchEngine) -> list[str]:
    """Every index of the newsroom."""
    return sorted(search_engines.cluster().indices.get(index=f"{engine.options.prefix}.*").body)


def test_scratch_names_are_no_locale_of_the_newsroom(engine: ElasticsearchEngine) -> None:
    story = entry("قمة بيروت")
    fill(engine, story)
    before = names(engine)
    made = beside(engine, scratch_prefix(engine.options.prefix))
    assert list(engine.locales()) == ["ar"]
    assert list(made.locales()) == ["ar"]
    assert ids(ask(engine, "قمة")) == [story.id]
    remove_scratch(made.cluster, made.options.prefix)
    made.close()
    assert names(engine) == before


def test_only_scratch_is_removed(engine: ElasticsearchEngine) -> None:
    fill(engine, entry("قمة"))
    for prefix in (engine.options.prefix, f"{engine.options.prefix}.ar"):
        with pytest.raises(EngineError, match="not the name of scratch"):
            remove_scratch(engine.cluster, prefix)
    assert engine.health("ar").usable


def test_what_a_killed_evaluation_left_is_removed_a_day_later(engine: ElasticsearchEngine) -> None:
    fill(engine, entry("قمة"))
    before = names(engine)
    prefix = engine.options.prefix
    old = beside(engine, f"{prefix}._scratch-{int(time.time()) - 90_000}-0123abcd")
    running = beside(engine, scratch_prefix(prefix))
    remove_left_over(engine.cluster, prefix)
    left = set(names(engine)) - set(before)
    assert left
    assert all(name.startswith(running.options.prefix) for name in left)
    remove_left_over(engine.cluster, prefix, older_than=-1)
    assert names(engine) == before
    for one in (old, running):
        one.close()


def test_fields_count_by_their_weight(engine: ElasticsearchEngine) -> None:
    in_body, in_title = entry("خبر", "قمة بيروت"), entry("قمة بيروت", "خبر")
    index = ComparedIndex(engine.cluster, f"{scratch_prefix(engine.options.prefix)}.plain", TITLE_FIRST)
    index.create()
    index.fill([in_body, in_title])
    assert index.search("بيروت", 10) == [in_title.id, in_body.id]
    assert index.search("بيروت", 1) == [in_title.id]
    assert index.search("القمة", 10) == []


def test_an_analyzer_the_cluster_lacks_is_named(engine: ElasticsearchEngine) -> None:
    index = ComparedIndex(engine.cluster, f"{engine.options.prefix}.x", Recipe("x", "klingon", {"text": 1}))
    with pytest.raises(EngineError, match="no analyzer called 'klingon'"):
        index.create()
    assert names(engine) == []
