"""Answers every address of the reader site from the store."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_safe

from home.reader import pages, store
from home.reader.addresses import href, stored_spelling
from home.reader.asking import read
from home.reader.finding import card_of, found, neighbours
from home.reader.handlers import page_not_found
from home.reader.responses import SHARED, moved
from home.reader.search_page import render_search, render_unavailable
from news.http.problems import Problem
from news.record.models import PublicState, PublishedDocument
from search.engines.base import EngineError

PAGE_SIZE = 19  # the lead and six rows of three


@require_safe
def root(_request: HttpRequest) -> HttpResponseBase:
    """`/` leads to the front page of the default locale; not for good, as the default may change."""
    response = HttpResponseRedirect(href(f"/{settings.LANGUAGE_CODE}/"))
    response["Cache-Control"] = SHARED
    return response


@require_safe
def document(request: HttpRequest, path: str) -> HttpResponseBase:
    """The page at `path`, the way to where it moved, its notice if it was killed, or 404."""
    asked = f"/{path}"
    spelled = stored_spelling(asked)
    here = store.find(spelled) if spelled else None
    if here is None or spelled is None:
        return page_not_found(request)
    row = here.row
    if here.moved or spelled != asked:
        return moved(row.path if here.moved else spelled)
    if row.state == PublicState.KILLED:
        return pages.render_gone(store.navigation(row.locale), spelled, row.notice)
    try:
        return SHOWN[row.type](request, row)
    except Problem:  # a cursor that no page of the list gave
        return page_not_found(request)


def show_front(request: HttpRequest, row: PublishedDocument) -> HttpResponseBase:
    """The front page of a locale."""
    content, before = store.document(row), request.GET.get("before")
    listing = store.newest(content["code"], PAGE_SIZE, before=before)
    nav = store.navigation(content["code"])
    listing = replace(listing, visible_until=store.first_end([row.visible_until, listing.visible_until]))
    return pages.render_front(request, content, listing=listing, nav=nav, first=not before)


def show_section(request: HttpRequest, row: PublishedDocument) -> HttpResponseBase:
    """The page of a section."""
    content, before = store.document(row), request.GET.get("before")
    listing = store.newest(row.locale, PAGE_SIZE, section=row.document_id, before=before)
    nav = store.navigation(row.locale)
    listing = replace(listing, visible_until=store.first_end([row.visible_until, listing.visible_until]))
    return pages.render_section(request, content, listing=listing, nav=nav, first=not before)


def show_article(request: HttpRequest, row: PublishedDocument) -> HttpResponseBase:
    """The page of a story."""
    content = store.document(row)
    named = store.related_ids(content)
    near, cards = neighbours(row, named), store.cards(named)
    ends = (row.visible_until, cards.visible_until, *(one.visible_until for one in near))
    return pages.render_article(
        request,
        content,
        cards=cards.by_id,
        nav=store.navigation(row.locale),
        related=[card_of(one) for one in near],
        visible_until=store.first_end(ends),
    )


@require_safe
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


@require_safe
def search_without_slash(request: HttpRequest, locale: str) -> HttpResponseBase:
    """The address of the search with its slash, and the question with it."""
    return moved(f"/{locale}/search/", request.GET.urlencode())


SHOWN: Mapping[str, Callable[[HttpRequest, PublishedDocument], HttpResponseBase]] = {
    "locale": show_front,
    "section": show_section,
    "article": show_article,
}
