"""Makes the figures of a run, as an object for programs and as lines for people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from search.evaluation.asking import Run
from search.evaluation.bootstrap import Interval, compared
from search.evaluation.collection import Collection
from search.evaluation.measures import METRICS, NDCG, Plan, Strata, percentile

RATES: Final = ("zero_result_rate", "empty_or_weak_rate")
COLUMNS: Final = (*METRICS, "zero", "weak", "p50 ms", "p95 ms", "queries")
Figures = dict[str, Any]


def figures(collection: Collection, run: Run) -> Figures:
    """Every figure of a run: by group, their mean, and over all queries.

    Metrics are None where no query has a right answer. Latency is in milliseconds.
    """
    judged = {at for at, question in enumerate(collection.questions) if question.judged}
    plan = collection.plan
    counted = plan.among(judged)
    groups = {name: group(name, strata, run, counted) for name, strata in plan.groups.items()}
    rates = {"zero_result_rate": run.nothing, "empty_or_weak_rate": run.weak}
    mean: Figures = {name: counted.mean(run.values[name]) for name in METRICS}
    mean |= {name: plan.mean(values) for name, values in rates.items()}
    overall: Figures = {name: sum(values) / len(values) for name, values in rates.items()}
    return {"groups": groups, "mean": mean, **overall, "latency_ms": latency(run.seconds)}


def group(name: str, strata: Strata, run: Run, counted: Plan) -> Figures:
    """The figures of one group."""
    alone = Plan({name: strata}, (strata,))
    places = [place for stratum in strata for place in stratum]
    judged = counted.groups.get(name)
    return {
        **{metric: Plan({}, (judged,)).mean(run.values[metric]) if judged else None for metric in METRICS},
        "zero_result_rate": alone.mean(run.nothing),
        "empty_or_weak_rate": alone.mean(run.weak),
        "latency_ms": latency([run.seconds[place] for place in places]),
        "queries": len(places),
    }


def latency(seconds: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile in milliseconds."""
    return {name: 1000 * percentile(seconds, share) for name, share in (("p50", 0.5), ("p95", 0.95))}


def difference(collection: Collection, ours: Run, theirs: Run) -> Figures:
    """How much more nDCG@10 ours has, by group and on the mean, with 95 % intervals."""
    judged = {at for at, question in enumerate(collection.questions) if question.judged}
    groups, mean = compared(ours.values[NDCG], theirs.values[NDCG], collection.plan.among(judged))
    told = {name: as_object(one) for name, one in groups.items()}
    return {"groups": told, "mean": as_object(mean) if mean else None}


def as_object(interval: Interval) -> dict[str, float]:
    """An interval as an object."""
    return {NDCG: interval.difference, "low": interval.low, "high": interval.high}


def table(title: str, told: Mapping[str, Any]) -> Iterator[str]:
    """The figures as lines, a group each, the mean last."""
    width = max(len(name) for name in ("mean", *told["groups"]))
    yield title
    yield f"{'':{width}}  {'  '.join(f'{name:>10}' for name in COLUMNS)}"
    queries = sum(one["queries"] for one in told["groups"].values())
    mean = {**told["mean"], "latency_ms": told["latency_ms"], "queries": queries}
    for name, one in (*told["groups"].items(), ("mean", mean)):
        yield f"{name:{width}}  {'  '.join(f'{cell:>10}' for cell in cells(one))}"


def cells(one: Mapping[str, Any]) -> Iterator[str]:
    """One line's figures."""
    yield from ("" if one[name] is None else f"{one[name]:.3f}" for name in METRICS)
    yield from ("" if one[name] is None else f"{one[name]:.1%}" for name in RATES)
    yield from (f"{value:.1f}" for value in one["latency_ms"].values())
    yield str(one["queries"])


def difference_lines(title: str, told: Mapping[str, Any]) -> Iterator[str]:
    """Differences as lines, certain ones marked; none where nothing was judged."""
    if told["mean"] is None:
        return
    yield title
    named = [*told["groups"].items(), ("mean", told["mean"])]
    width = max(len(name) for name, _ in named)
    for name, one in named:
        certain = "" if one["low"] <= 0 <= one["high"] else "  *"
        yield f"{name:{width}}  {one[NDCG]:+.3f}  [{one['low']:+.3f}, {one['high']:+.3f}]{certain}"
