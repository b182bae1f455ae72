"""Both indexes of vectors answer the same from one table, and follow it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import numpy as np
import pytest

from news.record.models import PublishedDocument
from search.documents import entry_from
from search.embedding import table
from search.embedding.base import Vectors, unit
from search.embedding.vectors.base import Nearest, VectorIndex, VectorQuery
from search.embedding.vectors.cluster import ClusterVectors
from search.embedding.vectors.memory import MemoryVectors
from search.engines.base import Filters
from search.indexing import current
from tests import search_engines
from tests.record_factory import FIRST_MORNING, publish_article, publish_section, republish, withdraw

pytestmark = pytest.mark.django_db
MODEL = "test"
DIMENSION = 16
KINDS = ["memory", pytest.param("cluster", marks=pytest.mark.elasticsearch)]


@pytest.fixture(params=KINDS)
def index(request: pytest.FixtureRequest) -> Iterator[VectorIndex]:
    """An index of vectors that holds nothing yet."""
    if request.param == "memory":
        yield MemoryVectors(MODEL, DIMENSION)
        return
    options = search_engines.elasticsearch()["OPTIONS"]
    made = ClusterVectors(MODEL, DIMENSION, **options)
    made.rebuild()
    yield made
    made.close()
    search_engines.remove_indices(f"{options['prefix']}.*")


def towards(*places: int) -> Vectors:
    """A unit vector between some of the axes."""
    numbers = np.zeros((1, DIMENSION), dtype=np.float32)
    numbers[0, list(places)] = 1.0
    return unit(numbers)


def story(index: VectorIndex, *vectors: Vectors, **facts: Any) -> PublishedDocument:
    """A public story with these vectors, which the index was told of."""
    row = publish_article(**facts)
    embed(index, row, *vectors)
    return row


def embed(index: VectorIndex, row: PublishedDocument, *vectors: Vectors) -> None:
    """Give a story these vectors."""
    table.write(MODEL, [table.Made(entry_from(row), uuid4().hex, np.concatenate(vectors))])
    index.write(*current([row.document_id]))


def nearest(
    index: VectorIndex, *places: int, count: int = 10, locales: tuple[str, ...] = ("ar",), **filters: Any
) -> list[object]:
    """The ids of what is nearest to a direction."""
    asked = VectorQuery(towards(*places)[0], frozenset(locales), count, Filters(**filters))
    return [one.id for one in index.nearest(asked).nearest]


def test_the_nearest_come_first_with_their_cosines(index: VectorIndex) -> None:
    near, far, beside = (story(index, towards(*places)) for places in [(0,), (1,), (0, 1)])
    found = index.nearest(VectorQuery(towards(0)[0], frozenset({"ar"}), 2))
    first, second = found.nearest
    assert first == Nearest(near.document_id, pytest.approx(1.0, abs=0.01))
    assert second == Nearest(beside.document_id, pytest.approx(0.7071, abs=0.01))
    assert found.usual.stories == 3
    assert found.usual.median == pytest.approx(0.7071, abs=0.01)
    assert found.usual.deviation == pytest.approx(0.7071 * (1 - 2 * 0.1587), abs=0.01)
    assert nearest(index, 0)[-1] == far.document_id


def test_a_story_is_as_near_as_the_nearest_of_its_parts(index: VectorIndex) -> None:
    parts, whole = story(index, towards(5), towards(0), towards(6)), story(index, towards(0, 1))
    assert nearest(index, 0) == [parts.document_id, whole.document_id]
    assert nearest(index, 6)[0] == parts.document_id


def test_languages_are_kept_apart_and_asked_together(index: VectorIndex) -> None:
    arabic, english = story(index, towards(0)), story(index, towards(0, 1), locale="en")
    assert nearest(index, 0) == [arabic.document_id]
    assert nearest(index, 0, locales=("en",)) == [english.document_id]
    assert nearest(index, 0, locales=("ar", "en")) == [arabic.document_id, english.document_id]
    assert nearest(index, 0, locales=("tr",)) == []


def test_filters_hold_before_the_nearest_are_chosen(index: VectorIndex) -> None:
    section = publish_section()
    inside = story(index, towards(3), section=section)
    for _ in range(12):
        story(index, towards(0))
    old = story(index, towards(0), published_at=FIRST_MORNING - timedelta(days=9), kind="opinion")
    assert nearest(index, 0, count=2, section=frozenset({section.document_id})) == [inside.document_id]
    assert nearest(index, 0, count=2, published_before=FIRST_MORNING) == [old.document_id]
    assert nearest(index, 0, count=2, kind=frozenset({"opinion"})) == [old.document_id]
    assert nearest(index, 0, without=frozenset({old.document_id}), kind=frozenset({"opinion"})) == []
    assert len(nearest(index, 0, count=5, published_after=FIRST_MORNING)) == 5


def test_what_changes_or_goes_is_followed(index: VectorIndex) -> None:
    row, other = story(index, towards(0)), story(index, towards(1))
    embed(index, republish(row, title="عنوان آخر"), towards(2))
    assert nearest(index, 2)[0] == row.document_id
    withdraw(row)
    table.forget(MODEL, [row.document_id])
    index.write(*current([row.document_id]))
    assert nearest(index, 2) == [other.document_id]


def test_vectors_are_gone_while_new_ones_are_made(index: VectorIndex) -> None:
    row = story(index, towards(0))
    table.forget(MODEL, [row.document_id])
    index.write(*current([row.document_id]))
    assert nearest(index, 0) == []
    embed(index, row, towards(1))
    assert nearest(index, 1) == [row.document_id]


def test_a_hundred_changes_leave_what_the_table_has(index: VectorIndex) -> None:
    rows = [story(index, towards(place)) for place in range(8)]
    for turn in range(1, 6):
        for place, row in enumerate(rows):
            embed(index, row, towards((place + turn) % DIMENSION))
        assert [nearest(index, (place + turn) % DIMENSION)[0] for place in range(8)] == [
            row.document_id for row in rows
        ]
    assert index.reconcile(mend=False) == []


@pytest.mark.elasticsearch
class TestCluster:
    @pytest.fixture(params=[pytest.param("cluster")])
    def index(self, request: pytest.FixtureRequest) -> Iterator[ClusterVectors]:
        options = search_engines.elasticsearch()["OPTIONS"]
        made = ClusterVectors(MODEL, DIMENSION, **options)
        yield made
        made.close()
        search_engines.remove_indices(f"{options['prefix']}.*")

    def test_a_lost_index_is_made_anew_from_the_table(self, index: ClusterVectors) -> None:
        row = publish_article()
        assert not index.usable()
        embed(index, row, towards(0))
        assert index.usable()
        search_engines.cluster().indices.delete(index=index.used().name)
        assert not index.usable()
        assert len(index.reconcile(mend=False)) == 1
        assert len(index.reconcile(mend=True)) == 1
        assert index.reconcile(mend=True) == []
        assert nearest(index, 0) == [row.document_id]

    def test_what_departs_from_the_table_is_named_and_mended(self, index: ClusterVectors) -> None:
        same, lost, surplus = (story(index, towards(place)) for place in range(3))
        search_engines.cluster().delete(index=index.alias, id=str(lost.document_id), refresh=True)
        table.forget(MODEL, [surplus.document_id])
        (line,) = index.reconcile(mend=True)
        assert "1 missing, 1 surplus, 0 outdated" in line
        assert index.reconcile(mend=False) == []
        assert set(nearest(index, 0)) == {same.document_id, lost.document_id}

    def test_what_other_models_left_is_deleted_and_nothing_else(self, index: ClusterVectors) -> None:
        row = story(index, towards(0))
        options = {"prefix": index.options.prefix, "hosts": index.options.hosts, "replicas": 0, "lease": 2.0}
        other = ClusterVectors(f"{MODEL}-2", DIMENSION, **options)
        other.rebuild()
        index.forget_others()
        assert not other.usable()
        assert nearest(index, 0) == [row.document_id]
        other.close()

    def test_another_shape_is_another_index(self, index: ClusterVectors) -> None:
        row = story(index, towards(0))
        before = index.used().name
        search_engines.cluster().indices.put_mapping(index=before, meta={"version": "0"})
        assert not index.usable()
        index.write(*current([row.document_id]))
        assert index.used().name != before
        assert nearest(index, 0) == [row.document_id]
        assert [one.name for one in index.places()] == [index.used().name]
