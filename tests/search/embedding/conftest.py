"""What tests of search by meaning share: a newsroom with an embedder."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django import Settings

from search.embedding import factory
from search.queries import meaning
from tests import search_engines
from tests.search.embedding.services import Service, service, setting

CONSUMER = "embeddings.test"
Embed = Callable[[dict[str, Any]], None]


@pytest.fixture
def server() -> Iterator[Service]:
    """A service that embeds."""
    with service() as running:
        yield running


@pytest.fixture
def embed_by(settings: Settings, search_index: None) -> Iterator[Embed]:
    """Gives the newsroom of this test an embedder, and takes it away in the end."""
    factory.close()
    meaning.forget()

    def give(embedder: dict[str, Any]) -> None:
        options = settings.SEARCH["OPTIONS"]
        vectors = {"CLASS": "search.embedding.vectors.memory.MemoryVectors"}
        if search_engines.URL:
            vectors = {"CLASS": "search.embedding.vectors.cluster.ClusterVectors", "OPTIONS": options}
        settings.SEARCH = {**settings.SEARCH, "EMBEDDER": embedder, "VECTORS": vectors}
        settings.LOG_CONSUMERS = {**settings.LOG_CONSUMERS, CONSUMER: factory.CONSUMER}

    yield give
    factory.close()
    meaning.forget()


@pytest.fixture
def embedder(server: Service, embed_by: Embed) -> Service:
    """The service, as the newsroom's embedder."""
    embed_by(setting(server))
    return server
