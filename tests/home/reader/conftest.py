"""Mounts the reader site for every test here, over an archive of the test's own."""

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def site(settings: Settings, db: None, search_index: None) -> None:
    settings.ROOT_URLCONF = "tests.home.reader.urls"
