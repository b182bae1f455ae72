"""Answers every address of the reader site from the store."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_safe

from home.reader import pages, store
from home.reader.addresses import Position, first_segment, from_cursor, href, stored_spelling
from home.reader.responses import MAX_AGE, kept_until, moved
from news.record.models import PublicState, PublishedDocument

PAGE_SIZE = 19  # the lead and six rows of three


@require_safe
def root(_request: HttpRequest) -> HttpResponseBase:
    """`/` leads to the front page of the default locale; not for good, as the default may change."""
    response = HttpResponseRedirect(href(f"/{settings.LANGUAGE_CODE}/"))
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    return response


@require_safe
def document(request: HttpRequest, path: str) -> HttpResponseBase:
    """The page at `path`, the way to where it moved, its notice if it was killed, or 404."""
    asked = f"/{path}"
    spelled = stored_spelling(asked)
    found = store.find(spelled) if spelled else None
    if found is None or spelled is None:
        return not_found(request)
    row = found.row
    if found.moved or spelled != asked:
        return moved(row.path if found.moved else spelled)
    if row.state == PublicState.KILLED:
        return pages.render_gone(request, store.navigation(row.locale), spelled, row.notice)
    return SHOWN[row.type](request, row)


def show_front(request: HttpRequest, row: PublishedDocument) -> HttpResponseBase:
    """The front page of a locale."""
    content, before = store.document(row), asked_position(request)
    code = content["code"]
    listing = store.newest(code, PAGE_SIZE, before=before)
    return pages.render_front(
        request, content, listing=listing, nav=store.navigation(code), first=before is None
    )


def show_section(request: HttpRequest, row: PublishedDocument) -> HttpResponseBase:
    """The page of a section."""
    content, before = store.document(row), asked_position(request)
    listing = store.newest(row.locale, PAGE_SIZE, section=row.document_id, before=before)
    return pages.render_section(
        request, content, listing=listing, nav=store.navigation(row.locale), first=before is None
    )


def show_article(request: HttpRequest, row: PublishedDocument) -> HttpResponseBase:
    """The page of a story."""
    content = store.document(row)
    near = neighbours(row.document_id)
    cards = store.cards([*store.related_ids(content), *near])
    related = [cards[str(item)] for item in near if str(item) in cards]
    nav = store.navigation(row.locale)
    response = pages.render_article(request, content, cards=cards, nav=nav, related=related)
    return kept_until(response, row.visible_until)


SHOWN: Mapping[str, Callable[[HttpRequest, PublishedDocument], HttpResponseBase]] = {
    "locale": show_front,
    "section": show_section,
    "article": show_article,
}


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    """404, in the language of the address. Serves as `handler404`."""
    return pages.render_not_found(request, store.navigation(asked_locale(request)), request.path)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """500, in the language of the address. Serves as `handler500`."""
    return pages.render_failure(asked_locale(request))


def asked_locale(request: HttpRequest) -> str:
    """The locale an address names, else the default one."""
    named = first_segment(request.path)
    return named if named in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def asked_position(request: HttpRequest) -> Position | None:
    """Where a later page of a list starts; None for the first. Raises Http404 for an invented place."""
    cursor = request.GET.get("before")
    if not cursor:
        return None
    try:
        return from_cursor(cursor)
    except ValueError as error:
        raise Http404 from error


def neighbours(document_id: UUID) -> list[UUID]:
    """Related."""
    return []
