"""Keeps out of answers what an index still holds of stories that changed or went since it was written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property

from news.record import prepared
from news.record.models import Cursor, Event, Publication, PublicState, PublishedDocument
from search.documents import ARTICLE
from search.engines.base import (
    Answerer,
    Begun,
    BegunQuery,
    Explanation,
    Hit,
    RelatedQuery,
    SearchEngine,
    SearchQuery,
    SearchResult,
)
from search.engines.factory import engines
from search.engines.fallback import FallbackEngine

CONSUMERS: Final = ("search.indexing.SearchConsumer", "search.indexing.FallbackConsumer")
# The type as an expression that no index has: SQLite, which counts nothing, would go through an index that
# leads to every article, and not through the one that leads to the few which are new or over.
THING: Final = Coalesce("type", Value(""))
# After these events an index that was not told yet has words that are not public any more.
CHANGING: Final = (Event.UPDATED, Event.CORRECTED, Event.WITHDRAWN, Event.KILLED)


class CurrentEngine:
    """An engine that finds and counts nothing by what a story no longer says; `consumer` feeds it.

    It serves one question, however many locales are asked.
    """

    def __init__(self, kept: SearchEngine, consumer: str) -> None:
        self.kept = kept
        self.consumer = consumer
        self.name = kept.name

    @cached_property
    def behind(self) -> frozenset[UUID]:
        """The stories that the index is behind on."""
        return outdated(self.consumer)

    def search(self, query: SearchQuery) -> SearchResult:
        """The answer to `query`, without stories the index is behind on."""
        return self.search_each([query])[0]

    def search_each(self, queries: Sequence[SearchQuery]) -> tuple[SearchResult, ...]:
        """The answers to one question in several locales, without stories the index is behind on."""
        return self.kept.search_each([self.current(query) for query in queries])

    def current(self, query: SearchQuery) -> SearchQuery:
        """`query` without what the index is behind on."""
        without = query.filters.without | self.behind
        return replace(query, filters=replace(query.filters, without=without))

    def begun(self, queries: Sequence[BegunQuery]) -> Begun:
        """The answers to what a reader is typing, without stories the index is behind on."""
        return self.kept.begun([replace(query, without=query.without | self.behind) for query in queries])

    def related(self, query: RelatedQuery) -> tuple[Hit, ...]:
        """Neighbours by their words, best first."""
        return self.kept.related(query)

    def explain(self, query: SearchQuery, story: UUID) -> Explanation:
        """Why `story` is, or is not, an answer to `query`."""
        return self.kept.explain(query, story)


def current_engine() -> Answerer:
    """Whom readers ask: each engine of the settings as one that is current, the fallback behind the first."""
    names = {dotted: name for name, dotted in settings.LOG_CONSUMERS.items()}
    first, *others = (
        CurrentEngine(kept, names.get(dotted, "")) for kept, dotted in zip(engines(), CONSUMERS, strict=False)
    )
    return FallbackEngine(first, others[0]) if others else first


def outdated(consumer: str) -> frozenset[UUID]:
    """The articles that changed or went since `consumer` last indexed, or whose end has passed; one query."""
    values = {"consumer": consumer, "now": timezone.now()}
    return frozenset(story for (story,) in prepared.ask("outdated", values, behind, kept=False))


def behind(given: Mapping[str, Any]) -> QuerySet:
    """The ids of the articles that `given["consumer"]` is behind on at `given["now"]`."""
    read = Cursor.objects.filter(consumer=given["consumer"]).values("sequence")[:1]
    log = Publication.objects.alias(thing=THING).filter(event__in=CHANGING, sequence__gt=read)
    live = PublishedDocument.objects.alias(thing=THING).filter(state=PublicState.LIVE)
    over = live.filter(thing=ARTICLE, visible_until__lte=given["now"])
    return log.filter(thing=ARTICLE).values_list("document_id").union(over.values_list("document_id"))
