"""How the reader site answers: public for half a minute, revalidated by ETag, running nothing."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response

from home.reader.addresses import href

MAX_AGE = 30
PRIVATE = "private, no-store"


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponseBase:
    """A public page; a browser that holds the same one is told so with 304.

    The template is rendered without the request: nothing of one reader can reach what all readers share."""
    response = html(template, context, status=status)
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    if status != 200:
        return response
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def private_page(template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """A page no cache may keep and no search engine may list."""
    response = html(template, context, status=status)
    response["Cache-Control"] = PRIVATE
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def html(template: str, context: Mapping[str, Any], *, status: int) -> HttpResponse:
    """`template` as a response that may load the site's own files and pictures, and run nothing."""
    response = HttpResponse(render_to_string(template, dict(context)), status=status)
    response["Content-Language"] = str(context["lang"])
    response["Content-Security-Policy"] = content_security_policy()
    return response


def kept_until(response: HttpResponseBase, end: datetime | None) -> HttpResponseBase:
    """`response`, kept by no cache beyond `end`, when what it shows stops being public."""
    if end:
        left = int((end - timezone.now()).total_seconds())
        response["Cache-Control"] = f"public, max-age={max(0, min(MAX_AGE, left))}"
    return response


def moved(path: str) -> HttpResponse:
    """301 to the decoded `path`. Bounded in time, for a story may move back."""
    response = HttpResponsePermanentRedirect(href(path))
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    return response


def content_security_policy() -> str:
    """Own styles and pictures, forms to ourselves, frames only in our own admin; no script at all."""
    static, media = _source(settings.STATIC_URL), _source(settings.PUBLIC_MEDIA_URL)
    return (
        f"default-src 'none'; style-src {static}; font-src {static}; img-src {media} {static}; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    )


def _source(url: str | None) -> str:
    parts = urlsplit(url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else "'self'"
