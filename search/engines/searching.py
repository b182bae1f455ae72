"""Runs a question against one index: finds, ranks, pages, counts."""

from search.engines.asked import Ask, AskedIndex, Page, Q
from search.engines.base import TOTAL_BOUND, Hit, SearchQuery, SearchResult
from search.engines.clauses import Clauses
from search.engines.ranking import asked_for, in_order, ranked
from search.engines.weights import Weights


def search(index: AskedIndex[Q], query: SearchQuery, weights: Weights) -> SearchResult:
    """The page of answers to `query`, best or newest first."""
    clauses = Clauses(index, query, weights)
    if clauses.empty:
        return SearchResult(weak=True)
    page = found(index, clauses, query, weights)
    if query.sort == "newest":
        order = list(in_order(index, page.candidates))
    else:
        order = ranked(index, page.candidates, query, weights)
    shown = order[query.offset : query.offset + query.limit]
    hits = tuple(Hit(index.story(one), one.score) for one in shown)
    weak = not clauses.by_spelling and not page.said
    return SearchResult(hits, min(page.total, TOTAL_BOUND), weak, page.facets)


def found(index: AskedIndex[Q], clauses: Clauses[Q], query: SearchQuery, weights: Weights) -> Page:
    """What the engine finds; by date, all words where that finds any: one common word would bring all up."""
    conditions = [clauses.found()]
    newest = query.sort == "newest"
    if newest and not clauses.by_spelling:
        conditions.insert(0, clauses.every_word())
    return index.best(
        Ask(
            queries=[clauses.complete(condition) for condition in conditions],
            count=asked_for(query, weights),
            newest=newest,
            said=clauses.said(),
            facets=query.facets,
        )
    )
