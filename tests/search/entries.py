"""Makes index entries that speak Arabic."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from search.documents import IndexEntry
from search.engines.base import SearchEngine, SearchQuery, SearchResult

MORNING = datetime(2026, 3, 14, 6, 0, tzinfo=UTC)

_numbers = count(1)


def entry(title: str, body: str = "", **facts: Any) -> IndexEntry:
    """An Arabic story published a minute after the one before."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "id": uuid4(),
        "locale": "ar",
        "sequence": number,
        "published_at": MORNING + timedelta(minutes=number),
        "kind": "story",
        "group": uuid4(),
    }
    if section := facts.get("section"):
        defaults["sections"] = (section,)
    return IndexEntry(title=title, body=body, **{**defaults, **facts})


def fill(engine: SearchEngine, *entries: IndexEntry) -> None:
    """Build an index of each locale that holds `entries`, as a rebuild does."""
    for locale in sorted({item.locale for item in entries}):
        with engine.rebuild(locale) as build:
            build.index([item for item in entries if item.locale == locale])
            with build.switch():
                pass


def ask(engine: SearchEngine, text: str, **options: Any) -> SearchResult:
    """The Arabic answer to `text`."""
    return engine.search(SearchQuery(**{"text": text, "locale": "ar", **options}))


def ids(result: SearchResult) -> list[UUID]:
    """The ids of an answer, in order."""
    return [hit.id for hit in result.hits]
