"""Engines that tire: they answer, and give up where more is asked of them."""

from collections.abc import Sequence
from typing import Any

from search.engines.asked import Ask, Page
from search.engines.base import EngineError, SearchQuery, SearchResult
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.asking import TantivyIndex


class TiredEngine(EmbeddedEngine):
    """Answers one question, and no second one."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.asked = 0

    def search_each(self, queries: Sequence[SearchQuery]) -> tuple[SearchResult, ...]:
        """The first answers; after that there is no time left."""
        self.asked += 1
        if self.asked > 1:
            raise EngineError("no time is left")
        return super().search_each(queries)


class TiredIndex(TantivyIndex):
    """Finds once, and no second time."""

    def __init__(self, searcher: Any) -> None:
        super().__init__(searcher)
        self.asked = 0

    def best(self, ask: Ask) -> Page:
        """The first page; after that there is no time left."""
        self.asked += 1
        if self.asked > 1:
            raise EngineError("no time is left")
        return super().best(ask)
