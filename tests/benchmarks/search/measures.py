"""The figures: nDCG@10 by group, latency percentiles, shares."""

import math
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean
from uuid import UUID

DEPTH = 10


def ndcg(ranked: Sequence[UUID], right: frozenset[UUID]) -> float:
    """nDCG@10 of `ranked` where every one of `right` is worth the same."""
    gained = sum(
        1 / math.log2(place + 2) for place, document in enumerate(ranked[:DEPTH]) if document in right
    )
    ideal = sum(1 / math.log2(place + 2) for place in range(min(DEPTH, len(right))))
    return gained / ideal if ideal else 0.0


def overlap(one: Sequence[UUID], other: Sequence[UUID]) -> float:
    """The share of both first tens that is in both; 1 where both are empty."""
    both = set(one[:DEPTH]) | set(other[:DEPTH])
    return len(set(one[:DEPTH]) & set(other[:DEPTH])) / len(both) if both else 1.0


def by_group(values: Iterable[tuple[str, float]], groups: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """The mean of each group: the mean of the means of its types; types in no group are left out."""
    types: dict[str, list[float]] = {}
    for kind, value in values:
        types.setdefault(kind, []).append(value)
    return {
        group: fmean(fmean(types[kind]) for kind in kinds if kind in types)
        for group, kinds in groups.items()
        if any(kind in types for kind in kinds)
    }


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of `values` lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
