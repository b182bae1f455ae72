"""Moves the test database to a file, where several threads can work on it as several processes would."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections


@pytest.fixture
def on_disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """The present test database in a file of its own; a server's database is good for threads as it is."""
    # Either way commits are real.
    request.getfixturevalue("newsroom" if "newsroom" in request.fixturenames else "transactional_db")
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        yield
        return
    connection.ensure_connection()
    memory, name = connection.connection, connection.settings_dict["NAME"]
    with sqlite3.connect(tmp_path / "newsroom.sqlite3") as file:
        memory.backup(file)
    connection.connection = None
    connections.databases["default"]["NAME"] = connection.settings_dict["NAME"] = str(file_of(tmp_path))
    yield
    connection.close()
    connections.databases["default"]["NAME"] = connection.settings_dict["NAME"] = name
    connection.connection = memory


def file_of(directory: Path) -> Path:
    return directory / "newsroom.sqlite3"
