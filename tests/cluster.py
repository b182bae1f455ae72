"""A PostgreSQL server of a test's own, which the test may stop, kill and start again."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from scripts.servers import postgres_binaries
from tests.journeys.running import free_port

OWNER = "nashra"
# A test's data need not outlive the machine.
SETTINGS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=127.0.0.1"


class Cluster:
    """One server in a directory of its own, on a port of its own."""

    def __init__(self, directory: Path, programs: Path) -> None:
        self.directory = directory
        self.programs = programs
        self.port = free_port()

    def run(self, program: str, *words: str) -> None:
        """Run one of PostgreSQL's programs as a user it agrees to run as: anybody but root."""
        options = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        command = [str(self.programs / program), *words]
        subprocess.run(command, check=True, capture_output=True, cwd="/", **options)  # type: ignore[call-overload]

    def control(self, action: str, *words: str) -> None:
        """Start, stop or restart, and wait until that is done."""
        data, log = str(self.directory / "data"), str(self.directory / "log")
        place = f"-p {self.port} -k {self.directory} {SETTINGS}"
        options = ["-o", place, "-l", log] if action != "stop" else []
        self.run("pg_ctl", action, "-D", data, "-w", *options, *words)

    def kill_and_restart(self) -> None:
        """What a crash of the server looks like to those connected."""
        self.control("restart", "-m", "immediate")

    def process(self) -> int:
        """The server's main process."""
        return int((self.directory / "data" / "postmaster.pid").read_text().split()[0])

    def url(self, database: str = OWNER, user: str = OWNER, password: str = "") -> str:
        """The DATABASE_URL of a database here."""
        return f"postgres://{user}{':' if password else ''}{password}@127.0.0.1:{self.port}/{database}"


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A running server with an empty database that belongs to OWNER, who may do everything.

    PostgreSQL is installed where it is not, or the program ends and says what is needed.
    """
    programs = postgres_binaries()
    directory = Path(mkdtemp(prefix="nashra-pg-"))
    if os.geteuid() == 0:
        shutil.chown(directory, "postgres", "postgres")
    server = Cluster(directory, programs)
    try:
        words = ("-A", "trust", "-U", OWNER, "-E", "UTF8", "--locale=C.UTF-8")
        server.run("initdb", "-D", str(directory / "data"), *words)
        server.control("start")
        server.run("createdb", "-h", "127.0.0.1", "-p", str(server.port), "-U", OWNER, OWNER)
        yield server
    finally:
        if (directory / "data" / "postmaster.pid").exists():
            server.control("stop", "-m", "immediate")
        shutil.rmtree(directory, ignore_errors=True)
