"""What answers where nothing else did: pages for people, problems for machines."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language_from_request
from django.views.decorators.csrf import csrf_exempt

from home.reader import pages, store
from home.reader.addresses import first_segment
from news.http import problems

View = Callable[..., HttpResponseBase]


def for_reading(view: View) -> View:
    """`view` for who reads; others get 405, not the 403 of who should have brought a token."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in pages.READING:
            return pages.render_not_allowed(asked_locale(request))
        return view(request, *args, **kwargs)

    return answer


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    """404 in the language of the address; under the addresses of machines, a problem."""
    if request.path.startswith(problems.MACHINE_PATHS):
        return problems.not_found_view(request, exception)
    return pages.render_not_found(store.navigation(asked_locale(request)), request.path)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """500, or 503 where the database went away; under the addresses of machines, a problem.

    In the language of the address, else in one the browser asks for: nobody keeps this page. Django calls
    this while it handles the error.
    """
    if request.path.startswith(problems.MACHINE_PATHS):
        return problems.server_error_view(request)
    named = first_segment(request.path)
    locale = named if named in dict(settings.LANGUAGES) else get_language_from_request(request)
    if isinstance(sys.exception(), problems.DATABASE_AWAY):
        return pages.render_away(locale, unsaved=request.method not in ("GET", "HEAD"))
    return pages.render_failure(locale)


def asked_locale(request: HttpRequest) -> str:
    """The locale an address names, else the default one."""
    named = first_segment(request.path)
    return named if named in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
