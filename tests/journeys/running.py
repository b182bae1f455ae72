"""Runs a whole newsroom, web and relay, as `make run` does, in a directory of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import requests
from psycopg import sql

from tests.migrated import Migrated
from tests.prefix import PREFIX
from tests.prepared import Prepared

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "nashra-demo"
PATIENCE = 30.0  # seconds
MANAGED = 600.0  # seconds for a command, the demo on a busy machine among them


class RunningNewsroom:
    """A newsroom with its own database, files and port; its processes can be killed and started again.

    It begins as a copy of `source`, which nobody may be using, or else with an empty database.
    """

    def __init__(self, directory: Path, source: Migrated | None = None) -> None:
        self.directory = directory
        if source:
            shutil.copytree(source.directory, directory, dirs_exist_ok=True)
        self.port = free_port()
        self.base = f"http://localhost:{self.port}"
        self.env = {
            **os.environ,
            "VAR_DIR": str(directory),
            "PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "cms.settings.development",
            "ELASTICSEARCH_PREFIX": f"{PREFIX}-newsroom-{self.port}",
            "ELASTICSEARCH_REPLICAS": "0",
        }
        if server := os.environ.get("DATABASE_URL", ""):
            self.env["DATABASE_URL"] = fresh_database(server, source.database_url if source else "")
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.commands = Prepared()

    def manage(self, *words: str) -> str:
        """Run a management command and return what it printed."""
        done = self.commands.run(self.env, *words, patience=MANAGED)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def shell(self, code: str) -> str:
        """Run Python inside the newsroom and return what it printed."""
        return self.manage("shell", "--no-imports", "-c", code).strip()

    def start(self, *names: str) -> None:
        """Start processes and wait until the web answers."""
        granian = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "cms.wsgi:application",
            "--no-ws",
            "--blocking-threads",
            "4",
        ]
        commands = {
            "web": [*granian, "--port", str(self.port), "--log-level", "warning"],
            "relay": [sys.executable, "manage.py", "relay"],
        }
        for name in names or tuple(commands):
            log = (self.directory / f"{name}.log").open("ab")
            self.processes[name] = subprocess.Popen(
                commands[name], cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
            )
        if "web" in self.processes:
            wait_for(lambda: requests.get(f"{self.base}/health/live", timeout=2).ok)

    def kill(self, *names: str) -> None:
        """Kill processes the hard way, children included."""
        for name in names or tuple(self.processes):
            process = self.processes.pop(name)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def get(self, path: str, **parameters: Any) -> requests.Response:
        """A GET under the newsroom's address."""
        return requests.get(f"{self.base}{path}", params=parameters, timeout=10)


def fresh_database(server: str, source: str = "") -> str:
    """The address of a new database on the PostgreSQL server at `server`, empty or a copy of `source`.

    It goes with the server.
    """
    name = f"newsroom_{uuid4().hex}"
    template = urlsplit(source).path[1:] or "template1"
    with psycopg.connect(server, autocommit=True) as connection:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(made.format(sql.Identifier(name), sql.Identifier(template)))
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("localhost", 0))
        return int(listener.getsockname()[1])


def wait_for(condition: Callable[[], Any], patience: float = PATIENCE) -> float:
    """Wait until `condition` holds; returns after how many seconds it did."""
    began = time.monotonic()
    while time.monotonic() - began < patience:
        try:
            if condition():
                return time.monotonic() - began
        except requests.RequestException:
            pass
        time.sleep(0.05)
    raise AssertionError(f"not within {patience} s: {condition}")
