"""The order of answers, alike in every engine: by score, a little more for what is new, then date and id."""

import math
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Final

from search.engines.asked import AskedIndex, Candidate, Q
from search.engines.base import SearchQuery
from search.engines.weights import Weights

DAY: Final = 86_400.0


def asked_for(query: SearchQuery, weights: Weights) -> int:
    """How many documents to look at for a page: whole windows, so that pages join into one list."""
    wanted, window = query.offset + query.limit, max(1, weights.recency_window)
    return -(-wanted // window) * window


def ranked(
    index: AskedIndex[Q], found: Sequence[Candidate], query: SearchQuery, weights: Weights
) -> list[Candidate]:
    """`found`, best first, with recency in the first window, and each window in its final order."""
    window = max(1, weights.recency_window)
    chosen: list[Candidate] = []
    for start in range(0, len(found), window):
        part = found[start : start + window]
        if start == 0 and query.now is not None and is_fresh(query, weights):
            part = lifted(part, query.now, weights)
        chosen += in_order(index, part)
    return chosen


def is_fresh(query: SearchQuery, weights: Weights) -> bool:
    """Whether what is new has an advantage: not where a phrase, a date or a spelling is asked for."""
    precise = query.phrases or query.filters.dated or query.mode == "exact"
    return not precise and weights.recency > 0


def lifted(found: Sequence[Candidate], now: datetime, weights: Weights) -> list[Candidate]:
    """`found` with the small advantage of what is recent; what is yet to come counts as now."""
    moment, rate = now.timestamp(), math.log(2) / (weights.recency_days * DAY)
    lifts = (weights.recency * math.exp(rate * min(0.0, one.published - moment)) for one in found)
    return [one._replace(score=one.score * (1 + lift)) for one, lift in zip(found, lifts, strict=True)]


def in_order(index: AskedIndex[Q], found: Sequence[Candidate]) -> Iterator[Candidate]:
    """`found` by score, then the newest first, then by id, which is read only where it decides.

    Scores that differ after the fourth decimal are equal, for engines add up in different orders.
    """
    keyed = [(-round(one.score, 4), -one.published) for one in found]
    places = sorted(range(len(found)), key=keyed.__getitem__)
    for _, equals in groupby(places, key=keyed.__getitem__):
        tied = [found[one] for one in equals]
        yield from tied if len(tied) == 1 else sorted(tied, key=index.story)
