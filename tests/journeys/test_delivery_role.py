"""Delivery processes under the role made for them answer all that readers may ask, and reach nothing else."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from psycopg import errors, sql
from pytest_django import Settings

from cms.settings.search import search_consumers
from news.publication.consumers import feeds
from search.models import BestBet, ProtectedWord, SynonymGroup
from tests import search_engines
from tests.journeys.running import wait_for
from tests.journeys.serving import Serving, serving
from tests.journeys.telling import LOADED
from tests.news.api.test_plane import ADDRESSES
from tests.postgres import PASSWORD, address, delivery_role
from tests.record_factory import (
    kill,
    publish_article,
    publish_author,
    publish_locale,
    publish_section,
    publish_tag,
    publish_topic,
    republish,
    withdraw,
)

pytestmark = pytest.mark.postgresql
BARRED = (
    "wagtail",
    "modelcluster",
    "taggit",
    "news.models",
    "news.editorial",
    "news.publication",
    "home.models",
    "search.admin",
    "search.api.editors",
)
STATEMENTS = {
    "INSERT": "INSERT INTO {table} DEFAULT VALUES",
    "UPDATE": "UPDATE {table} SET {column} = {column}",
    "DELETE": "DELETE FROM {table}",
    "TRUNCATE": "TRUNCATE {table}",
}
RELATIONS = """
SELECT relname, array_agg(attname::text ORDER BY attnum)
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
GROUP BY relname ORDER BY relname
"""
# A view that joins refuses to be written to before anybody's rights are looked at.
REFUSED = (errors.InsufficientPrivilege, errors.ObjectNotInPrerequisiteState, errors.WrongObjectType)


@pytest.fixture
def role(transactional_db: None) -> Iterator[str]:
    with delivery_role() as name:
        yield name


@dataclass(frozen=True)
class Archive:
    """Addresses of what is public, and of what was."""

    reading: list[str]
    searching: list[str]
    gone: list[str]


@pytest.fixture
def archive(role: str, settings: Settings, tmp_path: Path) -> Archive:
    """Something public of every type, a moved, a withdrawn and a killed story, all of it indexed."""
    settings.ROOT_URLCONF = "cms.delivery_urls"
    settings.SEARCH = search_engines.embedded(tmp_path / "search")
    neighbours = {"neighbours": settings.LOG_CONSUMERS["neighbours"]}
    settings.LOG_CONSUMERS = {**search_consumers(settings.SEARCH), **neighbours}
    locale, section, topic, author = (
        publish_locale(),
        publish_section(slug="سوق"),
        publish_topic(),
        publish_author(),
    )
    filed = {"section": section, "topics": [topic], "authors": [author], "tags": [publish_tag()]}
    story, other = (publish_article(title=f"سعر القمح {number}", **filed) for number in range(2))
    former = story.path
    story = republish(story, title="سعر القمح يستقر", path="/ar/سوق/قمح/")
    gone = [withdraw(publish_article()), kill(publish_article())]
    SynonymGroup.objects.create(locale="ar", words="الحنطة\nالقمح")
    BestBet.objects.create(locale="ar", questions="الحنطة", story=story.document_id)
    ProtectedWord.objects.create(locale="ar", word="القمح")
    for feed in feeds():
        while feed.advance():
            pass
    slugs = {"section": section.slug, "topic": topic.slug, "author": author.slug}
    facts = {**slugs, "article": str(story.document_id), "path": quote(story.path)}
    more = ["articles/{article}/related/", "articles/{article}/?include=translations&fields=title", "docs/"]
    more += [
        "articles/?section={section}&topic={topic}&tag=x&author={author}&count=true",
        "articles/by-path/?path=",
    ]
    asked = [f"/api/v1/{rest.format(**facts)}" for rest in [*ADDRESSES, *more[:-1]]]
    pages = [quote(path) for path in (locale.path, section.path, story.path, other.path, former, "/")]
    return Archive(
        reading=[*asked, f"/api/v1/{more[-1]}{quote(former)}", *pages, "/ar/?before=x", "/health/live"],
        searching=[
            f"/api/v1/search/?q={quote('القمح')}&section={quote(section.slug)}&facets=section,topic,author,year",
            f"/ar/search/?q={quote('القمح')}&section={section.document_id}",
            f"/api/v1/search/?q={quote('الحنطة')}",
            f"/api/v1/search/?q={quote('القمج سعر')}&locale=ar,en&facets=year",
            f"/api/v1/search/suggest/?q={quote('القم')}&locale=ar,en",
        ],
        gone=[
            f"/api/v1/articles/{row.document_id}/{rest}"
            for row in gone
            for rest in ("", "versions/", "versions/1/", "related/", "translations/")
        ],
    )


def process(role: str, place: Path, **more: str) -> AbstractContextManager[Serving]:
    """A delivery process under the role."""
    return serving(place / "log", DATABASE_URL=address(role, PASSWORD), **more)


def test_everything_readers_may_ask_is_answered_as_to_the_owner(
    role: str, archive: Archive, tmp_path: Path
) -> None:
    with process(role, tmp_path, application="tests.journeys.telling:application") as reading:
        for path in [*archive.reading, *archive.gone]:
            answer, owners = reading.get(path), Client().get(path)
            assert answer.status_code == owners.status_code, path
            assert answer.status_code < 500
            if owners.headers.get("Cache-Control") != "no-store":  # a problem names its request
                assert answer.content == getattr(owners, "content", b""), path
        ready = reading.get("/health/ready")
        assert (ready.status_code, ready.json()["checks"]) == (200, {"database": "ok", "migrations": "ok"})
        loaded = reading.get(LOADED).json()
        assert not [name for name in loaded if name.startswith(BARRED)]
        assert "news.api.delivery.articles" in loaded
    with process(role, tmp_path, settings="cms.settings.delivery_search", VAR_DIR=str(tmp_path)) as searching:
        for path in archive.searching:
            answer = searching.get(path)
            assert (answer.status_code, answer.content) == (200, Client().get(path).content), path
            assert "القمح" in answer.text
        assert searching.get("/health/ready").json()["checks"]["search"] == "ok"
        wait_for(lambda: list((tmp_path / "search" / "asked").glob("*.jsonl")))
    assert " ERROR " not in (tmp_path / "log").read_text()


def relations() -> list[tuple[str, list[str]]]:
    """Every table and view of the schema with its columns, from the catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(RELATIONS)
        return cursor.fetchall()


def is_refused(session: psycopg.Connection, statement: str, table: str, column: str) -> bool:
    """Whether the database refuses it; nothing of it stays where it does not."""
    try:
        with session.transaction(force_rollback=True):
            names = {"table": sql.Identifier(table), "column": sql.Identifier(column)}
            session.execute(sql.SQL(statement).format(**names))
    except REFUSED:
        return True
    return False


def test_nothing_else_can_be_read_and_nothing_written(role: str) -> None:
    found = relations()
    assert {"wagtailcore_page", "wagtailcore_revision", "auth_user", "django_session", "record_mark"} <= {
        table for table, _ in found
    }
    with psycopg.connect(address(role, PASSWORD)) as session:
        session.execute("SET default_transaction_read_only = off")  # what the grants alone do
        session.commit()
        for table, columns in found:
            granted = settings.DELIVERY_GRANTS.get(table, ())
            for column in columns:
                readable = not is_refused(session, "SELECT {column} FROM {table} LIMIT 1", table, column)
                assert readable == (granted == ("*",) or column in granted), f"{table}.{column}"
            for verb, statement in STATEMENTS.items():
                assert is_refused(session, statement, table, columns[0]), f"{verb} {table}"
        assert is_refused(session, "SELECT document FROM {table}", "record_publication", "document")
        for statement in ("CREATE TABLE {table} ()", "CREATE TEMPORARY TABLE {table} ()"):
            assert is_refused(session, statement, "of_its_own", "")


def test_a_new_table_is_out_of_its_reach(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE news_tomorrow (draft text)")
    try:
        test_nothing_else_can_be_read_and_nothing_written(role)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE news_tomorrow")
