"""Gives every request an id that joins its log lines with the answer its client saw."""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponseBase

HEADER = "X-Request-ID"
META_NAME = "HTTP_X_REQUEST_ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")

_current: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """The id of the request being answered, empty outside one."""
    return _current.get()


class RequestIdFilter(logging.Filter):
    """Adds `request_id` to every log record, for formatters to print."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, with the id on it."""
        record.request_id = current_request_id() or "-"
        return True


class RequestIdMiddleware:
    """Keeps a well-formed incoming X-Request-ID, else makes one; it is `request.request_id` and in the logs.

    The answer names it only where no cache may keep that answer: what is shared says nothing of one client.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request under its id."""
        given = request.META.get(META_NAME, "")
        request_id = given if WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
        vars(request)["request_id"] = request_id
        token = _current.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            _current.reset(token)
        if "public" not in response.get("Cache-Control", ""):
            response[HEADER] = request_id
        return response
