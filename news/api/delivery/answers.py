"""Puts answers together from stored bytes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from news.api.delivery.queries import Stored
from news.http.conditional import DOCUMENT_SECONDS, Caching, cacheable
from news.http.pagination import Page, links
from news.record.documents import to_bytes


def document_answer(request: HttpRequest, found: Stored, now: datetime) -> HttpResponse:
    """The stored bytes of one document, as they are."""
    return cacheable(request, found.body, caching_of(found, now, digest=found.digest))


def caching_of(found: Stored, now: datetime, **changes: Any) -> Caching:
    """How an answer made from one document may be kept."""
    facts = {
        "last_modified": found.changed_at,
        "max_age": DOCUMENT_SECONDS,
        "tags": [found.cache_tags],
        "visible_until": found.visible_until,
        "now": now,
    }
    return Caching(**{**facts, **changes})


def list_answer(
    request: HttpRequest, page: Page, meta: dict[str, Any], tags: Iterable[str], now: datetime
) -> HttpResponse:
    """The cards of a page, joined as they are stored; kept no longer than the first of them may be shown."""
    body = list_body([row["card"] for row in page.rows], meta, links(request, page))
    ends = [row["visible_until"] for row in page.rows if row["visible_until"]]
    return cacheable(request, body, Caching(tags=tags, visible_until=min(ends, default=None), now=now))


def list_body(cards: Iterable[bytes], meta: dict[str, Any], neighbours: dict[str, str | None]) -> bytes:
    """`{"data": […], "meta": …, "links": …}` around cards that are JSON already."""
    return b'{"data":[%b],"meta":%b,"links":%b}' % (b",".join(cards), to_bytes(meta), to_bytes(neighbours))


def with_included(body: bytes, name: str, cards: Iterable[bytes]) -> bytes:
    """`body`, a JSON object, with `included` as its last member."""
    return b'%b,"included":{"%b":[%b]}}' % (body[:-1], name.encode(), b",".join(cards))
