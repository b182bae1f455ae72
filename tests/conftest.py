"""What tests share: a newsroom that is set up, and public files that go with the test."""

import gc
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import storages
from django.db import connections
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker, Settings

from tests.prefix import PREFIX
from tests.search_engines import URL, configured, remove, remove_indices

pytest_plugins = ["tests.stacks"]

# How long an example takes says how busy the machine is, and nothing of the code.
hypothesis_settings.register_profile("nashra", deadline=None)
hypothesis_settings.load_profile("nashra")


def pytest_collection_finish() -> None:
    """Leave what was loaded out of every search for garbage, as the processes of a newsroom do."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test that asks for no newsroom finds nothing that another one left."""
    used = sys.modules.get("tests.baseline")
    if used and "newsroom" not in getattr(item, "fixturenames", ()):
        used.baseline.take_away()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Have the test database begin as a copy of one that was migrated before."""
    from tests.migrated import begin_with

    begin_with(connections.databases["default"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database, with what its migrations leave in it."""
    from tests.migrated import fill

    with django_db_blocker.unblock():
        fill(connections["default"])


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database where commits are real. What is in it is left to the next test, which may know a quicker way
    to be rid of it than to flush every table, as the fixture of pytest-django does.
    """
    from tests.baseline import baseline

    baseline.blocker = django_db_blocker
    with django_db_blocker.unblock():
        yield
    baseline.left = True


@pytest.fixture
def newsroom(transactional_db: None) -> Iterator[None]:
    """Home pages, roles and review, on a database where commits are real; nothing of it outlives the test."""
    from tests.baseline import baseline

    baseline.put_back()
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
