"""The paired bootstrap tells a difference from chance, the same each time."""

import random
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.evaluation.bootstrap import RESAMPLES, compared
from search.evaluation.measures import plan

TYPES = ["a"] * 40 + ["b"] * 60
PLAN = plan(TYPES, {"first": ["a"], "second": ["b"]})
values = st.lists(st.floats(0, 1), min_size=100, max_size=100)


def test_nothing_differs_from_itself() -> None:
    same = [0.25] * 100
    groups, mean = compared(same, same, PLAN)
    assert mean is not None
    assert (mean.difference, mean.low, mean.high, mean.certain) == (0, 0, 0, False)
    assert set(groups) == {"first", "second"}


def test_what_is_better_for_every_question_is_certain() -> None:
    _, mean = compared([0.5] * 100, [0.25] * 100, PLAN)
    assert mean is not None
    assert mean.certain
    assert mean.low == mean.high == mean.difference == 0.25


def test_the_interval_is_as_wide_as_the_spread_of_means() -> None:
    """For many questions that differ by ±1 at random the mean's deviation is that of a coin."""
    draws = random.Random(3)
    ours = [float(draws.random() < 0.5) for _ in range(400)]
    one = plan(["a"] * 400, {"only": ["a"]})
    _, mean = compared(ours, [0.0] * 400, one)
    assert mean is not None
    assert mean.difference == fmean(ours)
    half = (mean.high - mean.low) / 2
    assert half == pytest.approx(1.96 * 0.5 / 400**0.5, rel=0.1)


def test_the_same_seed_gives_the_same_interval() -> None:
    draws = random.Random(5)
    ours, theirs = ([draws.random() for _ in range(100)] for _ in range(2))
    first = compared(ours, theirs, PLAN)
    assert compared(ours, theirs, PLAN) == first
    assert compared(ours, theirs, PLAN, seed=7) != first
    assert RESAMPLES == 2_000


def test_questions_are_drawn_within_their_types() -> None:
    """A type with one question stays as it is, whatever is drawn of the other."""
    made = plan(["a", *["b"] * 50], {"first": ["a"], "second": ["b"]})
    groups, _ = compared([1.0, *[0.0, 1.0] * 25], [0.0] * 51, made)
    assert (groups["first"].low, groups["first"].high) == (1, 1)
    assert groups["second"].low < 0.5 < groups["second"].high


def test_without_judged_questions_there_is_no_difference() -> None:
    assert compared([0.0], [0.0], plan(["a"], {"first": ["a"]}).among(())) == ({}, None)


@settings(max_examples=20)
@given(values, values)
def test_sides_changed_change_the_sign(ours: list[float], theirs: list[float]) -> None:
    (_, one), (_, other) = (compared(*pair, PLAN, resamples=50) for pair in ((ours, theirs), (theirs, ours)))
    assert one is not None
    assert other is not None
    assert one.difference == pytest.approx(-other.difference)
    assert one.low <= one.high
