"""Spellings readers do not tell apart are folded alike; everything else stays apart."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.text import tables
from news.text.folding import code_points, fold, fold_hamza, lower, plain_letters, word_spans

ARABIC_WORDS = st.text(alphabet=st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآةىؤئء"), min_size=1)
ARABIC_MARKS = st.sampled_from([chr(code) for code in code_points(tables.ARABIC_MARKS) if code < 0x660])
INVISIBLE = st.sampled_from("\u0640\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069\u00ad\ufeff")
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=[]))


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("الإقتصاد", "الاقتصاد"),
        ("مُحَمَّدٌ", "محمد"),
        ("العـــراق", "العراق"),
        ("حكومة", "حكومه"),
        ("مستشفى", "مستشفي"),
        ("کتاب فارسی", "كتاب فارسي"),
        ("گوگل", "كوكل"),
        ("ﻻﻓﺘﺔ", "لافته"),
        ("٢٠٢٦", "2026"),
        ("۲۰۲۶", "2026"),
        ("٣٫٥", "3.5"),
        ("«القدس»", " القدس "),
        ("“القدس”", " القدس "),
        ("l’Élysée", "l'elysee"),
        ("İSTANBUL", "istanbul"),
        ("هٰذا", "هذا"),
        ("و\u0654", "ؤ"),
    ],
)
def test_spellings_fold_to_one(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(("one", "other"), [("علم", "عالم"), ("قلب", "كلب"), ("صيف", "سيف"), ("ذكر", "ذكرى")])
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("word", "bare"),
    [("مسؤول", "مسوول"), ("مسئول", "مسوول"), ("هيئه", "هييه"), ("سماء", "سما"), ("ءاسف", "ءاسف"), ("", "")],
)
def test_hamza_carriers_are_bared(word: str, bare: str) -> None:
    assert fold_hamza(word) == bare


def test_turkish_capitals_have_their_own_small_letters() -> None:
    assert lower("IŞIK İZMİR", turkish=True) == "ışık izmir"
    assert lower("IZMIR") == "izmir"


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert plain_letters(plain_letters(text)) == plain_letters(text)
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_plain_letters_are_no_more_than_the_letters_shown(text: str) -> None:
    assert len(plain_letters(text)) <= len(unicodedata.normalize("NFKC", text))


@given(st.text(alphabet=st.characters(max_codepoint=0x1FFF, exclude_characters="æœßÆŒẞ")))
def test_folding_never_lengthens(text: str) -> None:
    assert len(fold(text)) <= len(unicodedata.normalize("NFC", text))


@given(ARABIC_WORDS, st.lists(ARABIC_MARKS | INVISIBLE))
def test_marks_and_invisible_characters_do_not_matter(word: str, added: list[str]) -> None:
    carriers = "\u0653\u0654\u0655"
    marked = "".join(
        letter + ("" if mark in carriers else mark)
        for letter, mark in zip(word, [*added, *[""] * len(word)], strict=False)
    )
    assert fold(marked) == fold(word)


@given(ANY_TEXT)
def test_spans_slice_the_words_out_of_the_text(text: str) -> None:
    end_before = 0
    for start, end, word in word_spans(text):
        assert end_before <= start < end
        assert text[start:end] == word
        end_before = end


def test_words_keep_apostrophes_and_decimals_inside() -> None:
    words = [word for _, _, word in word_spans("في «L’Orient»: 1,400.5 و٣٫٥ don't—كوفيد-19.")]
    assert words == ["في", "L’Orient", "1,400.5", "و٣٫٥", "don't", "كوفيد", "19"]
