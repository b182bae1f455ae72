"""Asks for everything that goes on as a reader's typing begins, and puts it in order."""

import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from news.record import prepared
from news.record.models import PublishedDocument, live_now
from news.text.plain import clean
from search.analysis.registry import analyzer_for
from search.documents import ARTICLE
from search.engines.base import Begun, BegunQuery, EngineError, IndexMissingError
from search.engines.typed import Typed, typed
from search.queries.current import current_engine
from search.suggest.names import KINDS, NAMES, Name

logger = logging.getLogger(__name__)

# So many titles are looked at for each that is shown: the newest, of which the nearest come first.
LOOKED_AT: Final = 3

Range = tuple[int, int]


@dataclass(frozen=True)
class Suggestion:
    """One completion. `ranges` are the words of `text` that were typed, in code points; `path` may be ""."""

    type: str
    id: UUID
    locale: str
    text: str
    ranges: tuple[Range, ...]
    slug: str
    path: str
    visible_until: datetime | None = None


@dataclass(frozen=True)
class Suggested:
    """What goes on as it was typed. `engine` is "" where none answers: then titles are missing."""

    suggestions: tuple[Suggestion, ...]
    engine: str


def suggest(text: str, locales: Sequence[str], limit: int, now: datetime | None = None) -> Suggested:
    """At most `limit` completions of `text` in `locales`: names, then titles.

    Names take half the places where there are titles enough for the other half. Three queries.
    """
    now, text = now or timezone.now(), clean(text)
    said = {locale: typed(text, locale) for locale in locales}
    begun = titles_begun(text, locales, limit)
    found = {hit.id: hit.published for hits in begun.hits for hit in hits}
    stories = stories_shown(found, said, now)[:limit]
    room = max(limit - len(stories), -(-limit // 2))
    chosen = [*things_shown(said, room, now), *stories][:limit]
    return Suggested(tuple(shown(name, said[name.locale]) for name in chosen), begun.engine)


def titles_begun(text: str, locales: Sequence[str], limit: int) -> Begun:
    """Stories by how their titles go on; none while no engine answers or a locale has no index."""
    asked, answering = [BegunQuery(text, locale, LOOKED_AT * limit) for locale in locales], current_engine()
    while asked:
        try:
            return answering.begun(asked)
        except IndexMissingError as error:
            asked = [one for one in asked if one.locale != error.locale]
        except EngineError:
            logger.warning("The search engine does not answer", exc_info=True)
            break
    return Begun((), "")


def things_shown(said: dict[str, Typed], room: int, now: datetime) -> list[Name]:
    """The nearest of the sections, topics and authors whose names fit: by how they begin, then the short."""
    books = NAMES.of(said)
    found = (name for locale, typed in said.items() for name in books[locale].find(typed, now))

    def place(name: Name) -> tuple[int, int, int, str, UUID]:
        near = said[name.locale].distance(name.line)
        return near, KINDS.index(name.type), len(name.line), name.line, name.id

    return nsmallest(room, found, key=place)


def stories_shown(found: dict[UUID, int], said: dict[str, Typed], now: datetime) -> list[Name]:
    """The stories of `found` that are public and whose titles fit, the nearest first, of equals the newest.

    Of stories with the same title only the newest is shown.
    """
    fitting = [name for name in stories(found, now) if said[name.locale].fits(name.forms)]
    fitting.sort(key=lambda name: (-found[name.id], name.id))
    newest: dict[tuple[str, str], Name] = {}
    for name in fitting:
        newest.setdefault((name.locale, name.line), name)
    return sorted(newest.values(), key=lambda name: said[name.locale].distance(name.line))


def stories(ids: Iterable[UUID], now: datetime) -> Iterator[Name]:
    """The stories of `ids` that are public at `now`; one query, none without ids."""
    if not (wanted := list(ids)):
        return
    for story, locale, slug, path, end, card in prepared.ask(
        "titles", {"ids": wanted, "now": now}, public, kept=False
    ):
        title = str(json.loads(bytes(card))["title"])
        words = analyzer_for(locale).analyze(title).words
        yield Name(ARTICLE, story, locale, title, slug, path, end, words)


def public(given: Mapping[str, Any]) -> QuerySet:
    """The articles of `given["ids"]` that are public at `given["now"]`."""
    rows = PublishedDocument.objects.filter(live_now(given["now"]), type=ARTICLE)
    named = rows.filter(document_id__in=given["ids"])
    return named.values_list("document_id", "locale", "slug", "path", "visible_until", "card")


def shown(name: Name, said: Typed) -> Suggestion:
    """A name or title with the words of it that were typed."""
    ranges = tuple((word.start, word.end) for word in name.words if said.matches(word.forms))
    facts = (name.type, name.id, name.locale, name.text, ranges, name.slug, name.path, name.visible_until)
    return Suggestion(*facts)
