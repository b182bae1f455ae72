"""The pages of the reader site: each takes documents and answers with HTML, and asks nothing of the store."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from home.reader.addresses import href
from home.reader.blocks import Setting, body_blocks
from home.reader.corrections import corrections, is_breaking, jsonld
from home.reader.formats import moment
from home.reader.present import (
    Card,
    Link,
    card,
    direction,
    front_links,
    kind_label,
    language_links,
    outdated,
    picture,
    section_links,
)
from home.reader.responses import Lifetime, message, page, private_page, refused
from home.reader.store import Document, Listing, Navigation
from home.reader.strings import words
from news.http.problems import DATABASE_RETRY_SECONDS

READING = ("GET", "HEAD")
LEAD_AMONG = 5  # a lead needs a picture; one older than this many stories would no longer be news


def render_front(
    request: HttpRequest, document: Document, *, listing: Listing, nav: Navigation, first: bool
) -> HttpResponseBase:
    """The front page of a locale: a lead and the newest stories, or a later page of them."""
    context = frame(nav, document["code"], document["path"]) | {
        "title": document["title"],
        "canonical": document["url"] if first else "",
        "versions": front_links(nav) if first else [],
    }
    context |= stories(listing, context, document["path"], first=first)
    lifetime = Lifetime(tags(context["lang"], listing.cards), listing.visible_until)
    return page(request, "reader/front.html", context, lifetime)


def render_section(
    request: HttpRequest, document: Document, *, listing: Listing, nav: Navigation, first: bool
) -> HttpResponseBase:
    """The page of a section: what it is, the sections below it, the stories of all of them."""
    path = document["path"]
    context = frame(nav, document["locale"], path) | {
        "title": document["title"],
        "description": document["summary"],
        "summary": document["summary"],
        "canonical": document["url"] if first else "",
        "versions": language_links(document["alternates"], nav) if first else [],
        "crumbs": section_links(nav.trail(document["id"])[:-1]),
        "subsections": section_links(nav.children(document["id"])),
    }
    context |= stories(listing, context, path, first=first)
    shown = [f"s-{document['id']}", *tags(context["lang"], listing.cards)]
    return page(request, "reader/section.html", context, Lifetime(shown, listing.visible_until))


def render_article(  # noqa: PLR0913 - everything it shows is handed in, by name
    request: HttpRequest,
    document: Document,
    *,
    cards: Mapping[str, Document],
    nav: Navigation,
    related: Sequence[Document] = (),
    preview: bool = False,
    visible_until: datetime | None = None,
) -> HttpResponseBase:
    """The page of a story, or the preview of a draft in exactly the same shape.

    `document` is the `data` object of an article, `cards` the public cards its related blocks may name,
    by id, `related` the cards listed below it. A preview says that it is one, and nobody may keep it.
    """
    context = article_context(document, cards=cards, nav=nav, related=related) | {"preview": preview}
    if preview:
        return private_page("reader/article.html", context)
    shown = tags(document["locale"], [document, *cards.values(), *related])
    return page(request, "reader/article.html", context, Lifetime(shown, visible_until))


def article_context(
    document: Document, *, cards: Mapping[str, Document], nav: Navigation, related: Sequence[Document]
) -> dict[str, Any]:
    """What the template of a story prints."""
    locale = document["locale"]
    context = frame(nav, locale, document["path"])
    ui, seo, section = context["ui"], document["seo"], document["section"]
    published = moment(document.get("published_at"), locale)
    updated = moment(document.get("updated_at"), locale)
    return context | {
        "dir": document["dir"],
        "title": seo["title"] or document["title"],
        "description": seo["description"] or document["summary"],
        "canonical": seo["canonical"] or document["url"],
        "versions": language_links(document["alternates"], nav),
        "crumbs": section_links(document["sections"]),
        "section": Link(href(section["path"]), section["title"]) if section else None,
        "article": document,
        "kind": kind_label(document["kind"], ui),
        "authors": [author["name"] for author in document["authors"]],
        "published": published,
        "updated": updated if updated and published and updated.iso > published.iso else None,
        "lead_picture": picture(document["image"]),
        "outdated": outdated(document, nav),
        "blocks": body_blocks(document["body"], Setting(ui, locale, cards)),
        "topics": [topic["name"] for topic in document["topics"]],
        "tags": [tag["name"] for tag in document["tags"]],
        "related": [card(item, ui, locale) for item in related],
        "corrections": corrections(document, ui, locale),
        "breaking": is_breaking(document),
        "jsonld": jsonld(document),
    }


def render_gone(nav: Navigation, path: str, notice: str) -> HttpResponseBase:
    """410: a story the editors removed for good, with what they want readers to know."""
    context = frame(nav, nav.locale, path)
    ui = context["ui"]
    return message("reader/error.html", context | saying(ui["gone"], notice or ui["gone_text"]), status=410)


def render_not_found(nav: Navigation, path: str) -> HttpResponseBase:
    """404, with the ways on: the sections, the archive, the front page."""
    context = frame(nav, nav.locale, path)
    ui = context["ui"]
    return message("reader/error.html", context | saying(ui["not_found"], ui["not_found_text"]), status=404)


def render_failure(locale: str) -> HttpResponseBase:
    """500, made without asking the store: it may be what failed."""
    context = frame(Navigation(locale), locale, "/")
    ui = context["ui"]
    told = saying(ui["failed"], ui["failed_text"])
    return private_page("reader/error.html", context | told, status=500)


def render_away(locale: str, *, unsaved: bool) -> HttpResponseBase:
    """503 while the database does not answer; `unsaved` tells who sent something that it was not taken."""
    context = frame(Navigation(locale), locale, "/")
    ui = context["ui"]
    told = saying(ui["away"], ui["away_unsaved"] if unsaved else ui["away_text"])
    response = private_page("reader/error.html", context | told, status=503)
    response["Retry-After"] = str(DATABASE_RETRY_SECONDS)
    return response


def render_not_allowed(locale: str) -> HttpResponseBase:
    """405, made without asking the store: whoever does not read gets nothing from it."""
    response = refused(frame(Navigation(locale), locale, "/"), status=405)
    response["Allow"] = ", ".join(READING)
    return response


def saying(heading: str, text: str) -> dict[str, str]:
    """What a page that is not the one asked for prints."""
    return {"title": heading, "heading": heading, "text": text}


def frame(nav: Navigation, locale: str, path: str) -> dict[str, Any]:
    """What every page prints around its own content."""
    front, ui = nav.front, words(locale)
    front_path = front["path"] if front else f"/{locale}/"
    site, motto = site_name(front["title"] if front else ui["site"])
    return {
        "ui": ui,
        "lang": locale,
        "dir": front["dir"] if front else direction(locale),
        "site": site,
        "motto": motto,
        "front_href": href(front_path),
        "search_href": search_href(locale),
        "nav": section_links(nav.children(None), current=path),
        "languages": front_links(nav),
        "at_front": path == front_path,
    }


def site_name(title: str) -> tuple[str, str]:
    """The name of the site and its motto, which follows a colon in the title of a front page, if at all."""
    name, _, motto = title.partition(":")
    return name.strip(), motto.strip()


def tags(locale: str, shown: Iterable[Document]) -> list[str]:
    """The cache tags of a page: its locale, for the navigation, and every story it shows."""
    return [f"l-{locale}", *(f"a-{item['id']}" for item in shown)]


def stories(listing: Listing, context: Mapping[str, Any], path: str, *, first: bool) -> dict[str, Any]:
    """A page of a newest-first list: on the first one, a story with a picture leads."""
    shown = [card(item, context["ui"], context["lang"]) for item in listing.cards]
    lead = leading(shown) if first else None
    return {
        "lead": lead,
        "cards": [item for item in shown if item is not lead],
        "later_page": not first,
        "older_href": href(path, before=listing.older) if listing.older else "",
        "newer_href": "" if first else href(path, before=listing.newer),
    }


def leading(shown: Sequence[Card]) -> Card | None:
    """The newest story with a picture among the first few, else simply the newest."""
    pictured = (item for item in shown[:LEAD_AMONG] if item.picture)
    return next(pictured, shown[0] if shown else None)


def search_href(locale: str) -> str:
    """Where the archive of a locale is searched."""
    return href(f"/{locale}/search/")
