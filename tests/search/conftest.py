"""What tests of search share: engines on empty directories, the setting that names one, a client."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from search.engines.base import SearchEngine
from search.engines.embedded import EmbeddedEngine

Get = Callable[..., HttpResponse]
ENGINES: dict[str, Callable[[Path], SearchEngine]] = {"embedded": EmbeddedEngine}


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> SearchEngine:
    """Each engine in turn, without any index."""
    return ENGINES[request.param](tmp_path / "engine")


@pytest.fixture
def directory(tmp_path: Path, settings: Settings) -> Path:
    """Where the engine of the settings keeps its indexes, for this test alone."""
    place = tmp_path / "search"
    settings.SEARCH = {"ENGINE": "search.engines.embedded.EmbeddedEngine", "OPTIONS": {"directory": place}}
    return place


@pytest.fixture
def get(client: Client, settings: Settings, directory: Path, db: None) -> Get:
    """Asks the delivery API: `get("search/", q="...")`."""
    settings.ROOT_URLCONF = "cms.delivery_urls"

    def ask(address: str, headers: dict[str, str] | None = None, **parameters: Any) -> HttpResponse:
        return client.get(f"/api/v1/{address}", parameters, headers=headers)

    return ask
