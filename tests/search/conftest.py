"""What tests of search share: the engine of this stack without an index, a client of the API."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.module_loading import import_string
from pytest_django import Settings

from search.engines.base import SearchEngine
from tests import search_engines

Get = Callable[..., HttpResponse]
Another = Callable[[], SearchEngine]


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Another]:
    """Makes engines, all over the same indexes; at first there are none."""
    setting = search_engines.configured(tmp_path / "engine")
    yield lambda: import_string(setting["ENGINE"])(**setting["OPTIONS"])
    search_engines.remove(setting)


@pytest.fixture
def engine(another: Another) -> SearchEngine:
    """An engine without any index."""
    return another()


@pytest.fixture
def get(client: Client, settings: Settings, search_index: None, db: None) -> Get:
    """Asks the delivery API: `get("search/", q="...")`."""
    settings.ROOT_URLCONF = "cms.delivery_urls"

    def ask(address: str, headers: dict[str, str] | None = None, **parameters: Any) -> HttpResponse:
        return client.get(f"/api/v1/{address}", parameters, headers=headers)

    return ask
