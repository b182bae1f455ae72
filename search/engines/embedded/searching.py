"""Runs a question against one index: ranks, pages, counts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from search.engines.base import FACET_SIZE, TOTAL_BOUND, Hit, SearchQuery, SearchResult
from search.engines.embedded.clauses import Clauses, Query, all_of, unscored
from search.engines.weights import Weights

Scored = tuple[float, Any]
DAY = 86_400.0


def search(searcher: Any, query: SearchQuery, weights: Weights) -> SearchResult:
    """The page of answers to `query`, best or newest first."""
    clauses = Clauses(searcher, query, weights)
    if clauses.empty:
        return SearchResult(weak=True)
    weak = not matches(searcher, clauses, clauses.words())
    if weak and clauses.by_spelling:
        return SearchResult()
    if query.sort == "newest":
        complete = clauses.complete(newest_condition(searcher, clauses))
        found, total = newest_first(searcher, complete, query)
    else:
        complete = clauses.complete(clauses.found())
        found, total = best_first(searcher, complete, query, weights)
    hits = tuple(Hit(story_id(searcher, address), score) for score, address in found)
    counts = facet_counts(searcher, complete, query.facets)
    return SearchResult(hits, min(total, TOTAL_BOUND), weak, counts)


def matches(searcher: Any, clauses: Clauses, query: Query) -> bool:
    """Whether anything the conditions allow matches `query`."""
    asked = all_of([unscored(query), *clauses.conditions()])
    return bool(searcher.search(asked, limit=1, count=False).hits)


def newest_condition(searcher: Any, clauses: Clauses) -> Query:
    """All words where that finds any: sorted by date, one common word would bring everything up."""
    every = clauses.every_word()
    return every if matches(searcher, clauses, every) else clauses.found()


def newest_first(searcher: Any, complete: Query, query: SearchQuery) -> tuple[list[Scored], int]:
    """The page by date, and the number found."""
    result = searcher.search(complete, limit=query.limit, offset=query.offset, order_by_field="published")
    return [(0.0, address) for _, address in result.hits], result.count


def best_first(
    searcher: Any, complete: Query, query: SearchQuery, weights: Weights
) -> tuple[list[Scored], int]:
    """The page by score, and the number found."""
    wanted = query.offset + query.limit
    fresh = query.now is not None and not query.phrases and not query.filters.dated and query.mode == "smart"
    window = weights.recency_window if fresh and weights.recency else 0
    result = searcher.search(complete, limit=max(wanted, window))
    hits = list(result.hits)
    if query.now is not None and window:
        hits = [*with_recency(searcher, hits[:window], query.now, weights), *hits[window:]]
    return hits[query.offset : wanted], result.count


def with_recency(searcher: Any, hits: Sequence[Scored], now: datetime, weights: Weights) -> list[Scored]:
    """`hits` ranked anew with the small advantage of what is recent."""
    dates = searcher.fast_field_values("published", [address for _, address in hits])
    lifted = [
        (score * (1 + weights.recency * 0.5 ** (age / weights.recency_days)), address)
        for (score, address), age in zip(hits, days_before(now, dates), strict=True)
    ]
    return sorted(lifted, key=lambda hit: -hit[0])


def days_before(now: datetime, dates: Sequence[int | None]) -> list[float]:
    """The days from each of `dates`, in seconds of the epoch, to `now`; what is yet to come counts as now."""
    return [max(0.0, now.timestamp() - (date or 0)) / DAY for date in dates]


def story_id(searcher: Any, address: Any) -> UUID:
    """The id of the document at `address`."""
    return UUID(searcher.doc(address).get_first("id"))


def facet_counts(searcher: Any, complete: Query, facets: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    """For each facet the number of answers by value, the most frequent values only."""
    if not facets:
        return {}
    wanted = {name: {"terms": {"field": name, "size": FACET_SIZE}} for name in facets}
    answer = searcher.aggregate(complete, wanted)
    return {
        name: {
            str(int(bucket["key"]) if name == "year" else bucket["key"]): bucket["doc_count"]
            for bucket in answer[name]["buckets"]
        }
        for name in facets
    }
