"""Probes as whoever watches a process sees them: under any host, in bounded time, with the relay's state."""

import json
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from news.publication.relay import Relay
from news.record.models import Cursor, Mark
from news.record.progress import relay_progress
from news.record.store import head_sequence
from tests import factories
from tests.cms.processes import manage

RELAY_QUERIES = 5
ASK = """
import json
from django.test import Client
for address in ("/health/live", "/health/ready"):
    response = Client().get(address, headers={"Host": "10.0.0.7:8000"})
    print(json.dumps([response.status_code, response.json()]))
"""


def ask_a_process(settings: str, directory: Path, **environment: str) -> list[Any]:
    """What a process of its own answers to both probes."""
    done = manage(settings, directory, "shell", "--no-imports", "-c", ASK, **environment)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.django_db
def test_a_probe_by_address_is_answered_though_the_host_is_not_allowed(
    client: Client, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["news.example"]
    assert client.get("/ar/", headers={"Host": "10.0.0.7"}).status_code == 400
    assert client.get("/health/live", headers={"Host": "10.0.0.7"}).status_code == 200
    assert client.get("/health/ready", headers={"Host": "10.0.0.7"}).status_code == 200


def test_being_alive_asks_nothing_of_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/health/live").status_code == 200


@pytest.mark.django_db
def test_a_missing_migration_of_any_app_is_not_ready_for_editors(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'editorial'")
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["checks"]["migrations"]) == (503, "failed")


def test_readers_processes_need_only_tables_of_their_own(tmp_path: Path) -> None:
    assert manage("cms.settings.delivery", tmp_path, "migrate", "-v0").returncode == 0
    alive, (status, ready) = ask_a_process("cms.settings.delivery", tmp_path)
    assert alive == [200, {"status": "ok"}]
    assert (status, ready["checks"]) == (200, {"database": "ok", "migrations": "ok"})
    status, ready = ask_a_process("cms.settings.development", tmp_path)[1]
    assert (status, ready["checks"]["migrations"]) == (503, "failed")


def relay_entry(client: Client) -> dict[str, Any]:
    entry = client.get("/health/ready").json()["checks"]["relay"]
    assert isinstance(entry, dict)
    return entry


def test_it_tells_whether_a_relay_works_and_how_far_it_is_behind(client: Client, newsroom: None) -> None:
    factories.published("خبر ينتظر المفهرس")
    Mark.objects.all().delete()
    idle = {"lease": "free", "oldest_mark_seconds": 0, "failing_marks": 0, "behind": {}}
    assert relay_entry(client) == idle

    relay = Relay()
    relay.lease.hold()
    Cursor.objects.create(consumer="search", sequence=1)
    Mark.objects.create(type="tag", document_id=factories.article().uuid, failures=2)
    Mark.objects.update(left_at=timezone.now() - timedelta(minutes=5))
    entry = relay_entry(client)
    assert (entry["lease"], entry["failing_marks"]) == ("held", 1)
    assert 300 <= entry["oldest_mark_seconds"] < 400
    assert entry["behind"] == {"search": head_sequence() - 1}

    # One that is to wait is not late.
    Mark.objects.update(not_before=timezone.now() + timedelta(minutes=1))
    assert relay_entry(client)["oldest_mark_seconds"] == 0
    relay.lease.give_up()
    assert relay_entry(client)["lease"] == "free"


def test_telling_how_the_relay_fares_takes_as_many_queries_however_much_waits(
    newsroom: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(3):
        factories.published()
    with django_assert_num_queries(RELAY_QUERIES):
        relay_progress()


def test_a_relay_that_is_far_behind_takes_nobody_out_of_rotation(client: Client, newsroom: None) -> None:
    factories.published()
    Cursor.objects.create(consumer="search", sequence=0)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["checks"]["relay"]["lease"]) == (200, "free")


@pytest.fixture
def deaf_server() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        held: list[socket.socket] = []

        def accept() -> None:
            try:
                while True:
                    held.append(listener.accept()[0])
            except OSError:
                pass

        Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        for one in held:
            one.close()


def test_a_database_that_says_nothing_ends_the_probe_all_the_same(deaf_server: int, tmp_path: Path) -> None:
    url = f"postgres://reader:a-password-of-our-own@127.0.0.1:{deaf_server}/nashra"
    alive, (status, problem) = ask_a_process("cms.settings.delivery", tmp_path, DATABASE_URL=url)
    assert alive[0] == 200
    assert (status, problem["checks"]["database"]) == (503, "failed")


def test_a_writer_at_work_on_sqlite_holds_up_no_probe(tmp_path: Path) -> None:
    assert manage("cms.settings.delivery", tmp_path, "migrate", "-v0").returncode == 0
    with closing(sqlite3.connect(tmp_path / "nashra.sqlite3", isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        assert ask_a_process("cms.settings.delivery", tmp_path)[1][0] == 200


@pytest.mark.postgresql  # readers of SQLite wait for no lock
@pytest.mark.django_db(transaction=True)
def test_a_table_somebody_has_locked_ends_the_probe_all_the_same(client: Client) -> None:
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
        response = client.get("/health/ready")
        assert (response.status_code, response.json()["checks"]["migrations"]) == (503, "failed")
    finally:
        other.close()
    assert client.get("/health/ready").status_code == 200
