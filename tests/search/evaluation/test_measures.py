"""Measures against values worked out by hand, and what holds of them whatever the answers."""

import math
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.evaluation.measures import (
    METRICS,
    Plan,
    measured,
    ndcg,
    overlap,
    percentile,
    plan,
    recall,
    reciprocal_rank,
)

ONES = [UUID(int=number) for number in range(1, 16)]
A, B, C, D, *REST = ONES
rankings = st.permutations(ONES).flatmap(lambda order: st.integers(0, 15).map(lambda size: order[:size]))
grades = st.dictionaries(st.sampled_from(ONES), st.integers(0, 3), max_size=8)


def test_ndcg_by_hand() -> None:
    # Gained: 3 at place 1, 2 at place 3. Best: 3, 2, 1 in this order.
    gained = 3 + 2 / math.log2(4)
    best = 3 + 2 / math.log2(3) + 1 / math.log2(4)
    assert ndcg([A, D, B], {A: 3, B: 2, C: 1}) == pytest.approx(gained / best)
    assert ndcg([A, D, B], {A: 3, B: 2, C: 1}) == pytest.approx(0.840008, abs=1e-6)
    assert ndcg([D, A], {A: 1}) == pytest.approx(0.630930, abs=1e-6)
    assert ndcg([D, A], {A: 1}, depth=1) == 0
    assert ndcg([A, B], {A: 0}) == 0
    assert ndcg([], {A: 1}) == 0


def test_ndcg_has_no_more_right_answers_than_places() -> None:
    right = dict.fromkeys(ONES[:12], 1)
    assert ndcg(ONES, right) == 1
    assert ndcg(ONES[12:] + ONES[:7], right) < 1


def test_what_counts_the_first_right_answer() -> None:
    assert reciprocal_rank([D, C, A], {A, C}) == 1 / 2
    assert reciprocal_rank([*REST[:10], A], {A}) == 0
    assert reciprocal_rank([], {A}) == 0


def test_what_counts_all_right_answers() -> None:
    assert recall([A, D, B], {A, B, C}, 10) == pytest.approx(2 / 3)
    assert recall([A, D, B], {A, B, C}, 2) == pytest.approx(1 / 3)
    assert recall([A], set(), 10) == 0


def test_every_metric_of_one_answer() -> None:
    found = measured([D, *REST[:9], A], {A: 1, D: 0})
    assert found == {"ndcg@10": 0, "mrr@10": 0, "success@1": 0, "recall@10": 0, "recall@100": 1}
    assert set(found) == set(METRICS)
    assert measured([A], {A: 2}) == dict.fromkeys(METRICS, 1)


@given(rankings, grades)
def test_a_metric_is_a_share(ranked: list[UUID], judged: dict[UUID, int]) -> None:
    found = measured(ranked, judged)
    assert all(-1e-9 <= value <= 1 + 1e-9 for value in found.values())
    assert found["recall@10"] <= found["recall@100"]
    assert found["success@1"] <= found["mrr@10"]


@given(rankings, grades)
def test_the_best_order_is_worth_one_and_no_order_more(ranked: list[UUID], judged: dict[UUID, int]) -> None:
    best = sorted(judged, key=lambda one: -judged[one])
    assert ndcg(best, judged) == pytest.approx(float(any(judged.values())))
    assert ndcg(ranked, judged) <= ndcg(best, judged) + 1e-9


@given(rankings, grades, st.integers(0, 8))
def test_a_better_document_moved_up_is_worth_more(
    ranked: list[UUID], judged: dict[UUID, int], place: int
) -> None:
    if place + 1 >= min(len(ranked), 10):
        return
    upper, lower = judged.get(ranked[place], 0), judged.get(ranked[place + 1], 0)
    changed = [*ranked[:place], ranked[place + 1], ranked[place], *ranked[place + 2 :]]
    gained = ndcg(changed, judged) - ndcg(ranked, judged)
    assert math.copysign(1, gained) == math.copysign(1, lower - upper) or gained == pytest.approx(0)


def test_overlap_is_of_the_first_ten() -> None:
    assert overlap([A, B], [B, C]) == pytest.approx(1 / 3)
    assert overlap([], []) == 1
    assert overlap(ONES[:11], ONES[:10]) == 1


def test_percentiles() -> None:
    values = [5.0, 1.0, 4.0, 2.0, 3.0]
    assert [percentile(values, share) for share in (0, 0.5, 0.95, 1)] == [1, 3, 5, 5]
    assert percentile([1.0, 2.0], 0.5) == 1
    assert percentile([], 0.5) == 0


def test_a_group_is_the_mean_of_its_types_and_the_mean_that_of_groups() -> None:
    made = plan(
        ["clean", "typo", "typo", "other", "clean", "swap"],
        {"clean": ["clean"], "fuzzy": ["typo", "swap", "absent"], "empty": ["absent"]},
    )
    values = [1.0, 0.0, 0.5, 9.0, 0.0, 1.0]
    assert made.figures(values) == {"clean": 0.5, "fuzzy": (0.25 + 1) / 2}
    assert made.mean(values) == (0.5 + 0.625) / 2


def test_a_pooled_plan_counts_every_question_alike() -> None:
    made = plan(["a", "a", "a", "b", "other"], {"related": ["a", "b"]}, pooled=True)
    assert made.figures([1, 1, 1, 0, 7]) == {"related": 0.75}
    assert made.mean([1, 1, 1, 0, 7]) == 0.75


def test_what_is_not_judged_does_not_count() -> None:
    made = plan(["a", "a", "b"], {"one": ["a"], "two": ["b"]}).among({1})
    assert made.figures([1, 0.5, 1]) == {"one": 0.5}
    assert made.mean([1, 0.5, 1]) == 0.5
    assert Plan({}, ()).mean([1]) is None


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=20), st.floats(0, 1))
def test_a_mean_of_equals_is_that_value(types: list[str], value: float) -> None:
    made = plan(types, {"first": ["a", "b"], "second": ["c"]})
    assert made.mean([value] * len(types)) == pytest.approx(value)
