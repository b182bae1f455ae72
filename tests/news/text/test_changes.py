"""Word diffs lose nothing and invent nothing, in any script."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.text.changes import Kind, Part, changes

KEPT, GONE, ADDED = Kind.KEPT, Kind.GONE, Kind.ADDED
WORDS = st.lists(st.sampled_from(["ارتفعت", "الصادرات", "في", "الميناء", ".", "port", " ", "\n", "  "]))
TEXTS = st.one_of(st.text(), WORDS.map("".join), WORDS.map(" ".join))


def said(parts: list[Part], *kinds: Kind) -> str:
    return "".join(part.text for part in parts if part.kind in kinds)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_what_changed(old: str, new: str) -> None:
    parts = changes(old, new)
    assert said(parts, KEPT, GONE) == old
    assert said(parts, KEPT, ADDED) == new
    assert all(part.text for part in parts)


@given(TEXTS)
def test_nothing_changed(text: str) -> None:
    assert changes(text, text) == ([Part(KEPT, text)] if text else [])


@given(TEXTS, TEXTS)
def test_neighbours_differ(old: str, new: str) -> None:
    kinds = [part.kind for part in changes(old, new)]
    assert all(one != other for one, other in pairwise(kinds))


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        (
            "ارتفعت الصادرات في الميناء.",
            "انخفضت الصادرات في الميناء.",
            [(GONE, "ارتفعت"), (ADDED, "انخفضت"), (KEPT, " الصادرات في الميناء.")],
        ),
        (
            "قال مدير الميناء إن العمل مستمر",
            "قال رئيس الهيئة إن العمل مستمر",
            [(KEPT, "قال "), (GONE, "مدير الميناء"), (ADDED, "رئيس الهيئة"), (KEPT, " إن العمل مستمر")],
        ),
        ("نص", "", [(GONE, "نص")]),
    ],
)
def test_words_are_whole(old: str, new: str, parts: list[tuple[Kind, str]]) -> None:
    assert [(part.kind, part.text) for part in changes(old, new)] == parts


def test_a_long_text_is_compared_at_once() -> None:
    old = "كلمة " * 20_000
    assert said(changes(old, f"{old}أخرى"), ADDED).strip() == "أخرى"
