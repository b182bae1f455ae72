"""Answers the search of the reader site, the one part of it that waits for the search engine."""

from django.http import HttpRequest, HttpResponseBase

from home.reader import store
from home.reader.asking import read
from home.reader.finding import found
from home.reader.handlers import for_reading, page_not_found
from home.reader.responses import moved
from home.reader.search_page import render_search, render_unavailable
from search.engines.base import EngineError


@for_reading
def search(request: HttpRequest, locale: str) -> HttpResponseBase:
    """The search of a locale's archive."""
    nav = store.navigation(locale)
    if nav.front is None:
        return page_not_found(request)
    asked = read(request.GET, frozenset(section["id"] for section in nav.sections))
    try:
        return render_search(request, asked, found(asked, locale), nav)
    except EngineError:
        return render_unavailable(asked, nav)


@for_reading
def search_without_slash(request: HttpRequest, locale: str) -> HttpResponseBase:
    """The address of the search with its slash, and the question with it."""
    return moved(f"/{locale}/search/", request.GET.urlencode())
