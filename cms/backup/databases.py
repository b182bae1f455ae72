"""What backup and restore ask of a database, whichever it is."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Protocol

from django.db import connection

from cms.backup.postgresql import PostgreSQL
from cms.backup.sqlite import SQLite


class Database(Protocol):
    """One kind of database."""

    vendor: str

    def server(self) -> str:
        """Its major version."""
        ...

    def require_tools(self) -> None:
        """Raise Refused where a program is missing, or is of another version than the server."""
        ...

    def require_solitude(self) -> None:
        """Raise Refused while other processes use the database."""
        ...

    def snapshot(self) -> AbstractContextManager[object]:
        """Hold the database still for this process, while others go on writing."""
        ...

    def dump(self) -> AbstractContextManager[IO[bytes]]:
        """Everything as of the snapshot, for `load`; inside `snapshot` only."""
        ...

    def load(self, path: Path) -> None:
        """Put the dump at `path` in the place of all there is: all, or nothing where it raises Refused."""
        ...


def database() -> Database:
    """The one of this process."""
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()


def tables() -> set[str]:
    """The names of the tables there are."""
    return set(connection.introspection.table_names())
