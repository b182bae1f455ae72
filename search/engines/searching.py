"""Runs a question against one index: finds, ranks, pages, counts."""

import logging
from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID

from search.engines.asked import Ask, AskedIndex, Q
from search.engines.base import TOTAL_BOUND, EngineError, Hit, SearchQuery, SearchResult
from search.engines.clauses import Clauses
from search.engines.fusing import Near, fused
from search.engines.ranking import asked_for, in_order, ranked
from search.engines.weights import Weights

logger = logging.getLogger(__name__)

# A question with more words that nobody wrote is no slip of the fingers.
MOST_MISSPELLED: Final = 3


def search(index: AskedIndex[Q], query: SearchQuery, weights: Weights) -> SearchResult:
    """The page of answers to `query`, best or newest first."""
    clauses = Clauses(index, query, weights)
    if clauses.empty and not query.meaning:
        return SearchResult(weak=True)
    conditions = wanted(clauses)
    page = index.best(
        Ask(
            queries=[clauses.complete(condition) for condition in conditions],
            count=asked_for(query, weights),
            newest=query.sort == "newest",
            said=clauses.said(),
            facets=query.facets,
        )
    )
    meant = nearest(index, clauses)
    if query.sort == "newest":
        order = list(in_order(index, page.candidates))
    else:
        order = ranked(index, fused(index, page.candidates, meant), query, weights)
    shown = order[query.offset : query.offset + query.limit]
    sure = meant.sure and bool(meant.wordless)
    return SearchResult(
        hits=tuple(
            Hit(index.story(one), one.score, one.published, wordless=index.key(one) in meant.wordless)
            for one in shown
        ),
        total=min(page.total, TOTAL_BOUND),
        weak=not (clauses.by_spelling or page.said or sure),
        facets={**page.facets, **widened(index, clauses, conditions[page.answered])},
        near=helpful(index, clauses) if query.near else {},
        ideal=clauses.ideal() if query.compared else 0.0,
        meaning=query.meaning is not None,
    )


def wanted(clauses: Clauses[Q]) -> list[Q]:
    """What documents need; by date, all words where that finds any: one common word would bring all up."""
    if clauses.query.sort == "newest" and not (clauses.by_spelling or clauses.empty):
        return [clauses.every_word(), clauses.found()]
    return [clauses.found()]


def nearest(index: AskedIndex[Q], clauses: Clauses[Q]) -> Near:
    """What the meaning of the question names, as far as it is an answer; nothing where none is given."""
    meaning = clauses.query.meaning
    if not meaning or not meaning.near:
        return Near()
    among = clauses.make.all_of([clauses.found(), clauses.among_stories(meaning.near)])
    marks = None if clauses.empty else clauses.words()
    asked = Ask(queries=[clauses.complete(among)], count=len(meaning.near), marks=marks)
    return Near.of(index, index.best(asked).candidates, meaning)


def widened(index: AskedIndex[Q], clauses: Clauses[Q], found: Q) -> Mapping[str, Mapping[str, int]]:
    """The counts of facets that their own filter would narrow, so that another value can be chosen."""
    queries = clauses.widened(found)
    return index.counts(queries) if queries else {}


def helpful(index: AskedIndex[Q], clauses: Clauses[Q]) -> Mapping[str, tuple[UUID, ...]]:
    """What `near` finds; nothing where that takes too long, for the answer is there already."""
    try:
        return dict(near(index, clauses))
    except EngineError:
        logger.debug("No time is left to look for what was meant", exc_info=True)
        return {}


def near(index: AskedIndex[Q], clauses: Clauses[Q]) -> Iterator[tuple[str, tuple[UUID, ...]]]:
    """For each word that no story has, the best stories with one that is spelled nearly so.

    They are looked for only for the first such words.
    """
    for place, (light, word) in enumerate(clauses.unknown.items()):
        stories: tuple[UUID, ...] = ()
        if place < MOST_MISSPELLED and (queries := clauses.near(word)):
            found = index.best(Ask(queries=queries, count=clauses.query.near)).candidates
            stories = tuple(map(index.story, in_order(index, found)))
        yield light, stories
