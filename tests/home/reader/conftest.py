"""Mounts the reader site for every test here."""

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def site(settings: Settings, db: None) -> None:
    settings.ROOT_URLCONF = "tests.home.reader.urls"
