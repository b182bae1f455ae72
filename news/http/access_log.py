"""Writes one line for every request: what was asked, how it ended, how long it took; nothing of who asked."""

import logging
from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest, HttpResponseBase

logger = logging.getLogger(__name__)
# Arguments of an address that open something to whoever knows them.
SECRET = frozenset({"token", "uidb64"})


class AccessLogMiddleware:
    """Logs `method`, `path`, `status` and `duration_ms`; the filter of the logs adds the request's id.

    Neither the address of the client nor the query string, which holds what people search for. Where a part
    of the path is a secret, the pattern of the path stands for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, then say so."""
        began = perf_counter()
        response = self.get_response(request)
        if logger.isEnabledFor(logging.INFO):
            facts = {
                "method": request.method,
                "path": path_to_tell(request),
                "status": response.status_code,
                "duration_ms": round((perf_counter() - began) * 1000, 1),
            }
            logger.info("%(method)s %(path)s %(status)s %(duration_ms)s ms", facts, extra=facts)
        return response


def path_to_tell(request: HttpRequest) -> str:
    """The path without secrets, and without line breaks that would forge a line of a plain log."""
    match = request.resolver_match
    path = f"/{match.route}" if match and SECRET & match.kwargs.keys() else request.path
    return path if path.isprintable() else repr(path)
