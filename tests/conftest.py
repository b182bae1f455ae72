"""What tests share: a newsroom that is set up, and public files that go with the test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import storages
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings

from tests.search_engines import PREFIX, URL, configured, remove, remove_indices

pytest_plugins = ["tests.stacks"]

# How long an example takes says how busy the machine is, and nothing of the code.
hypothesis_settings.register_profile("nashra", deadline=None)
hypothesis_settings.load_profile("nashra")


@pytest.fixture
def newsroom(transactional_db: None) -> Iterator[None]:
    """Home pages, roles and review, on a database where commits are real; nothing of it outlives the test."""
    from home.setup import set_up_homes
    from news.editorial.newsroom import set_up

    set_up_homes()
    set_up()
    yield
    for alias in ("default", "public"):
        shutil.rmtree(Path(storages[alias].location), ignore_errors=True)
    remove(django_settings.SEARCH)


@pytest.fixture
def search_index(tmp_path: Path, settings: Settings) -> Iterator[None]:
    """The engine of the settings without any index, for this test alone."""
    settings.SEARCH = setting = configured(tmp_path / "search")
    yield
    remove(setting)


def pytest_sessionfinish() -> None:
    """Leave nothing behind on a cluster."""
    if URL:
        remove_indices(f"{PREFIX}*,{django_settings.SEARCH['OPTIONS']['prefix']}*")
