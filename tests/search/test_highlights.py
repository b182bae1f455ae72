"""Highlights to the letter: every range slices a whole word as it is written, in code points and UTF-16."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from news.record.models import Publication
from news.text.folding import word_spans
from search.analysis.registry import analyzer_for
from search.api.views import highlight_of
from search.documents import body_text
from search.indexing import SearchConsumer
from search.queries.highlights import SNIPPET, Highlight, Marker
from tests.record_factory import paragraph, publish_article
from tests.search.conftest import Get

ELLIPSIS = "…"
# What stories are made of, and what goes wrong: marks, tatweel, ligatures, joiners, bidi controls, emoji.
MARKS = ["\u064b", "\u064e", "\u0651", "\u0670", "\u0640", "\u06d6"]
UNSEEN = ["\u200c", "\u200d", "\u200e", "\u200f", "\u202b", "\u202c", "\u2067", "\u2069", "\ufeff", "\u00ad"]
WIDE = ["🎉", "👩\u200d💻", "🏴\U000e0067", "𠀀", "𝒜", "\U0001f1f1\U0001f1e7"]
WORDS = [
    "قمة", "القمّة", "قِمَّةٌ", "قـــمة", "ﻗﻤﺔ", "ﻻ", "السلام", "ﷲ", "الله", "ﷺ", "بيروت", "٢٠٢٦", "1,400",
    "l’accord", "İstanbul’da", "Straße", "e\u0301te\u0301", "O'Brien", "لبنان\u200cی", "ق\u200dم\u200dة",
]  # fmt: skip
PIECES = st.lists(
    st.sampled_from([*WORDS, *MARKS, *UNSEEN, *WIDE, " ", "\n", "\u00a0", ".", "،", "«", "»", "…"]),
    max_size=60,
)
TEXTS = PIECES.map("".join)
LONG = st.lists(st.one_of(TEXTS, st.sampled_from(["كلام كثير لا صلة له به. " * 12, "ا" * 300])), max_size=6)
LOCALES = st.sampled_from(["ar", "en", "fr", "tr", "de"])


def document(title: str, summary: str, body: str) -> dict[str, Any]:
    """A public object with these texts."""
    return {"title": title, "summary": summary, "body": [paragraph(body)]}


def utf16(text: str, start: int, end: int) -> str:
    """What JavaScript slices; raises where a surrogate pair is cut in two."""
    return text.encode("utf-16-le", "surrogatepass")[2 * start : 2 * end].decode("utf-16-le")


def assert_whole_words(highlight: Highlight, original: str, locale: str) -> None:
    """Every range is a word of the original text, as it is written there, and in the same order."""
    assert highlight.ranges
    written = [original[word.start : word.end] for word in analyzer_for(locale).analyze(original).words]
    spans = {(word.start, word.end) for word in analyzer_for(locale).analyze(highlight.text).words}
    reached = 0
    for start, end in highlight.ranges:
        assert reached <= start < end <= len(highlight.text)
        assert highlight.text[start:end] in written
        assert (start, end) in spans
        reached = end
    out = highlight_of(highlight)
    for (start, end), (first, last) in zip(highlight.ranges, out["ranges"], strict=True):
        assert utf16(highlight.text, first, last) == highlight.text[start:end]


@given(asked=TEXTS, texts=st.tuples(TEXTS, TEXTS, LONG.map("".join)), locale=LOCALES, exact=st.booleans())
@example("قمة", ("", "", "ا" * 300 + " قمة"), "ar", False)
@example("ا" * 64, ("", "", "ا" * 300 + " قمة"), "ar", False)
@example("السلام", ("🎉السلام‌عليكم🎉 ﻻ ﷲ", "", ""), "ar", False)
def test_ranges_are_whole_words(asked: str, texts: tuple[str, str, str], locale: str, exact: bool) -> None:
    title, summary, body = texts
    data = document(title, summary, body)
    originals = {"title": title, "summary": summary, "body": body_text(data).replace("\n", " ")}
    for highlight in Marker(asked, locale, exact=exact).highlights(data):
        original = originals[highlight.field]
        assert_whole_words(highlight, original, locale)
        if highlight.field != "body":
            assert highlight.text == original
        else:
            assert highlight.text.removeprefix(ELLIPSIS).removesuffix(ELLIPSIS) in original
            first = highlight.ranges[0]
            assert len(highlight.text) <= max(SNIPPET, first[1]) + 2


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200), locale=LOCALES)
def test_every_word_of_a_text_is_marked_when_it_is_asked_for(text: str, locale: str) -> None:
    """Asked for itself, exactly, every word of a title is marked, and nothing else."""
    words = [(word.start, word.end) for word in analyzer_for(locale).analyze(text).words]
    highlights = Marker(text, locale, exact=True).highlights(document(text, "", ""))
    assert [list(one.ranges) for one in highlights] == ([words] if words else [])


@pytest.mark.parametrize(
    ("asked", "text", "marked"),
    [
        ("القمة", "تُختتم القِمَّـةُ اليوم", "القِمَّـةُ"),
        ("الله", "سبحان ﷲ العظيم", "ﷲ"),
        ("لا إله", "قال ﻻ", "ﻻ"),
        ("لاعب", "ﻻعب جديد", "ﻻعب"),
        ("بيروت", "👩\u200d💻🎉بيروت🎉", "بيروت"),
        ("می‌خواهم", "او می‌خواهم گفت", "می‌خواهم"),
        ("Beirut", "قال \u2067Beirut\u2069 أمس", "Beirut\u2069"),
        ("٢٠٢٦", "عام 2026", "2026"),
        ("été", "e\u0301te\u0301 là", "e\u0301te\u0301"),
    ],
)
def test_what_is_marked(asked: str, text: str, marked: str) -> None:
    (highlight,) = Marker(asked, "ar", exact=True).highlights(document(text, "", ""))
    ((start, end),) = highlight.ranges
    assert highlight.text[start:end] == marked


def test_a_word_longer_than_a_snippet_is_shown_whole() -> None:
    word = "ا" * (SNIPPET * 2)
    (highlight,) = Marker(word, "ar", exact=True).highlights(document("", "", f"نص {word} نص"))
    ((start, end),) = highlight.ranges
    assert highlight.text[start:end] == word


def test_a_snippet_ends_between_words() -> None:
    body = "،".join(f"كلمة{number}" for number in range(200))
    (highlight,) = Marker("كلمة100", "ar", exact=True).highlights(document("", "", body))
    shown = [word for _, _, word in word_spans(highlight.text)]
    assert set(shown) <= {word for _, _, word in word_spans(body)}
    assert "كلمة100" in shown


@pytest.mark.parametrize("locale", ["ar", "en"])
def test_the_api_counts_as_javascript_does(get: Get, locale: str) -> None:
    title = "🎉 𝒜 قِمَّـة Beirut ﷲ 👩\u200d💻 قمة"
    publish_article(title=title, locale=locale)
    SearchConsumer().handle(list(Publication.objects.order_by("sequence")))
    (card,) = get("search/", q="قمة الله beirut", locale=locale).json()["data"]
    marked = card["highlights"][0]
    assert [utf16(marked["text"], *places) for places in marked["ranges"]] == [
        "قِمَّـة",
        "Beirut",
        "ﷲ",
        "قمة",
    ]
