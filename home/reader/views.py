"""Answers every address of the reader site but the search, from the store alone."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from home.reader import pages, store
from home.reader.addresses import href, stored_spelling
from home.reader.handlers import for_reading, page_not_found
from home.reader.responses import SHARED, moved
from news.http.problems import Problem
from news.record.models import PublicState, PublishedDocument
from search.related import related

PAGE_SIZE = 19  # the lead and six rows of three
NEXT_TO_A_STORY = 6


@for_reading
def root(_request: HttpRequest) -> HttpResponseBase:
    """`/` leads to the front page of the default locale; not for good, as the default may change."""
    response = HttpResponseRedirect(href(f"/{settings.LANGUAGE_CODE}/"))
    response["Cache-Control"] = SHARED
    return response


@for_reading
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
    near = related(row, NEXT_TO_A_STORY, with_picks=False)
    cards = store.cards(named)
    ends = (row.visible_until, cards.visible_until, *(one.visible_until for one in near))
    return pages.render_article(
        request,
        content,
        cards=cards.by_id,
        nav=store.navigation(row.locale),
        related=[json.loads(one.card) for one in near],
        visible_until=store.first_end(ends),
    )


SHOWN: Mapping[str, Callable[[HttpRequest, PublishedDocument], HttpResponseBase]] = {
    "locale": show_front,
    "section": show_section,
    "article": show_article,
}
