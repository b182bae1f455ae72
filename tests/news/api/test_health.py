"""Whether the process answers, and whether it can serve."""

from django.db import connection
from django.test import Client
from pytest_django import Settings

from tests.record_factory import publish_article


def test_live(client: Client) -> None:
    response = client.get("/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response["Cache-Control"] == "no-store"
    assert client.post("/health/live").status_code == 405


def test_ready(client: Client, search_index: None) -> None:
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["status"]) == (200, "ok")
    checks = response.json()["checks"]
    assert [checks[name] for name in ("database", "migrations", "search")] == ["ok", "ok", "ok"]


def test_a_missing_migration_is_not_ready(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'record'")
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response["Content-Type"] == "application/problem+json"
    assert response["Retry-After"] == "30"
    assert response.json()["checks"]["migrations"] == "failed"


def test_without_search_it_still_serves_reading(client: Client, settings: Settings) -> None:
    settings.SEARCH = {"ENGINE": "search.engines.nowhere.Engine", "OPTIONS": {}}
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["checks"]["search"]) == (200, "degraded")


def test_an_index_that_is_not_there_is_no_search(client: Client, search_index: None) -> None:
    publish_article()
    assert client.get("/health/ready").json()["checks"]["search"] == "degraded"
