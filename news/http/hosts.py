"""Refuses requests for a host that is none, or not ours, before anything asks for it."""

import logging
from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponseBase

from news.http.problems import bad_request_view

logger = logging.getLogger(__name__)


class HostMiddleware:
    """Answers them as everywhere: Django itself shows machines a page for developers where DEBUG is on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or 400."""
        try:
            request.get_host()
        except DisallowedHost as refusal:
            logger.warning("%s", refusal)
            return bad_request_view(request, refusal)
        return self.get_response(request)
