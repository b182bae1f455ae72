"""Says whether this process answers, and whether it can serve readers."""

import logging
from functools import cache

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from news.http.problems import problem_response, unavailable
from search.engines.base import EngineError
from search.engines.factory import engines
from search.indexing import is_usable

logger = logging.getLogger(__name__)


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all; restart it where it does not."""
    return _ok({})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 while readers can be served, else a 503 problem whose `checks` name what is away."""
    needed = {"database": _database(), "migrations": _migrations()}
    checks = {name: "ok" if fine else "failed" for name, fine in needed.items()}
    if settings.SEARCH:  # a process for reading has no engine, and asks none
        checks |= _search()
    if all(needed.values()):
        return _ok({"checks": checks})
    problem = unavailable("Not ready: " + ", ".join(name for name, fine in needed.items() if not fine))
    problem.members["checks"] = checks
    return problem_response(request, problem)


def _ok(members: dict[str, object]) -> HttpResponse:
    return JsonResponse({"status": "ok", **members}, headers={"Cache-Control": "no-store"})


def _database() -> bool:
    """The database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        logger.exception("The database does not answer")
        return False
    return True


def _migrations() -> bool:
    """The record's tables are those this code was written for, or newer."""
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except Error:
        return False
    return _record_migrations() <= applied.keys()


@cache
def _record_migrations() -> frozenset[tuple[str, str]]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(key for key in loader.disk_migrations or () if key[0] == "record")


def _search() -> dict[str, str]:
    """`ok` or `degraded`, and with a fallback the same of each engine.

    A process without search still serves reading and must stay in rotation.
    """
    try:
        states = {kept.name: _state(is_usable(kept)) for kept in engines()}
    except (ImportError, OSError, Error, EngineError):
        logger.warning("The search engine does not answer", exc_info=True)
        return {"search": _state(False)}
    each = {f"search.{name}": state for name, state in states.items()} if len(states) > 1 else {}
    return {"search": _state(set(states.values()) == {"ok"}), **each}


def _state(fine: bool) -> str:
    return "ok" if fine else "degraded"
