"""Words become the tokens that are written down, and any text can be analysed."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.base import VIEWS, View, grams
from search.analysis.offsets import Utf16
from search.analysis.registry import ANALYSIS_VERSION, ANALYZERS, analyzer_for

GOLDENS = Path(__file__).resolve().parent.parent / "contract" / "analysis"
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=[]), max_size=200)
LOCALES = st.sampled_from([*sorted(ANALYZERS), "de"])
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآةىؤئء"
ARABIC = st.text(alphabet=st.sampled_from(LETTERS), min_size=1, max_size=12)


def golden(locale: str) -> dict[str, Any]:
    """What is written down for a locale."""
    return json.loads((GOLDENS / f"{locale}.json").read_text())


def light(text: str, locale: str = "ar") -> list[str]:
    """The stems of a text."""
    return analyzer_for(locale).analyze(text).texts()["light"]


@pytest.mark.parametrize("locale", sorted(ANALYZERS))
def test_words_become_the_tokens_that_are_written_down(locale: str) -> None:
    written = golden(locale)
    assert written["version"] == ANALYSIS_VERSION, (
        "tokens changed: raise ANALYSIS_VERSION, so indexes rebuild"
    )
    analyzer = analyzer_for(locale)
    for word, views in written["words"].items():
        texts = analyzer.analyze(word).texts()
        assert {view: texts[view] for view in views} == views, word


@pytest.mark.parametrize("locale", sorted(ANALYZERS))
def test_texts_become_the_tokens_that_are_written_down(locale: str) -> None:
    for text, views in golden(locale)["texts"].items():
        analysis = analyzer_for(locale).analyze(text)
        assert {view: [list(token) for token in analysis.tokens(view)] for view in views} == views


@pytest.mark.parametrize(
    "words",
    [
        "الإقتصاد الاقتصاد بالاقتصاد والاقتصاد إقتصاد اقتصادية اقتصاديون",
        "مستشفى مستشفي المستشفيات",
        "مسؤول مسئول المسؤولون مسؤولة",
        "وزير الوزير ووزير والوزير للوزير بوزير",
        "لجنة اللجنة للجنة",
        "لبنان اللبناني لبنانية اللبنانيين للبنان",
        "ألمانيا الألمانية للألمان بألمانيا ألماني",
        "إلكتروني الإلكترونية إلكترونيا",
        "فلسطين الفلسطيني فلسطينيون",
        "سوريا سورية السوريون السوري",
        "٢٠٢٦ 2026 ۲۰۲۶",
    ],
)
def test_forms_of_one_word_meet(words: str) -> None:
    assert len(set(light(words))) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("علي", "على"), ("سورية", "سورة"), ("لبنان", "لبن"), ("ولي", "له"), ("فهم", "هم")]
)
def test_words_that_look_alike_stay_apart(one: str, other: str) -> None:
    assert light(one) != light(other)


@pytest.mark.parametrize(
    "words",
    ["كتاب كتب الكتب", "وزير وزراء والوزراء", "بومبيو بومبييو", "قاعدة قواعد", "رئيس رؤساء", "مدينة مدن"],
)
def test_broken_plurals_and_foreign_names_share_a_skeleton(words: str) -> None:
    assert len(set(analyzer_for("ar").analyze(words).texts()["skeleton"])) == 1


@pytest.mark.parametrize(
    ("drawn", "plain"), [("مبرووووك", "مبروك"), ("عائلللة", "عائلة"), ("هههههه", "ه"), ("١١١", "111")]
)
def test_a_letter_that_is_drawn_out_counts_once(drawn: str, plain: str) -> None:
    assert (
        analyzer_for("ar").analyze(drawn).texts()["exact"]
        == analyzer_for("ar").analyze(plain).texts()["exact"]
    )


def test_pairs_reach_across_stop_words() -> None:
    assert analyzer_for("ar").analyze("انقلاب على الحكومة").texts()["bi"] == ["انقلاب_حكوم"]


@given(text=ANY_TEXT, locale=LOCALES)
def test_tokens_lie_in_the_text_in_order(text: str, locale: str) -> None:
    analysis = analyzer_for(locale).analyze(text)
    texts = analysis.texts()
    for view in VIEWS:
        tokens = analysis.tokens(view)
        assert [token.text for token in tokens] == texts[view]
        assert all(0 <= token.start < token.end <= len(text) for token in tokens)
        assert [token.position for token in tokens] == sorted(token.position for token in tokens)
        assert not any(" " in token.text or not token.text for token in tokens)


@given(word=ARABIC)
def test_each_view_is_no_longer_than_the_one_before(word: str) -> None:
    for found in analyzer_for("ar").analyze(word).words:
        forms = found.forms
        assert len(word) >= len(forms.exact) >= len(forms.pre) >= len(forms.light) >= len(forms.skeleton)
        assert not forms.pre or (forms.light and forms.skeleton)


@given(word=ARABIC, locale=LOCALES)
def test_exact_tokens_are_their_own_exact_tokens(word: str, locale: str) -> None:
    once = analyzer_for(locale).analyze(word).texts()["exact"]
    assert analyzer_for(locale).analyze(" ".join(once)).texts()["exact"] == once


def variants(word: str) -> list[str]:
    """Ways a reader may type `word`."""
    keyboard = str.maketrans("كي", "کی")
    return [
        word.replace("أ", "ا").replace("إ", "ا").replace("آ", "ا"),
        word.replace("ة", "ه"),
        word.translate(keyboard),
        "ـ".join(word),
        "\u064e".join(word),
        "\u200f" + word + "\u200f",
        f"«{word}»",
        f"“{word}”",
    ]


@given(word=ARABIC)
def test_spelling_variants_meet_in_the_exact_view(word: str) -> None:
    exact: View = "exact"
    wanted = analyzer_for("ar").analyze(word).texts()[exact]
    for variant in variants(word):
        assert analyzer_for("ar").analyze(variant).texts()[exact] == wanted


@given(text=ANY_TEXT)
def test_utf16_offsets_slice_as_javascript_does(text: str) -> None:
    units = Utf16(text)
    encoded = text.encode("utf-16-le", "surrogatepass")
    for offset in range(len(text) + 1):
        before = encoded[: 2 * units(offset)].decode("utf-16-le", "surrogatepass")
        assert before.encode("utf-16-le", "surrogatepass") == text[:offset].encode(
            "utf-16-le", "surrogatepass"
        )


def test_grams() -> None:
    assert grams("") == ()
    assert grams("من") == ("من",)
    assert grams("بيروت") == ("بير", "يرو", "روت")


def test_regional_locales_have_the_analyzer_of_their_language() -> None:
    assert analyzer_for("ar-EG") is analyzer_for("AR_lb") is analyzer_for("ar")
    assert analyzer_for("xx") is analyzer_for("")
