"""The page that searches the archive: a form, what was found, and what to say when nothing was."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from home.reader.addresses import href
from home.reader.asking import LAST_PAGE, Asked
from home.reader.formats import number, result_count
from home.reader.pages import frame, tags
from home.reader.present import Card, Link, card
from home.reader.responses import Lifetime, page, private_page
from home.reader.store import Document, Navigation
from home.reader.strings import SUGGESTED, language_of

TEMPLATE = "reader/search.html"
SUGGESTIONS = "/api/v1/search/suggest/"
PAGE_SIZE = 20
RETRY_SECONDS = 30


@dataclass(frozen=True)
class Result:
    """One story found: its card, and its title and summary with the words that were found marked."""

    card: Document
    title: str
    summary: str


@dataclass(frozen=True)
class Answer:
    """What a search found.

    `open_ended` where there are more than were counted, `weak` where nothing truly fits; `did_you_mean` is
    what may have been meant, "" where nothing else was; `visible_until` is when the first result stops being
    public.
    """

    results: tuple[Result, ...] = ()
    total: int = 0
    open_ended: bool = False
    weak: bool = False
    did_you_mean: str = ""
    visible_until: datetime | None = None


@dataclass(frozen=True)
class Choice:
    """A section the form offers."""

    id: str
    text: str
    chosen: bool


def render_search(request: HttpRequest, asked: Asked, answer: Answer, nav: Navigation) -> HttpResponseBase:
    """The search page with what was found."""
    context = form(asked, nav)
    context |= {
        "results": [_card(result, context) for result in answer.results],
        "weak": answer.weak,
        "meant": meant(asked, answer, nav.locale),
        "count": result_count(answer.total, nav.locale, at_least=answer.open_ended),
        **pager(asked, answer, context),
    }
    shown = tags(nav.locale, [result.card for result in answer.results])
    return page(request, TEMPLATE, context, Lifetime(shown, answer.visible_until))


def render_unavailable(asked: Asked, nav: Navigation) -> HttpResponseBase:
    """The search page while no engine answers: the form stays, and nobody keeps the page."""
    response = private_page(TEMPLATE, form(asked, nav) | {"unavailable": True}, status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def form(asked: Asked, nav: Navigation) -> dict[str, Any]:
    """What the page prints around the results."""
    context = frame(nav, nav.locale, "")
    heading = context["ui"]["search_archive"]
    return context | {
        "title": f"{asked.text} — {heading}" if asked.text else heading,
        "noindex": True,
        "suggest": suggesting(context),
        "asked": asked,
        "parameters": asked.parameters(1),
        "choices": list(choices(nav, str(asked.section or ""))),
    }


def meant(asked: Asked, answer: Answer, locale: str) -> Link | None:
    """The way to the same search for what may have been meant."""
    if not answer.did_you_mean:
        return None
    other = replace(asked, text=answer.did_you_mean)
    return Link(href(f"/{locale}/search/", **other.parameters(1)), other.text)


def suggesting(context: dict[str, Any]) -> dict[str, str]:
    """What the script that suggests is told: where to ask, and what things and numbers of them are called."""
    ui = context["ui"]
    kinds = {"section": ui["section"], "topic": ui["topic"], "author": ui["author"]}
    return {
        "address": SUGGESTIONS,
        "kinds": json.dumps(kinds, ensure_ascii=False),
        "counts": json.dumps(SUGGESTED[language_of(context["lang"])], ensure_ascii=False),
    }


def choices(nav: Navigation, chosen: str) -> Iterator[Choice]:
    """Every section, each below the one above it and named after it."""
    for section in nav.nested():
        trail = " › ".join(step["title"] for step in nav.trail(section["id"]))
        yield Choice(section["id"], trail, section["id"] == chosen)


def pager(asked: Asked, answer: Answer, context: dict[str, Any]) -> dict[str, str]:
    """The ways to the pages before and after this one."""
    more = asked.page < LAST_PAGE and asked.page * PAGE_SIZE < answer.total
    here = number(asked.page, context["lang"])
    return {
        "here": context["ui"]["page"].format(number=here),
        "previous_href": page_href(asked, context["lang"], asked.page - 1) if asked.page > 1 else "",
        "next_href": page_href(asked, context["lang"], asked.page + 1) if more else "",
    }


def page_href(asked: Asked, locale: str, wanted: int) -> str:
    """The address of another page of the same search."""
    return href(f"/{locale}/search/", **asked.parameters(wanted))


def _card(result: Result, context: dict[str, Any]) -> Card:
    shown = card(result.card, context["ui"], context["lang"])
    return replace(shown, title=result.title, summary=result.summary)
