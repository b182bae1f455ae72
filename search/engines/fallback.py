"""Asks a second engine where the first does not answer."""

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

from search.engines.base import (
    Answerer,
    Begun,
    BegunQuery,
    EngineError,
    Explanation,
    Hit,
    RelatedQuery,
    SearchQuery,
    SearchResult,
)

logger = logging.getLogger(__name__)
T = TypeVar("T")


class FallbackEngine:
    """Answers by `first`; by `second` while `first` or its index is away. Raises what `second` raises."""

    def __init__(self, first: Answerer, second: Answerer) -> None:
        self.first = first
        self.second = second
        self.name = first.name

    def search(self, query: SearchQuery) -> SearchResult:
        """The answer to `query`; it names who gave it."""
        return self.ask(lambda engine: engine.search(query))

    def search_each(self, queries: Sequence[SearchQuery]) -> tuple[SearchResult, ...]:
        """The answers to one question in several locales, all by the same engine."""
        return self.ask(lambda engine: engine.search_each(queries))

    def begun(self, queries: Sequence[BegunQuery]) -> Begun:
        """The answers to what a reader is typing; it names who gave them."""
        return self.ask(lambda engine: engine.begun(queries))

    def related(self, query: RelatedQuery) -> tuple[Hit, ...]:
        """Neighbours by their words, best first."""
        return self.ask(lambda engine: engine.related(query))

    def explain(self, query: SearchQuery, story: UUID) -> Explanation:
        """Why `story` is, or is not, an answer to `query`."""
        return self.ask(lambda engine: engine.explain(query, story))

    def ask(self, act: Callable[[Answerer], T]) -> T:
        """What the first engine that answers makes of it."""
        try:
            return act(self.first)
        except EngineError as error:
            logger.debug("%s does not answer, %s does: %s", self.first.name, self.second.name, error)
        return act(self.second)
