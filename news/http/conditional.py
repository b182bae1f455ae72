"""Answers that caches may share: validators, lifetimes, tags, and 304 where the client has it already."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from rest_framework.request import Request

from news.http.cors import allow_any_origin
from news.http.problems import Problem

BROWSER_SECONDS = 30
DOCUMENT_SECONDS = 300
LIST_SECONDS = 30
REVALIDATE_SECONDS = 60
ERROR_SECONDS = 3600
CODING = "identity"


@dataclass(frozen=True)
class Caching:
    """How long an answer may be kept, and by what it is known again.

    `digest` is that of the body where it is known already; `max_age` is for shared caches, in seconds;
    after `visible_until` no cache may show this any more, `now` being when that was checked. Give
    `last_modified` only where every change of the body moves it.
    """

    digest: str = ""
    last_modified: datetime | None = None
    max_age: int = LIST_SECONDS
    tags: Iterable[str] = ()
    visible_until: datetime | None = None
    now: datetime | None = None
    content_type: str = "application/json"


def cacheable(request: HttpRequest | Request, body: bytes, caching: Caching) -> HttpResponse:
    """`body` as a 200, or a 304 where the request's validators hold.

    Raises Problem 412 where If-Match or If-Unmodified-Since ask for another version.
    """
    etag = f'"{caching.digest or hashlib.sha256(body).hexdigest()}-{CODING}"'
    modified = int(caching.last_modified.timestamp()) if caching.last_modified else None
    early = get_conditional_response(_plain(request), etag=etag, last_modified=modified)
    if early is not None and early.status_code == 412:
        raise Problem(412, "precondition_failed")
    response = HttpResponse(status=304) if early is not None else _whole(request, body, caching.content_type)
    if early is not None:
        del response["Content-Type"]
    response["ETag"] = etag
    response["Vary"] = "Accept-Encoding"
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    if joined := ",".join(dict.fromkeys(caching.tags)):
        response["Cache-Tag"] = joined
    _set_lifetimes(response, caching.max_age, _seconds_left(caching.visible_until, caching.now))
    return allow_any_origin(response)


def _plain(request: HttpRequest | Request) -> HttpRequest:
    return request._request if isinstance(request, Request) else request


def _whole(request: HttpRequest | Request, body: bytes, content_type: str) -> HttpResponse:
    """All of `body`; to HEAD only its length, since not every server drops the rest."""
    response = HttpResponse(b"" if request.method == "HEAD" else body, content_type=content_type)
    response["Content-Length"] = str(len(body))
    return response


def _seconds_left(visible_until: datetime | None, now: datetime | None) -> int | None:
    if visible_until is None:
        return None
    return max(0, int((visible_until - (now or timezone.now())).total_seconds()))


def _set_lifetimes(response: HttpResponse, max_age: int, left: int | None) -> None:
    """Browsers keep it briefly, since nobody can purge them; shared caches longer, and stale in need."""
    bound = ERROR_SECONDS + DOCUMENT_SECONDS if left is None else left
    shared = min(max_age, bound)
    parts = [f"max-age={shared}"]
    if slack := bound - shared:  # a stale copy must not outlive its document either
        parts += [
            f"stale-while-revalidate={min(REVALIDATE_SECONDS, slack)}",
            f"stale-if-error={min(ERROR_SECONDS, slack)}",
        ]
    response["Cache-Control"] = f"public, max-age={min(BROWSER_SECONDS, bound)}"
    response["CDN-Cache-Control"] = ", ".join(parts)
