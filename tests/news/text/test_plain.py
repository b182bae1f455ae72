"""Plain text from HTML and from pasted strings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.text.plain import clean, plain_text, shows

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=[]))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>أهلا<br>بكم</p><p>في &laquo;نشرة&raquo;</p>", "أهلا بكم في «نشرة»"),
        ("<p><b>ال</b>قدس</p>", "القدس"),
        ("نص <script>alert(1)</script><style>p{}</style>آخر", "نص آخر"),
        ("<ul><li>أول</li><li>ثان</li></ul>", "أول ثان"),
        ("5 &lt; 6 &#x627;", "5 < 6 ا"),
    ],
)
def test_html_to_text(html: str, text: str) -> None:
    assert plain_text(html) == text


def test_clean_removes_what_cannot_be_stored_or_shown() -> None:
    assert clean("a\x00b\ud800c\x1b\td\r\ne\u0301") == "abc\td\né"


@pytest.mark.parametrize("text", ["خ", "؟", "ـ", "\u064b", "🚀", "\u200fأ", "❤\ufe0f", "\U0001fae8"])
def test_what_can_be_seen_shows(text: str) -> None:
    assert shows(text)


@pytest.mark.parametrize(
    "text", ["", " \t\u3000", "\u200f\u202e", "\u2060", "\u2066\u2069", "\u3164", "\ufe0f", "\x00"]
)
def test_what_cannot_be_seen_does_not(text: str) -> None:
    assert not shows(text)


@given(ANY_TEXT)
def test_cleaning_is_final(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    cleaned.encode()


@given(ANY_TEXT)
def test_any_markup_gives_text(text: str) -> None:
    plain_text(text).encode()
