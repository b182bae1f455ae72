"""Mounts the reader site for every test here, over an archive of the test's own."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def site(settings: Settings, db: None, tmp_path: Path) -> None:
    settings.ROOT_URLCONF = "tests.home.reader.urls"
    settings.SEARCH = {
        "ENGINE": "search.engines.embedded.EmbeddedEngine",
        "OPTIONS": {"directory": tmp_path / "search"},
    }
