"""Whatever is done to its indices by hand, Elasticsearch comes to hold what the store has, without a hand."""

from collections.abc import Callable

import pytest
from elasticsearch import Elasticsearch

from news.publication.consumers import Feed
from news.record.models import Cursor
from search.engines.base import IndexUnusableError
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch.mapping import creation
from search.engines.elasticsearch.places import new_name
from search.engines.elasticsearch.writing import write
from search.engines.factory import engines
from search.indexing import SearchConsumer, difference
from tests import search_engines
from tests.record_factory import publish_article
from tests.search.entries import ask, entry, ids

pytestmark = [
    pytest.mark.elasticsearch,
    pytest.mark.django_db,
    pytest.mark.usefixtures("search_index"),
]
Harm = Callable[[Elasticsearch, str, str], None]


@pytest.fixture
def engine() -> ElasticsearchEngine:
    """The engine of the settings."""
    (made,) = engines()
    assert isinstance(made, ElasticsearchEngine)
    return made


@pytest.fixture
def feed() -> Feed:
    """The relay's feed of it."""
    return Feed("elasticsearch", SearchConsumer())


def in_use(engine: ElasticsearchEngine) -> str:
    """The name of the Arabic index."""
    return engine.health("ar").build


def delete_index(cluster: Elasticsearch, index: str, alias: str) -> None:
    cluster.indices.delete(index=index)


def delete_alias(cluster: Elasticsearch, index: str, alias: str) -> None:
    cluster.indices.delete_alias(index=index, name=alias)


def close_index(cluster: Elasticsearch, index: str, alias: str) -> None:
    cluster.indices.close(index=index)


def forbid_reading(cluster: Elasticsearch, index: str, alias: str) -> None:
    cluster.indices.put_settings(index=index, settings={"index.blocks.read": True})


def forbid_writing(cluster: Elasticsearch, index: str, alias: str) -> None:
    cluster.indices.put_settings(index=index, settings={"index.blocks.write": True})


def forbid_all_change(cluster: Elasticsearch, index: str, alias: str) -> None:
    cluster.indices.put_settings(index=index, settings={"index.blocks.read_only": True})


def forbid_looking(cluster: Elasticsearch, index: str, alias: str) -> None:
    cluster.indices.put_settings(index=index, settings={"index.blocks.metadata": True})


def put_in_its_place(cluster: Elasticsearch, index: str, alias: str) -> None:
    cluster.indices.delete(index=index)
    cluster.index(index=alias, document={"title": "غريب"}, refresh=True)


def share_its_alias(cluster: Elasticsearch, index: str, alias: str) -> None:
    cluster.indices.create(index=f"{alias}.other", aliases={alias: {}})


def make_it_older(cluster: Elasticsearch, index: str, alias: str) -> None:
    cluster.indices.put_mapping(index=index, meta={"locale": "ar", "version": "0.9"})


UNREADABLE = [
    delete_index, delete_alias, close_index, forbid_reading, put_in_its_place, share_its_alias, make_it_older,
]  # fmt: skip
UNWRITABLE = [forbid_writing, forbid_all_change, forbid_looking]


@pytest.mark.parametrize("harm", [*UNREADABLE, *UNWRITABLE])
def test_the_next_publication_mends_it(engine: ElasticsearchEngine, feed: Feed, harm: Harm) -> None:
    first = publish_article(title="قمة أولى")
    feed.advance()
    harm(search_engines.cluster(), in_use(engine), engine.alias("ar"))
    second = publish_article(title="قمة ثانية")
    assert feed.advance() == 1
    assert set(ids(ask(engine, "قمة"))) == {first.document_id, second.document_id}
    assert difference(engine) == []


@pytest.mark.parametrize("harm", UNREADABLE)
def test_the_relay_mends_it_though_nothing_is_published(
    engine: ElasticsearchEngine, feed: Feed, harm: Harm
) -> None:
    row = publish_article(title="قمة")
    feed.advance()
    assert feed.mend_if_unusable() == 0
    harm(search_engines.cluster(), in_use(engine), engine.alias("ar"))
    assert engine.health("ar").lost
    assert feed.mend_if_unusable() == 1
    assert ids(ask(engine, "قمة")) == [row.document_id]
    assert len(names(engine)) <= 2


def names(engine: ElasticsearchEngine) -> list[str]:
    """The Arabic indices there are."""
    return [place.name for place in engine.indices("ar").shelf().places]


def test_a_full_disk_is_waited_for(engine: ElasticsearchEngine, feed: Feed) -> None:
    publish_article(title="قمة أولى")
    feed.advance()
    full = {"index.blocks.read_only_allow_delete": True}
    search_engines.cluster().indices.put_settings(index=in_use(engine), settings=full)
    before, cursor = in_use(engine), Cursor.objects.get(pk="elasticsearch")
    publish_article(title="قمة ثانية")
    assert feed.advance() == 0
    failed = Cursor.objects.get(pk="elasticsearch")
    assert (failed.sequence, failed.failures) == (cursor.sequence, 1)
    assert "disk" in failed.last_error
    assert len(ids(ask(engine, "قمة"))) == 1
    space = {"index.blocks.read_only_allow_delete": None}
    search_engines.cluster().indices.put_settings(index=before, settings=space)
    Cursor.objects.update(retry_at=None)
    assert feed.advance() == 1
    assert (in_use(engine), difference(engine)) == (before, [])


def test_an_index_without_a_working_copy_is_given_up_after_a_while(
    engine: ElasticsearchEngine, feed: Feed
) -> None:
    row = publish_article(title="قمة")
    feed.advance()
    lost = put_where_no_node_is(engine)
    assert "shard" in engine.health("ar").reason
    assert feed.mend_if_unusable() == 0
    assert engine.cluster.breaker.state == "closed"
    engine.without_copy[lost] -= engine.options.lost_after
    assert feed.mend_if_unusable() == 1
    assert ids(ask(engine, "قمة")) == [row.document_id]


def put_where_no_node_is(engine: ElasticsearchEngine) -> str:
    """Put an index in use that no node has; returns its name."""
    alias, cluster = engine.alias("ar"), search_engines.cluster()
    name, body = new_name(alias), creation("", "ar", replicas=0)
    body["settings"]["routing.allocation.require._name"] = "nowhere"
    cluster.indices.create(index=name, **body, wait_for_active_shards=0)
    moves = [{"remove": {"index": in_use(engine), "alias": alias}}, {"add": {"index": name, "alias": alias}}]
    cluster.indices.update_aliases(actions=moves)
    return name


def test_no_write_creates_an_index(engine: ElasticsearchEngine) -> None:
    story = entry("قمة")
    with engine.rebuild("ar") as build:
        search_engines.cluster().indices.delete(index=build.name)
        with pytest.raises(IndexUnusableError):
            build.index([story])
    with pytest.raises(IndexUnusableError):
        write(engine.cluster, engine.alias("ar"), "ar", [story])
    assert names(engine) == []
