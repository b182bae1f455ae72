"""Takes and puts back the whole of an SQLite database."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from django.db import connection, connections

from cms.backup.afterwards import STATEMENTS
from cms.backup.refusals import Refused

PAGES = 2000


class SQLite:
    """One file, copied as of one moment and replaced in one step."""

    vendor = "sqlite"

    def server(self) -> str:
        """The major version of the file's format, which has not changed in twenty years."""
        return "3"

    def require_tools(self) -> None:
        """None is needed."""

    def require_solitude(self) -> None:
        """Raise Refused while another process has the file open."""
        path = _path()
        if not path.exists():
            return
        connections.close_all()
        with closing(sqlite3.connect(path, timeout=2)) as alone:
            try:
                # Leaving the write-ahead log takes the file for oneself, and leaves nothing beside it.
                alone.execute("PRAGMA journal_mode=DELETE")
            except sqlite3.OperationalError as error:
                raise Refused("Other processes use the database: stop web and relay first.") from error

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A read transaction, which sees one moment and holds up no writer."""
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                cursor.execute("SELECT COUNT(*) FROM sqlite_master")
                yield
            finally:
                cursor.execute("ROLLBACK")

    @contextmanager
    def dump(self) -> Iterator[IO[bytes]]:
        """A copy of the file, in one piece."""
        with tempfile.TemporaryDirectory(dir=_path().parent, prefix=".backing-up-") as directory:
            path = Path(directory) / "database"
            with closing(sqlite3.connect(path)) as copy:
                connection.connection.backup(copy, pages=PAGES)
                copy.execute("PRAGMA journal_mode=DELETE")
            with path.open("rb") as file:
                yield file

    def load(self, path: Path) -> None:
        """Check the copy, then move it over the file in use."""
        with closing(sqlite3.connect(path)) as copy:
            try:
                sound = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                for statement in STATEMENTS:
                    copy.execute(statement)
                copy.commit()
            except sqlite3.DatabaseError as error:
                raise Refused(f"The database in the archive cannot be used ({error}).") from error
        if not sound:
            raise Refused("The database in the archive is damaged.")
        self.require_solitude()
        target = _path()
        for beside in ("-wal", "-shm"):
            target.with_name(target.name + beside).unlink(missing_ok=True)
        path.replace(target)


def _path() -> Path:
    return Path(connection.settings_dict["NAME"])
