"""A newsroom set up once in a worker's test database, and put back from memory for each test that wants one.

To set it up takes a hundred times as long as to put it back, and commits stay as real as they are elsewhere.
"""

import sqlite3
from abc import ABC, abstractmethod

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from psycopg import sql
from pytest_django import DjangoDbBlocker

from home.setup import set_up_homes
from news.editorial.newsroom import set_up


class Baseline(ABC):
    """The database as it was when a newsroom had been set up."""

    def __init__(self) -> None:
        self.blocker: DjangoDbBlocker | None = None
        self.kept = False
        self.left = False  # whether a test left something in the database

    def put_back(self) -> None:
        """Make the database what it was; sets the newsroom up where none was yet."""
        if self.kept:
            self.restore()
        else:
            self.set_up()
            self.keep()
        self.kept = True
        forget()

    def take_away(self) -> None:
        """Empty the database, if a test left something in it."""
        if self.left and self.blocker:
            with self.blocker.unblock():
                empty()
                forget()
        self.left = False

    def set_up(self) -> None:
        """Set a newsroom up in an empty database."""
        empty()
        set_up_homes()
        set_up()

    @abstractmethod
    def keep(self) -> None:
        """Remember what is in the database."""

    @abstractmethod
    def restore(self) -> None:
        """Make the database what was remembered."""


class SqliteBaseline(Baseline):
    """Remembers the whole database, page by page."""

    def keep(self) -> None:
        """Copy it to memory."""
        connection.ensure_connection()
        self.copy = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(self.copy)

    def restore(self) -> None:
        """Copy it back."""
        connection.ensure_connection()
        self.copy.backup(connection.connection)


Signature = dict[str, tuple[int, int]]
SEQUENCES = """
SELECT quote_ident(sequencename), last_value, quote_ident(sequencename) FROM pg_sequences
WHERE schemaname = current_schema() AND last_value IS NOT NULL
"""
COUNT_ON = "SELECT setval(%s::regclass, greatest(%s, nextval(%s::regclass)))"


class PostgresqlBaseline(Baseline):
    """Remembers the rows of each table, and puts back those of tables that were written to."""

    def keep(self) -> None:
        """Copy the rows to memory."""
        self.tables = connection.introspection.table_names()
        self.rows = {table: self.read(table) for table in self.tables}
        self.signature = self.sign()
        with connection.cursor() as cursor:
            cursor.execute(SEQUENCES)
            self.sequences = cursor.fetchall()

    def restore(self) -> None:
        """Replace the rows of changed tables; that their references hold is checked when all are there."""
        connection.close_if_unusable_or_obsolete()
        now = self.sign()
        if not (changed := [table for table in self.tables if now[table] != self.signature[table]]):
            return
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for table in changed:
                cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            for table in changed:
                with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
                    copy.write(self.rows[table])
            # Whoever emptied the tables has made them count from the beginning again.
            cursor.executemany(COUNT_ON, self.sequences)
        self.signature = self.sign()

    def read(self, table: str) -> bytes:
        """The rows of a table, as COPY writes them."""
        statement = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            return b"".join(bytes(part) for part in copy)

    def sign(self) -> Signature:
        """How many rows each table has, and the newest transaction that wrote one."""
        # Whatever inserts or updates changes the second, whatever deletes the first.
        one = sql.SQL("SELECT {}, count(*), coalesce(max(xmin::text::bigint), 0) FROM {}")
        parts = [one.format(sql.Literal(table), sql.Identifier(table)) for table in self.tables]
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(" UNION ALL ").join(parts))
            return {table: (count, newest) for table, count, newest in cursor.fetchall()}


def empty() -> None:
    """Leave nothing in the database but what migrating it leaves, as Django's own tests do."""
    call_command("flush", verbosity=0, interactive=False, allow_cascade=False, inhibit_post_migrate=False)


def forget() -> None:
    """Let go of what this process remembers of the database."""
    ContentType.objects.clear_cache()
    cache.clear()


baseline: Baseline = PostgresqlBaseline() if connection.vendor == "postgresql" else SqliteBaseline()
