"""Says whether this process answers, whether it can serve, and how far behind the relay is."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import Error, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_safe

from news.http.problems import problem_response, unavailable
from news.record.progress import relay_progress
from search.engines.base import EngineError
from search.engines.factory import engines
from search.indexing import is_usable

logger = logging.getLogger(__name__)
PATIENCE = 3  # seconds that a statement of a probe may take
Migration = tuple[str, str]


class ProbeMiddleware:
    """Answers probes under any host name: whoever watches a process asks it by its own address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer `/health/live` and `/health/ready`; leave everything else to what comes after."""
        probe = PROBES.get(request.path)
        return probe(request) if probe else self.get_response(request)


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all; restart it where it does not."""
    return _ok({})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 while this process can serve, else a 503 problem whose `checks` name what is away.

    Search and relay are told for information: without them a process still serves reading, and must stay.
    """
    needed = {"database": _database(), "migrations": _migrations()}
    checks: dict[str, Any] = {name: "ok" if fine else "failed" for name, fine in needed.items()}
    if settings.SEARCH:  # a process for reading has no engine, and asks none
        checks |= _search()
    if apps.is_installed("news.publication"):  # readers' processes know nothing of marks
        checks["relay"] = _relay()
    if all(needed.values()):
        return _ok({"checks": checks})
    problem = unavailable("Not ready: " + ", ".join(name for name, fine in needed.items() if not fine))
    problem.members["checks"] = checks
    return problem_response(request, problem)


PROBES = {"/health/live": live, "/health/ready": ready}


def _ok(members: dict[str, object]) -> HttpResponse:
    return JsonResponse({"status": "ok", **members}, headers={"Cache-Control": "no-store"})


@contextmanager
def _bounded() -> Iterator[None]:
    """Lets no statement take longer than a probe may; a busy SQLite is bounded by its settings."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{PATIENCE}s'")
        yield


def _database() -> bool:
    """The database answers."""
    try:
        with _bounded(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        logger.exception("The database does not answer")
        return False
    return True


def _migrations() -> bool:
    """The tables of the apps of this process are those its code was written for, or newer."""
    try:
        with _bounded():
            applied = MigrationRecorder(connection).applied_migrations().keys()
    except Error:
        return False
    return all(name in applied or (made_of and made_of <= applied) for name, made_of in _needed().items())


@cache
def _needed() -> dict[Migration, frozenset[Migration]]:
    """The migrations of the installed apps, each with those it replaces: all these are as good."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = loader.disk_migrations or {}
    replaced = {name for migration in known.values() for name in migration.replaces}
    return {name: frozenset(migration.replaces) for name, migration in known.items() if name not in replaced}


def _search() -> dict[str, str]:
    """`ok` or `degraded`, and with a fallback the same of each engine."""
    try:
        states = {kept.name: _state(is_usable(kept)) for kept in engines()}
    except (ImportError, OSError, Error, EngineError):
        logger.warning("The search engine does not answer", exc_info=True)
        return {"search": _state(False)}
    each = {f"search.{name}": state for name, state in states.items()} if len(states) > 1 else {}
    return {"search": _state(set(states.values()) == {"ok"}), **each}


def _state(fine: bool) -> str:
    return "ok" if fine else "degraded"


def _relay() -> dict[str, Any] | str:
    """How the relay fares, `unknown` where the database does not say."""
    try:
        with _bounded():
            return relay_progress()
    except Error:
        return "unknown"
