"""Slugs keep the headline's letters and nothing that cannot be seen in an address."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.text.slugs import MAX_LENGTH, numbered, slug_as_typed, slug_or, slugify

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=[]))


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("سِعْرُ الصَّـــرف في «بيروت» ٢٠٢٦!", "سعر-الصرف-في-بيروت-2026"),
        ("مستشفى الأطفال: أزمةٌ جديدة؟", "مستشفى-الأطفال-أزمة-جديدة"),
        ("\u202bالقدس\u202c\u200f", "القدس"),
        ("ﻻﻓﺘﺔ", "لافتة"),
        ("ارتفاع 3.5% و1,400 وظيفة", "ارتفاع-3-5-و1-400-وظيفة"),
        ("Iran's Élysée & Co", "irans-élysée-co"),
        ("L’économie d'abord", "l-économie-d-abord"),
        ("İstanbul'da IŞIK", "istanbul-da-işik"),
        ("cafe\u0301", "café"),
        ("😀 \ud800 —", ""),
        ("", ""),
    ],
)
def test_headline_to_slug(headline: str, slug: str) -> None:
    assert slugify(headline) == slug


def test_a_long_slug_ends_with_a_whole_word() -> None:
    slug = slugify("انتخابات " * 30)
    assert len(slug) <= MAX_LENGTH
    assert set(slug.split("-")) == {"انتخابات"}


def test_one_endless_word_is_cut() -> None:
    assert slugify("ط" * 200) == "ط" * MAX_LENGTH


def test_fallback_where_no_word_is_left() -> None:
    assert slug_or("؟!", "018f") == "018f"
    assert slug_or("القدس", "018f") == "القدس"


def test_a_number_at_the_end_stays_where_an_address_is_cut() -> None:
    word = "ط" * MAX_LENGTH
    words = slugify("انتخابات " * 30)
    assert numbered(word, 2) == slug_as_typed(f"{word}-2") == "ط" * (MAX_LENGTH - 2) + "-2"
    assert numbered(words, 12) == slug_as_typed(f"{words}-12") == words.rpartition("-")[0] + "-12"
    assert numbered("خبر", 2) == slug_as_typed("خـبر-٢") == "خبر-2"
    assert slug_as_typed(f"{word}-12345") == word


@pytest.mark.parametrize("make", [slugify, slug_as_typed])
@given(text=ANY_TEXT)
def test_a_slug_is_its_own_slug(make: Callable[[str], str], text: str) -> None:
    slug = make(text)
    assert make(slug) == slug
    assert len(slug) <= MAX_LENGTH
    assert unicodedata.is_normalized("NFC", slug)
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    slug.encode()
