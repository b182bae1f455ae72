"""Where the blocks of a source belong that a translation lacks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.translation.beside import placed

SOURCE = ["a", "b", "c", "d", "e"]
KEPT = st.lists(st.sampled_from(SOURCE), unique=True)
BODIES = KEPT.flatmap(lambda kept: st.permutations([*kept, "own", "other"]))


@pytest.mark.parametrize(
    ("own", "lacking", "order"),
    [
        ("acd", "b", "abcd"),
        ("cd", "ab", "abcd"),
        ("", "abcd", "abcd"),
        ("aXc", "b", "aXbc"),
        ("Xb", "a", "Xab"),
        ("aX", "b", "aXb"),
        ("ca", "b", "cab"),
    ],
)
def test_each_comes_behind_what_precedes_it_in_the_source(own: str, lacking: str, order: str) -> None:
    assert "".join(placed(list(own), list("abcd"), list(lacking))) == order


@given(BODIES)
def test_what_is_there_keeps_its_order_and_nothing_is_lost(own: list[str]) -> None:
    lacking = [key for key in SOURCE if key not in own]
    order = placed(own, SOURCE, lacking)
    assert [key for key in order if key in own] == own
    assert sorted(order) == sorted([*own, *lacking])


@given(st.lists(st.sampled_from(SOURCE), unique=True).map(sorted))
def test_a_translation_in_the_order_of_the_source_stays_in_it(own: list[str]) -> None:
    assert placed(own, SOURCE, [key for key in SOURCE if key not in own]) == SOURCE
