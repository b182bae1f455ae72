"""Newsrooms in places of their own: a directory, a database, and nothing but processes to reach them by."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tests.cms.processes import ROOT, environment_of
from tests.migrated import SERVER, Migrated, address
from tests.prepared import Prepared

_numbers = count(1)


class Place:
    """A newsroom, or room for one."""

    def __init__(self, directory: Path, database_url: str = "") -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self.database_url = database_url
        given = {"DATABASE_URL": database_url} if database_url else {}
        self.env = environment_of("cms.settings.development", directory, **given)
        self.commands = Prepared()

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return self.commands.run(self.env, *words)

    def manage(self, *words: str) -> str:
        """Run a command that must succeed; returns what it printed."""
        done = self.run(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def refused(self, *words: str) -> str:
        """Run a command that must not succeed; returns what it said."""
        done = self.run(*words)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr

    def shell(self, code: str) -> Any:
        """Run Python inside; returns the JSON of the last line it printed."""
        lines = self.manage("shell", "--no-imports", "-c", code).splitlines()
        return json.loads(lines[-1]) if lines else None

    def start(self, code: str) -> subprocess.Popen[str]:
        """Start Python inside; returns once it has printed a line."""
        process = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
            cwd=ROOT, env=self.env, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    def files(self) -> dict[str, str]:
        """The digest of every file in the storages, by path."""
        return {
            str(path.relative_to(self.directory)): hashlib.sha256(path.read_bytes()).hexdigest()
            for kind in ("private", "public")
            for path in sorted((self.directory / kind).rglob("*"))
            if path.is_file()
        }


@contextmanager
def place(directory: Path, source: Place | Migrated | None = None) -> Iterator[Place]:
    """An empty place, or a copy of `source`, on the kind of database that this run is about."""
    if source:
        shutil.copytree(source.directory, directory, dirs_exist_ok=True)
    with database(urlsplit(source.database_url).path[1:] if source else "template0") as url:
        room = Place(directory, url)
        try:
            yield room
        finally:
            room.commands.close()


@contextmanager
def database(template: str) -> Iterator[str]:
    """The address of a copy of a database that nobody uses; "" where it is a file of the place."""
    if not SERVER:
        yield ""
        return
    name = f"nashra_place_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(address("postgres"), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        try:
            yield address(name)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def with_database(archive: Path, target: Path, database: bytes) -> Path:
    """A copy of `archive` with other bytes for a database, and a digest that says they are right."""
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(target, "x") as new:
        manifest = json.loads(old.read("manifest.json"))
        manifest["members"]["database"] = {
            "size": len(database),
            "sha256": hashlib.sha256(database).hexdigest(),
        }
        replaced = {"database": database, "manifest.json": json.dumps(manifest).encode()}
        for name in old.namelist():
            new.writestr(name, replaced.get(name) or old.read(name))
    return target
