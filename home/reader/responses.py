"""How the reader site answers: public pages caches may share, private previews, and no script but our own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.template.loader import render_to_string

from home.reader.addresses import href
from news.http.conditional import LIST_SECONDS, Caching, cacheable
from news.http.problems import Problem

CONTENT_TYPE = "text/html; charset=utf-8"
SHARED = f"public, max-age={LIST_SECONDS}"
PRIVATE = "private, no-store"


@dataclass(frozen=True)
class Lifetime:
    """What a page shows, as cache tags, and when the first of it stops being public."""

    tags: Iterable[str] = ()
    visible_until: datetime | None = None


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], lifetime: Lifetime | None = None
) -> HttpResponseBase:
    """A public page: 304 to a browser that holds the same one, 412 to one that wants another."""
    life = lifetime or Lifetime()
    caching = Caching(tags=life.tags, visible_until=life.visible_until, content_type=CONTENT_TYPE)
    try:
        response = cacheable(request, rendered(template, context), caching)
    except Problem as refusal:
        return refused({**context, "canonical": "", "versions": []}, status=refusal.status_code)
    return dressed(response, context)


def message(template: str, context: Mapping[str, Any], *, status: int) -> HttpResponse:
    """A public page that says why there is no other one here."""
    response = HttpResponse(rendered(template, context), status=status)
    response["Cache-Control"] = SHARED
    return dressed(response, context)


def private_page(template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """A page no cache may keep and no search engine may list."""
    response = HttpResponse(rendered(template, context), status=status)
    response["Cache-Control"] = PRIVATE
    response["X-Robots-Tag"] = "noindex, nofollow"
    return dressed(response, context)


def refused(context: Mapping[str, Any], *, status: int) -> HttpResponse:
    """The page for a request that asks of a page what none does."""
    ui = context["ui"]
    told = {"title": ui["refused"], "heading": ui["refused"], "text": ui["refused_text"], "description": ""}
    return private_page("reader/error.html", {**context, **told}, status=status)


def rendered(template: str, context: Mapping[str, Any]) -> bytes:
    """The template without the request: nothing of one reader can reach what all readers share."""
    return render_to_string(template, dict(context)).encode()


def dressed(response: HttpResponse, context: Mapping[str, Any]) -> HttpResponse:
    """`response` with the headers every page has."""
    response["Content-Language"] = str(context["lang"])
    response["Content-Security-Policy"] = content_security_policy(suggests="suggest" in context)
    return response


def moved(path: str, query: str = "") -> HttpResponse:
    """301 to the decoded `path` with an encoded query. Bounded in time, for a story may move back."""
    response = HttpResponsePermanentRedirect(f"{href(path)}?{query}" if query else href(path))
    response["Cache-Control"] = SHARED
    return response


def content_security_policy(*, suggests: bool = False) -> str:
    """Own styles and pictures, forms to ourselves, frames only in our own admin; no script at all.

    A page that `suggests` while its reader types may run our scripts, which may ask ourselves alone.
    """
    static, media = _source(settings.STATIC_URL), _source(settings.PUBLIC_MEDIA_URL)
    pictures = " ".join(dict.fromkeys(["'self'", static, media]))  # a preview's pictures are the admin's
    scripts = f"script-src {static}; connect-src 'self'; " if suggests else ""
    return (
        f"default-src 'none'; {scripts}style-src {static}; font-src {static}; img-src {pictures}; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    )


def _source(url: str | None) -> str:
    parts = urlsplit(url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else "'self'"
