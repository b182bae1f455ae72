"""The backend for PostgreSQL: kept connections are not asked how they are, kept statements planned once."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from news.api.delivery import queries
from news.record.prepared import ask
from tests.record_factory import publish_article

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def other() -> Iterator[psycopg.Connection]:
    """A session of somebody else's, on the same server."""
    told = {**connection.get_connection_params()}
    names = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{name: told[name] for name in names if name in told}, autocommit=True) as session:
        yield session


def backend() -> int:
    """The process of the server that this connection talks to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def next_request() -> None:
    """What Django does with a kept connection between two requests."""
    connection.close_if_unusable_or_obsolete()


def test_a_connection_that_is_well_is_not_asked(other: psycopg.Connection) -> None:
    pid = backend()
    next_request()
    with connection.cursor():
        pass
    last = other.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone()
    assert last == ("SELECT pg_backend_pid()",)
    assert backend() == pid


@pytest.mark.parametrize("kept", [True, False])
def test_a_connection_the_server_ended_is_replaced_before_it_is_used(
    other: psycopg.Connection, kept: bool
) -> None:
    row = publish_article()
    pid = backend()
    other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    next_request()
    if kept:
        found = queries.by_id("article", row.document_id, timezone.now())
        assert found is not None
        assert found.body == bytes(row.body)
    assert backend() != pid


def test_a_statement_is_planned_once_for_all_values() -> None:
    rows = [publish_article() for _ in range(3)]
    for row in rows:
        assert queries.by_id("article", row.document_id, timezone.now()) is not None
    assert queries.by_id("article", uuid4(), timezone.now()) is None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%record_publisheddocument%'"
        )
        assert cursor.fetchone() == (1,)


def test_rare_and_frequent_values_are_planned_apart() -> None:
    publish_article()
    for _ in range(3):
        ask(
            "apart",
            {"now": timezone.now()},
            lambda it: queries.stored(queries.public("article", it["now"])),
            kept=False,
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() == (0,)
