"""A database with its tables and nothing done yet, made once for these migrations; copies of it are quick.

It stays for the next run: a file in the temporary directory, or a database on the server, beside those that
tests make and remove. Files of the last few sets of migrations are kept, for branches that take turns.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
SERVER = url if (url := os.environ.get("DATABASE_URL", "")).startswith("postgres") else ""
NAME = "nashra_migrated_"
KEPT = 5
HOME = Path(tempfile.gettempdir()) / f"{NAME}{os.getuid()}"


@dataclass(frozen=True)
class Migrated:
    """What newsrooms begin as a copy of: a directory with the database in it, or a database's address."""

    directory: Path
    database_url: str


@cache
def migrated() -> Migrated:
    """The database of these migrations, made where it is not there; processes wait for each other."""
    key = fingerprint()
    HOME.mkdir(exist_ok=True)
    with (HOME / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return on_server(f"{NAME}{key}") if SERVER else in_directory(HOME / key)


def fingerprint() -> str:
    """What tells these migrations from others, those of libraries included."""
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415 - Django is set up by now

    migrations = MigrationLoader(None).disk_migrations
    digest = hashlib.sha256()
    for name in sorted(migrations):
        file = sys.modules[migrations[name].__module__].__file__
        digest.update(Path(str(file)).read_bytes())
    return digest.hexdigest()[:16]


def in_directory(directory: Path) -> Migrated:
    """The one in a file."""
    if not directory.exists():
        with making_place() as making:
            migrate(making, "")
            others = sorted(HOME.glob("*/"), key=lambda other: other.stat().st_mtime, reverse=True)
            for other in others[KEPT:]:
                shutil.rmtree(other)
            shutil.move(making, directory)
    return Migrated(directory, "")


def on_server(name: str) -> Migrated:
    """The one on the server."""
    with psycopg.connect(address("postgres"), autocommit=True) as server:
        rows = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [NAME])
        known = {row[0] for row in rows}
        if name not in known:
            making = f"{NAME}making"
            for other in {*known, making}:
                server.execute(statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", other))
            server.execute(statement("CREATE DATABASE {} TEMPLATE template0", making))
            with making_place() as place:
                migrate(place, address(making))
            server.execute(statement("ALTER DATABASE {} RENAME TO {}", making, name))
    HOME.joinpath("empty").mkdir(exist_ok=True)
    return Migrated(HOME / "empty", address(name))


@contextmanager
def making_place() -> Iterator[Path]:
    """A directory for a newsroom, gone afterwards unless it was moved."""
    directory = Path(tempfile.mkdtemp(prefix="making-", dir=HOME.parent))
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def migrate(directory: Path, database_url: str) -> None:
    """Migrate an empty database, in a process that leaves no connection to it."""
    given = {"VAR_DIR": str(directory), "DJANGO_SETTINGS_MODULE": "cms.settings.development"}
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | given
    if database_url:
        environment["DATABASE_URL"] = database_url
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def address(name: str) -> str:
    """The address of another database on the server of this run."""
    return urlsplit(SERVER)._replace(path=f"/{name}").geturl()


def statement(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*map(sql.Identifier, names))  # type: ignore[arg-type]


def begin_with(database: dict[str, Any]) -> None:
    """Have Django make its test database without migrating it, on a server as a copy."""
    database["TEST"]["MIGRATE"] = False
    if SERVER:
        database["TEST"]["TEMPLATE"] = urlsplit(migrated().database_url).path[1:]


def fill(connection: Any) -> None:
    """Copy the file into the database of this process; on a server it is a copy already."""
    if SERVER:
        return
    (file,) = migrated().directory.glob("*.sqlite3")
    connection.ensure_connection()
    with sqlite3.connect(file) as source:
        source.backup(connection.connection)
