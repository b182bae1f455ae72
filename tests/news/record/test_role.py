"""The delivery role: made, repaired, compared, and refused where it cannot or must not be made."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from tests.postgres import PASSWORD, address, delivery_role, drop

GRANTED = Path("cms/settings/grants.py")


@pytest.fixture
def role(transactional_db: None) -> Iterator[str]:
    with delivery_role() as name:
        yield name


def run(*words: str, **options: object) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("delivery_role", *words, stdout=out, **options)
    return out.getvalue()


def sql(statement: str) -> None:
    """Run a statement as the owner."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.sqlite
@pytest.mark.parametrize("words", [(), ("--check",)])
def test_a_database_without_roles_is_refused(words: tuple[str, ...], db: None) -> None:
    with pytest.raises(CommandError, match="SQLite has no roles"):
        run(*words)


@pytest.mark.postgresql
def test_it_is_as_it_should_be_and_a_second_time_changes_nothing(role: str) -> None:
    assert run("--check", name=role) == "No difference.\n"
    assert f"may read {len(settings.DELIVERY_GRANTS)} tables" in run(name=role)
    assert run("--check", name=role) == "No difference.\n"


@pytest.mark.postgresql
def test_its_sessions_are_read_only_and_bounded(role: str) -> None:
    with psycopg.connect(address(role, PASSWORD)) as session:
        for setting, value in (("transaction_read_only", "on"), ("statement_timeout", "5s")):
            assert session.execute(f"SHOW {setting}").fetchone() == (value,)


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("GRANT ALL ON news_articlepage TO {}", "it may read public.news_articlepage.standfirst"),
        ("GRANT SELECT (document) ON record_publication TO {}", "public.record_publication.document"),
        ("GRANT INSERT, UPDATE (path) ON record_formerpath TO {}", "it has UPDATE on record_formerpath"),
        ("GRANT USAGE ON SEQUENCE record_mark_id_seq TO {}", "it has USAGE on record_mark_id_seq"),
        ("REVOKE SELECT ON record_term FROM {}", "it cannot read public.record_term.value"),
        (
            "REVOKE USAGE ON SCHEMA public FROM {}; REVOKE USAGE ON SCHEMA public FROM PUBLIC",
            "it cannot read",
        ),
        ("REVOKE CONNECT ON DATABASE {database} FROM PUBLIC, {}", "it cannot connect"),
        ("GRANT pg_read_all_data TO {}; ALTER ROLE {} INHERIT", "it is a member of other roles"),
        ("ALTER ROLE {} SUPERUSER", "it has powers of its own"),
        ("ALTER ROLE {} CREATEDB CREATEROLE", "it has powers of its own"),
        ("ALTER ROLE {} NOLOGIN", "it cannot log in"),
        ("ALTER ROLE {} RESET ALL", "its statement_timeout is not 5s"),
        ("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO {}", "rights on future tables"),
        ("GRANT TEMPORARY ON DATABASE {database} TO PUBLIC", "it has TEMPORARY on the database"),
        ("GRANT CREATE ON SCHEMA public TO {}", "it has CREATE on schema public"),
    ],
)
def test_whatever_was_done_to_it_is_told_and_repaired(role: str, damage: str, told: str) -> None:
    sql(damage.format(*[f'"{role}"'] * damage.count("{}"), database=connection.settings_dict["NAME"]))
    with pytest.raises(CommandError, match="delivery_role repairs it"):
        run("--check", name=role)
    with pytest.raises(CommandError):
        call_command("delivery_role", "--check", name=role, stdout=(out := StringIO()))
    assert told in out.getvalue()
    run(name=role)
    assert run("--check", name=role) == "No difference.\n"


@pytest.mark.postgresql
def test_what_everybody_was_granted_is_refused_by_name(role: str) -> None:
    sql("GRANT SELECT ON record_mark TO PUBLIC")
    with pytest.raises(CommandError, match=r"it may read public\.record_mark\.type"):
        run(name=role)
    sql("REVOKE SELECT ON record_mark FROM PUBLIC")


@pytest.mark.postgresql
def test_a_table_that_is_not_there_yet_asks_for_migrate(role: str, settings: Settings) -> None:
    settings.DELIVERY_GRANTS = {**settings.DELIVERY_GRANTS, "record_tomorrow": ("*",)}
    with pytest.raises(CommandError, match=r"no record_tomorrow\. Run migrate"):
        run(name=role)


@pytest.mark.postgresql
def test_the_owner_of_the_tables_is_never_made_the_delivery_role(db: None) -> None:
    with pytest.raises(CommandError, match="a name of its own"):
        run(name=connection.settings_dict["USER"])


@pytest.mark.postgresql
def test_a_new_role_needs_a_password(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DELIVERY_DB_PASSWORD", raising=False)
    with pytest.raises(CommandError, match="DELIVERY_DB_PASSWORD"):
        run(name="nobody_knows_it")


@pytest.mark.postgresql
def test_whoever_may_not_create_roles_is_told_so(role: str) -> None:
    name = f"{role}_caller"
    sql(f'CREATE ROLE "{name}" LOGIN')
    try:
        sql(f'SET ROLE "{name}"')
        with pytest.raises(CommandError, match="may not create roles"):
            run(name=role)
    finally:
        sql("RESET ROLE")
        drop(name)
