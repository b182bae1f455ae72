"""Terms keep the form the newsroom wants, and marks that a machine lost are noticed."""

import pytest

from news.translation.machine.protecting import keeps_marks, protect, unprotected

NO = '<span translate="no">{}</span>'


@pytest.mark.parametrize(
    ("text", "terms", "found"),
    [
        ("نص بلا مصطلح", {}, "نص بلا مصطلح"),
        ("زار مجلس النواب أمس", {"مجلس النواب": "House of Representatives"},
         f"زار {NO.format('House of Representatives')} أمس"),
        ("مجلس النواب ومجلس آخر", {"مجلس": "council", "مجلس النواب": "House"},
         f"{NO.format('House')} و{NO.format('council')} آخر"),
        ('<a href="/مجلس">مجلس</a>', {"مجلس": "council"}, f'<a href="/مجلس">{NO.format("council")}</a>'),
        ("AT&amp;T و R&amp;D", {"AT&T": "AT&T <Inc>"}, f"{NO.format('AT&amp;T &lt;Inc&gt;')} و R&amp;D"),
        ("وبالميناء والميناء والسماء", {"الميناء": "port", "ماء": "water"},
         f"وب{NO.format('port')} و{NO.format('port')} والسماء"),
        ("c++ (c++)", {"c++": "C++"}, f"{NO.format('C++')} ({NO.format('C++')})"),
    ],
)  # fmt: skip
def test_terms_are_written_as_they_must_be(text: str, terms: dict[str, str], found: str) -> None:
    assert protect(text, terms) == found


def test_what_was_protected_is_unwrapped() -> None:
    assert unprotected(f"<p>The {NO.format('House')} &amp; <b>x</b></p>") == "<p>The House &amp; <b>x</b></p>"
    assert unprotected("<p>x <Span>y</Span></p>") == "<p>x y</p>"
    assert unprotected("<p>x < y</p>") == "<p>x < y</p>"


def test_lost_marks_are_noticed() -> None:
    text = '<p>ا <b>ب</b> <a href="/x">ج</a><br/></p>'
    assert keeps_marks(text, '<p><a href="/x">c</a> a<br> <b>b</b></p>')
    for answer in (
        "<p>a b c</p>", '<p>a <b>b</b> <a href="/y">c</a><br/></p>', f"{text}<script>x</script>",
        '<p>a <b>b</b> <b>b</b> <a href="/x">c</a><br/></p>', "a",
    ):  # fmt: skip
        assert not keeps_marks(text, answer)
