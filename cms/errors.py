"""Errors outside any view: a problem for programs, a page for people."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from home.reader import handlers
from news.http import problems

API_PREFIXES = ("/api/", "/health/")


def _for_programs(request: HttpRequest) -> bool:
    return request.path.startswith(API_PREFIXES)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """400, where Django refuses a request before any view sees it."""
    return problems.bad_request_view(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """404."""
    if _for_programs(request):
        return problems.not_found_view(request, exception)
    return handlers.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """500."""
    if _for_programs(request):
        return problems.server_error_view(request)
    return handlers.server_error(request)
