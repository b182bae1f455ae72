"""Makes one answer of those of several locales."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from heapq import merge
from itertools import islice

from search.engines.base import TOTAL_BOUND, Hit, SearchQuery, SearchResult
from search.queries.phrases import phrases_in


def for_each(query: SearchQuery, locales: Sequence[str]) -> list[SearchQuery]:
    """What each locale is asked for the page of `query`: of several locales all up to its end."""
    if len(locales) == 1:
        return [replace(query, locale=locales[0])]
    whole = replace(query, offset=0, limit=query.offset + query.limit, compared=query.sort == "relevance")
    return [replace(whole, locale=one, phrases=phrases_in(query.text, one)) for one in locales]


def merged(results: Sequence[SearchResult], query: SearchQuery) -> SearchResult:
    """The page of `query` from what each locale answered; counts are added up.

    A locale that has only similar letters adds nothing where another has a word of the question. Scores
    compare by their share of what all words of the question weigh in their locale; equals come newest first,
    then by id. No list is turned over, so that pages join.
    """
    said = [result for result in results if not result.weak] or list(results)
    lists = [scaled(result) for result in said]
    order = merge(*lists, key=newest if query.sort == "newest" else best)
    facets = {name for result in said for name in result.facets}
    return SearchResult(
        hits=tuple(islice(order, query.offset, query.offset + query.limit)),
        total=min(sum(result.total for result in said), TOTAL_BOUND),
        weak=all(result.weak for result in results),
        facets={name: added([result.facets.get(name, {}) for result in said]) for name in facets},
        meaning=any(result.meaning for result in results),
        engine=",".join(dict.fromkeys(result.engine for result in results if result.engine)),
    )


def scaled(result: SearchResult) -> list[Hit]:
    """The hits of one locale with scores that compare with those of another; with meaning they do."""
    if result.meaning:
        return list(result.hits)
    return [replace(hit, score=hit.score / result.ideal if result.ideal else 0.0) for hit in result.hits]


def best(hit: Hit) -> tuple[object, ...]:
    """The order of the best; scores that differ after the fourth decimal are equal."""
    return -round(hit.score, 4), -hit.published, hit.id


def newest(hit: Hit) -> tuple[object, ...]:
    """The order of the newest."""
    return -hit.published, hit.id


def added(counts: Sequence[Mapping[str, int]]) -> Counter[str]:
    """The sum of several counts by value."""
    return sum(map(Counter, counts), Counter())
