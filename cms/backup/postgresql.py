"""Takes and puts back the whole of a PostgreSQL database, by the server's own tools."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

from cms.backup.afterwards import STATEMENTS
from cms.backup.refusals import Refused

TOOLS = ("pg_dump", "pg_restore", "psql")
OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND usename IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'
"""
# Everything there is goes in the transaction that brings the restored tables: all is replaced, or nothing.
BEFORE = """
SET LOCAL lock_timeout = '10s';
DO $$
DECLARE one text;
BEGIN
  FOR one IN SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = current_schema()
  LOOP
    EXECUTE 'DROP TABLE IF EXISTS ' || one || ' CASCADE';
  END LOOP;
END $$;
"""
AFTER = "".join(f"{statement};\n" for statement in ("SET search_path TO DEFAULT", *STATEMENTS))


class PostgreSQL:
    """pg_dump of one snapshot, and a restore in one transaction."""

    vendor = "postgresql"

    def __init__(self) -> None:
        self.exported = ""

    def server(self) -> str:
        """The server's major version."""
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            return str(int(cursor.fetchone()[0]) // 10000)

    def require_tools(self) -> None:
        """Raise Refused where a tool is missing, or is of another major version than the server."""
        for name in TOOLS:
            _tool(name, self.server())

    def require_solitude(self) -> None:
        """Raise Refused while other connections to this database are open."""
        with connection.cursor() as cursor:
            cursor.execute(OTHERS)
            (others,) = cursor.fetchone()
        if others:
            raise Refused(
                f"Other processes use the database ({others} connections): stop web, delivery, search and "
                "relay first."
            )

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A transaction that sees one moment, which pg_dump then sees too."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (self.exported,) = cursor.fetchone()
            yield

    @contextmanager
    def dump(self) -> Iterator[IO[bytes]]:
        """The archive that pg_dump makes, without owners and grants: those belong to a server."""
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={self.exported}"]
        command, env = self._command("pg_dump", *options)
        with tempfile.TemporaryFile() as said:
            # The words are ours, the rest is the configuration of this very process.
            process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=said)  # noqa: S603
            with process:
                yield cast(IO[bytes], process.stdout)
            said.seek(0)
            if process.returncode:
                raise Refused(f"pg_dump failed: {said.read().decode(errors='replace').strip()}")

    def load(self, path: Path) -> None:
        """Give psql, in one transaction, what pg_restore makes of the dump."""
        before, dump, after = (path.with_name(name) for name in ("before.sql", "dump.sql", "after.sql"))
        before.write_text(BEFORE)
        after.write_text(AFTER)
        made = ["--no-owner", "--no-privileges", f"--file={dump}", str(path)]
        _run([_tool("pg_restore", self.server()), *made])
        path.unlink()
        options = ["--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1"]
        files = [f"--file={part}" for part in (before, dump, after)]
        command, env = self._command("psql", *options, "--single-transaction", *files)
        connection.close()
        _run(command, env)

    def _command(self, name: str, *options: str) -> tuple[list[str], dict[str, str]]:
        """The words and the environment that start a tool on our database; the password is in the latter."""
        (_psql, *where), secrets = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
        env = {**os.environ, "PGCONNECT_TIMEOUT": "10", **(secrets or {})}
        return [_tool(name, self.server()), *options, *where], env


def _run(command: list[str], env: dict[str, str] | None = None) -> None:
    """Run a tool; raises Refused with what it said where it failed."""
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603 - as above
    if done.returncode:
        raise Refused(f"The database in the archive cannot be restored. {done.stderr.strip()}")


def _tool(name: str, major: str) -> str:
    """The path of a tool of the server's own version; raises Refused."""
    versions = f"/usr/lib/postgresql/{major}/bin/{name}"  # where Debian keeps several side by side
    path = versions if os.access(versions, os.X_OK) else shutil.which(name)
    if path is None:
        raise Refused(f"{name} is missing: install postgresql-client-{major}.")
    # A name of TOOLS, where the system has it.
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    found = re.search(r"\s(\d+)[.\s]", f"{said} ")
    if not found or found[1] != major:
        raise Refused(
            f"{said.strip()} does not fit a server of version {major}: install postgresql-client-{major}."
        )
    return path
