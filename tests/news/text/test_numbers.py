"""Numbers that anybody may have written, in any script and of any length."""

import pytest

from news.text.numbers import number_in


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("7", 7), ("٧٠", 70), ("0", 0), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("9" * 5_000, None),
        ("", None), ("-1", None), ("1.5", None), ("²", None), (" 1", None), ("x", None),
    ],
)  # fmt: skip
def test_a_number_is_read_where_it_can_be_that_of_something(word: str, number: int | None) -> None:
    assert number_in(word) == number
