"""What speaks against a backup or restore in a place stops it, and a failure changes nothing."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.cms.backup import scripts
from tests.cms.backup.places import Place, place, with_database
from tests.cms.processes import ROOT, manage
from tests.journeys.running import wait_for

pytestmark = pytest.mark.xdist_group("backup")
LEASE = """
from datetime import timedelta
from news.record.lease import Lease
Lease("relay", timedelta(minutes=5)).hold()
"""
NO_LEASE = "from news.record.models import Lease; Lease.objects.all().delete()"
TABLES = (
    "import json; from django.db import connection as c; print(json.dumps(c.introspection.table_names()))"
)
LOST = """
import json
from news.models import NewsImage
image = NewsImage.objects.earliest("pk")
image.file.storage.delete(image.file.name)
print(json.dumps(image.file.name))
"""


@pytest.fixture(scope="module")
def home(filled: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A small newsroom with an archive beside it."""
    with place(tmp_path_factory.mktemp("home"), filled) as newsroom:
        newsroom.manage("backup", str(newsroom.directory / "archive.zip"))
        yield newsroom


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Room for a newsroom."""
    with place(tmp_path_factory.mktemp("empty")) as room:
        yield room


def archive_of(newsroom: Place) -> Path:
    return newsroom.directory / "archive.zip"


def test_without_a_yes_it_is_checked_and_nothing_changes(home: Place, empty: Place) -> None:
    told = empty.manage("restore", str(archive_of(home)))
    assert "say --yes" in told
    assert (empty.shell(TABLES), empty.files()) == ([], {})


def test_a_newsroom_is_not_restored_over_another_by_mistake(home: Place) -> None:
    before = home.shell(scripts.RECORD)
    assert "--replace" in home.refused("restore", str(archive_of(home)), "--yes")
    assert home.shell(scripts.RECORD) == before


def test_what_was_set_up_and_not_used_counts_as_empty(home: Place, unused: Place, tmp_path: Path) -> None:
    with place(tmp_path / "fresh", unused) as fresh:
        fresh.manage("restore", str(archive_of(home)), "--yes")
        assert fresh.shell(scripts.RECORD) == home.shell(scripts.RECORD)


def test_a_restore_that_fails_leaves_the_newsroom_as_it_was(home: Place, tmp_path: Path) -> None:
    before, files = home.shell(scripts.RECORD), home.files()
    broken = with_database(archive_of(home), tmp_path / "broken.zip", b"no database" * 900)
    told = home.refused("restore", str(broken), "--yes", "--replace")
    assert "database in the archive" in told
    assert (home.shell(scripts.RECORD), home.files()) == (before, files)
    assert [path for path in home.directory.rglob(".*") if "restoring" in path.name] == []


def test_a_restore_that_is_killed_is_run_again(home: Place) -> None:
    before, files = home.shell(scripts.RECORD), home.files()
    words = ("restore", str(archive_of(home)), "--yes", "--replace")
    process = subprocess.Popen([sys.executable, "manage.py", *words], cwd=ROOT, env=home.env)
    staged = home.directory / "private" / ".restoring"
    wait_for(lambda: staged.exists() or process.poll() is not None)
    process.kill()
    process.wait()
    wait_for(lambda: home.run(*words).returncode == 0)  # a server takes a moment to see that it is alone
    assert (home.shell(scripts.RECORD), home.files()) == (before, files)
    assert [path for path in home.directory.rglob(".*") if "restoring" in path.name] == []


def test_nothing_is_restored_under_a_relay_at_work(home: Place) -> None:
    home.manage("shell", "--no-imports", "-c", LEASE)
    assert "stop it first" in home.refused("restore", str(archive_of(home)), "--yes", "--replace")
    home.manage("shell", "--no-imports", "-c", NO_LEASE)


def test_nothing_is_restored_while_others_use_the_database(home: Place) -> None:
    words = ("restore", str(archive_of(home)), "--yes", "--replace")
    if home.database_url:
        with psycopg.connect(home.database_url):
            assert "Other processes" in home.refused(*words)
    else:
        with closing(sqlite3.connect(home.directory / "nashra.sqlite3")) as other:
            other.execute("BEGIN")
            other.execute("SELECT * FROM record_head").fetchall()
            assert "Other processes" in home.refused(*words)


def test_a_backup_overwrites_nothing_and_leaves_nothing_half_written(home: Place, tmp_path: Path) -> None:
    before = archive_of(home).read_bytes()
    assert "exists already" in home.refused("backup", str(archive_of(home)))
    assert archive_of(home).read_bytes() == before
    assert "no directory" in home.refused("backup", str(tmp_path / "no" / "where.zip"))
    nowhere = Place(tmp_path / "nowhere", home.database_url and f"{home.database_url}_missing")
    assert "could not be done" in nowhere.refused("backup", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["nowhere"]


def test_a_file_that_is_lost_is_told_and_stops_no_backup(home: Place, tmp_path: Path) -> None:
    name = home.shell(LOST)
    done = home.run("backup", str(tmp_path / "without.zip"))
    assert (done.returncode, name in done.stderr) == (0, True)
    with place(tmp_path / "room") as room:
        done = room.run("restore", str(tmp_path / "without.zip"), "--yes")
        assert (done.returncode, name in done.stderr) == (0, True)


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_the_process_of_readers_has_no_such_command(tmp_path: Path, command: str) -> None:
    done = manage("cms.settings.delivery", tmp_path, command, str(tmp_path))
    assert done.returncode == 1
    assert "Unknown command" in done.stderr
