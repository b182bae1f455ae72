"""What answers where nothing else did: pages for people, problems for machines."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from home.reader import pages, store
from home.reader.addresses import first_segment
from news.http import problems


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    """404 in the language of the address; under the addresses of machines, a problem."""
    if request.path.startswith(problems.MACHINE_PATHS):
        return problems.not_found_view(request, exception)
    return pages.render_not_found(store.navigation(asked_locale(request)), request.path)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """500 in the language of the address; under the addresses of machines, a problem."""
    if request.path.startswith(problems.MACHINE_PATHS):
        return problems.server_error_view(request)
    return pages.render_failure(asked_locale(request))


def asked_locale(request: HttpRequest) -> str:
    """The locale an address names, else the default one."""
    named = first_segment(request.path)
    return named if named in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
