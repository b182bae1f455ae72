"""What one ranked answer is worth, and what the answers to a set of questions are worth together."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final
from uuid import UUID

DEPTH: Final = 10
DEEP: Final = 100
NDCG: Final = "ndcg@10"
METRICS: Final = (NDCG, "mrr@10", "success@1", "recall@10", "recall@100")

Grades = Mapping[UUID, int]


def ndcg(ranked: Sequence[UUID], grades: Grades, depth: int = DEPTH) -> float:
    """Normalized discounted cumulative gain of the first `depth`, the gain of a document being its grade."""
    ideal = gain(sorted(grades.values(), reverse=True)[:depth])
    return gain([grades.get(one, 0) for one in ranked[:depth]]) / ideal if ideal else 0.0


def gain(grades: Sequence[int]) -> float:
    """The sum of grades, each divided by the logarithm of its place."""
    return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades))


def reciprocal_rank(ranked: Sequence[UUID], right: Collection[UUID], depth: int = DEPTH) -> float:
    """One divided by the place of the first right document among the first `depth`; 0 where there is none."""
    return next((1 / place for place, one in enumerate(ranked[:depth], 1) if one in right), 0.0)


def recall(ranked: Sequence[UUID], right: Collection[UUID], depth: int) -> float:
    """The share of the right documents that is among the first `depth`."""
    return len(set(ranked[:depth]) & set(right)) / len(right) if right else 0.0


def measured(ranked: Sequence[UUID], grades: Grades) -> dict[str, float]:
    """Every metric of one answer, of which the first hundred are given."""
    right = right_of(grades)
    return {
        NDCG: ndcg(ranked, grades),
        "mrr@10": reciprocal_rank(ranked, right),
        "success@1": float(any(one in right for one in ranked[:1])),
        "recall@10": recall(ranked, right, DEPTH),
        "recall@100": recall(ranked, right, DEEP),
    }


def right_of(grades: Grades) -> frozenset[UUID]:
    """The documents that are answers at all."""
    return frozenset(one for one, grade in grades.items() if grade > 0)


def overlap(one: Sequence[UUID], other: Sequence[UUID], depth: int = DEPTH) -> float:
    """The share of two first `depth` that is in both; 1 where both are empty."""
    both = set(one[:depth]) | set(other[:depth])
    return len(set(one[:depth]) & set(other[:depth])) / len(both) if both else 1.0


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of `values` do not exceed; 0 where there are none."""
    if not values:
        return 0.0
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


# The places of questions whose values are averaged first.
Stratum = tuple[int, ...]
Strata = tuple[Stratum, ...]


@dataclass(frozen=True)
class Plan:
    """How the values of single questions make up figures: by group, and those groups the mean is made of.

    The figure of a group is the mean of the means of its strata, the mean of a set that of `whole`.
    """

    groups: Mapping[str, Strata]
    whole: tuple[Strata, ...]

    def figures(self, values: Sequence[float]) -> dict[str, float]:
        """The figure of each group."""
        return {name: figure(strata, values) for name, strata in self.groups.items()}

    def mean(self, values: Sequence[float]) -> float | None:
        """The figure of the whole set; None where no question counts."""
        return fmean(figure(strata, values) for strata in self.whole) if self.whole else None

    def among(self, places: Collection[int]) -> "Plan":
        """The plan for some questions alone; what is empty then is left out."""
        groups = {name: kept for name, strata in self.groups.items() if (kept := within(strata, places))}
        whole = (within(strata, places) for strata in self.whole)
        return Plan(groups, tuple(strata for strata in whole if strata))


def figure(strata: Strata, values: Sequence[float]) -> float:
    """The mean of the means of each stratum."""
    return fmean(fmean(values[place] for place in stratum) for stratum in strata)


def within(strata: Strata, places: Collection[int]) -> Strata:
    """`strata` with those of `places` alone, and without those that are empty then."""
    kept = (tuple(place for place in stratum if place in places) for stratum in strata)
    return tuple(stratum for stratum in kept if stratum)


def plan(types: Sequence[str], groups: Mapping[str, Sequence[str]], *, pooled: bool = False) -> Plan:
    """The plan for questions of these `types`, of which those in no group are left out.

    A group's figure is the mean of its types' means, and the mean that of the groups. `pooled` averages
    over questions instead, whatever their types.
    """
    known = set(types)
    found = {name: [kind for kind in kinds if kind in known] for name, kinds in groups.items()}
    by_type = {kind: tuple(at for at, one in enumerate(types) if one == kind) for kind in known}
    if pooled:
        by_group = {
            name: (tuple(sorted(place for kind in set(kinds) for place in by_type[kind])),)
            for name, kinds in found.items()
            if kinds
        }
        everything = tuple(sorted({place for (places,) in by_group.values() for place in places}))
        return Plan(by_group, ((everything,),) if everything else ())
    strata = {name: tuple(by_type[kind] for kind in kinds) for name, kinds in found.items() if kinds}
    return Plan(strata, tuple(strata.values()))
