"""Asks for everything that goes on as a reader's typing begins, and puts it in order."""

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import timezone

from news.record.models import PublishedDocument, live_now
from news.text.plain import clean
from search.analysis.registry import analyzer_for
from search.documents import ARTICLE
from search.engines.base import Begun, BegunQuery, EngineError, IndexMissingError
from search.engines.typed import Typed, line_of, typed
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


@dataclass(frozen=True)
class Shown:
    """A suggestion with what it is put in order by."""

    closeness: int
    folded: str
    suggestion: Suggestion


def suggest(text: str, locales: Sequence[str], limit: int, now: datetime | None = None) -> Suggested:
    """At most `limit` completions of `text` in `locales`: names, then titles.

    Names take half the places where there are titles enough for the other half. Three queries.
    """
    now, text = now or timezone.now(), clean(text)
    said = {locale: typed(text, locale) for locale in locales}
    begun = titles_begun(text, locales, limit)
    found = {hit.id: hit.published for hits in begun.hits for hit in hits}
    things = things_shown(said, now)
    stories = stories_shown(found, said, now)[:limit]
    room = max(limit - len(stories), -(-limit // 2))
    chosen = [one.suggestion for one in [*things[:room], *stories]]
    return Suggested(tuple(chosen[:limit]), begun.engine)


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


def things_shown(said: dict[str, Typed], now: datetime) -> list[Shown]:
    """Sections, topics and authors whose names fit, the nearest first."""
    books = NAMES.of(said)
    found = [shown(name, said[one]) for one in said for name in books[one].find(said[one], now)]
    return sorted(found, key=by_nearness)


def by_nearness(one: Shown) -> tuple[int, int, int, str, UUID]:
    """The order of names: how they begin, what they are, the shorter, by their letters."""
    thing = one.suggestion
    return one.closeness, KINDS.index(thing.type), len(one.folded), one.folded, thing.id


def stories_shown(found: dict[UUID, int], said: dict[str, Typed], now: datetime) -> list[Shown]:
    """The stories of `found` that are public and whose titles fit, the nearest first, of equals the newest.

    Of stories with the same title only the newest is shown.
    """
    fitting = [name for name in stories(found, now) if said[name.locale].fits(name.forms)]
    fitting.sort(key=lambda name: (-found[name.id], name.id))
    newest: dict[tuple[str, str], Name] = {}
    for name in fitting:
        newest.setdefault((name.locale, line_of(name.forms)), name)
    return sorted((shown(name, said[name.locale]) for name in newest.values()), key=lambda one: one.closeness)


def stories(ids: Iterable[UUID], now: datetime) -> Iterator[Name]:
    """The stories of `ids` that are public at `now`; one query, none without ids."""
    if not (wanted := list(ids)):
        return
    rows = PublishedDocument.objects.filter(live_now(now), type=ARTICLE, document_id__in=wanted)
    for row in rows.only("document_id", "locale", "slug", "path", "card", "visible_until"):
        title = str(json.loads(bytes(row.card))["title"])
        words = analyzer_for(row.locale).analyze(title).words
        facts = (row.locale, title, row.slug, row.path, row.visible_until)
        yield Name(ARTICLE, row.document_id, *facts, words)


def shown(name: Name, said: Typed) -> Shown:
    """A name or title with the words of it that were typed."""
    ranges = tuple((word.start, word.end) for word in name.words if said.matches(word.forms))
    thing = (name.type, name.id, name.locale, name.text, ranges, name.slug, name.path, name.visible_until)
    return Shown(said.distance(name.forms), line_of(name.forms), Suggestion(*thing))
