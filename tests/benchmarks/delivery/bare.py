"""Bare Django views: the bytes of one row, or of the twenty newest cards, and nothing besides."""

import gc
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

ONE = (
    "SELECT body FROM record_publisheddocument WHERE type = 'article' AND document_id = %s AND state = 'live'"
)
TWENTY = (
    "SELECT card FROM record_publisheddocument WHERE type = 'article' AND locale = 'ar' AND state = 'live' "
    "ORDER BY published_at DESC, document_id DESC LIMIT 20"
)
NOTHING = "/nothing"
BYTES = b"x" * 8000


def one(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The bytes of one row."""
    with connection.cursor() as cursor:
        cursor.execute(ONE, [document_id])
        (body,) = cursor.fetchone()
    return HttpResponse(body, content_type="application/json")


def twenty(request: HttpRequest) -> HttpResponse:
    """Twenty cards, joined."""
    with connection.cursor() as cursor:
        cursor.execute(TWENTY)
        cards = b",".join(card for (card,) in cursor.fetchall())
    return HttpResponse(b'{"data":[%b]}' % cards, content_type="application/json")


urlpatterns = [
    path("api/v1/articles/<uuid:document_id>/", one),
    path("api/v1/articles/", twenty),
]
django = get_wsgi_application()
gc.collect()
gc.freeze()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Django, or at NOTHING the same amount of bytes without it, to see what the rest can do."""
    if environ["PATH_INFO"] != NOTHING:
        return django(environ, start_response)
    start_response("200 OK", [("Content-Length", str(len(BYTES)))])
    return [BYTES]
