"""Tells whether one configuration answers better than another, or only differently: a paired bootstrap."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from search.evaluation.measures import Plan, Strata, Stratum, percentile

RESAMPLES: Final = 2_000
SEED: Final = 20_261_126
# What is left out at each end of an interval of 95 %.
TAIL: Final = 0.025


@dataclass(frozen=True)
class Interval:
    """A difference, and between what bounds 95 % of the differences of resampled questions lie."""

    difference: float
    low: float
    high: float

    @property
    def certain(self) -> bool:
        """Whether all of the interval is on one side of nothing."""
        return self.low > 0 or self.high < 0


def compared(
    ours: Sequence[float],
    theirs: Sequence[float],
    plan: Plan,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> tuple[dict[str, Interval], Interval | None]:
    """How much more `ours` are worth than `theirs`, question by question: by group, and on the mean.

    Questions are drawn again within their strata, so that every type stays as large as it is. The same
    arguments give the same result.
    """
    differences = [one - other for one, other in zip(ours, theirs, strict=True)]
    draws = random.Random(seed)  # noqa: S311 - no secret: it must be the same each time
    strata = {stratum: None for strata in (*plan.groups.values(), *plan.whole) for stratum in strata}
    values = [[differences[place] for place in stratum] for stratum in strata]
    groups: dict[str, list[float]] = {name: [] for name in plan.groups}
    whole: list[float] = []
    for _ in range(resamples):
        means = dict(zip(strata, (fmean(draws.choices(one, k=len(one))) for one in values), strict=True))
        for name, drawn in groups.items():
            drawn.append(averaged(plan.groups[name], means))
        whole.append(fmean(averaged(one, means) for one in plan.whole) if plan.whole else 0.0)
    figures, mean = plan.figures(differences), plan.mean(differences)
    by_group = {name: interval(figures[name], drawn) for name, drawn in groups.items()}
    return by_group, None if mean is None else interval(mean, whole)


def averaged(strata: Strata, means: Mapping[Stratum, float]) -> float:
    """The mean of the means of strata."""
    return fmean(means[stratum] for stratum in strata)


def interval(difference: float, drawn: Sequence[float]) -> Interval:
    """The interval that `drawn` tells."""
    return Interval(difference, percentile(drawn, TAIL), percentile(drawn, 1 - TAIL))
