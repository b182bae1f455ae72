"""Opens what is public to pages of any origin."""

from collections.abc import Iterable
from typing import TypeVar

from django.http import HttpResponse, HttpResponseBase

ResponseType = TypeVar("ResponseType", bound=HttpResponseBase)


def allow_any_origin(response: ResponseType) -> ResponseType:
    """Let any page read `response` and its validators; never with credentials."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Retry-After, X-Request-ID"
    return response


def options_response(methods: Iterable[str]) -> HttpResponse:
    """The answer to OPTIONS, a browser's preflight included: what may be asked here."""
    names = ", ".join(methods)
    response = HttpResponse(status=204)
    del response["Content-Type"]
    response["Allow"] = names
    response["Access-Control-Allow-Methods"] = names
    response["Access-Control-Allow-Headers"] = (
        "Accept, Authorization, Content-Type, If-Modified-Since, If-None-Match, X-Request-ID"
    )
    response["Access-Control-Max-Age"] = "86400"
    response["Cache-Control"] = "public, max-age=86400"
    return allow_any_origin(response)
