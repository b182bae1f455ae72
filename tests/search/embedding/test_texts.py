"""What of a story is embedded."""

from hypothesis import given
from hypothesis import strategies as st

from search.embedding.texts import LEAST, MOST, MOST_PARTS, WHOLE, digest_of, parts_of
from tests.search.entries import entry

SENTENCE = "أعلنت الوزارة اليوم خطة جديدة لدعم الخبز في جميع المحافظات. "
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=[]), max_size=2_000)


def test_a_short_story_is_one_text() -> None:
    assert parts_of(entry("عنوان", "نص قصير.")) == ["عنوان\nنص قصير."]


def test_a_long_one_is_its_beginning_and_small_parts_of_it() -> None:
    whole, *small = parts_of(entry("عنوان", SENTENCE * 40, standfirst="مقدمة الخبر."))
    assert whole.startswith("عنوان\nمقدمة الخبر. أعلنت")
    assert WHOLE - 100 < len(whole) <= WHOLE + len("عنوان\n")
    assert len(small) == MOST_PARTS
    assert small[0].startswith("مقدمة الخبر.")
    assert all(part in f"مقدمة الخبر. {SENTENCE * 40}" for part in small)


def test_spellings_that_look_alike_are_one_text() -> None:
    assert parts_of(entry("أسْعَارُ الخُبــز ۲۰۲۶")) == parts_of(entry("أسعار الخبز 2026"))


def test_a_change_beyond_the_beginning_changes_nothing() -> None:
    before, after = (parts_of(entry("عنوان", SENTENCE * 40 + end)) for end in ("", "خاتمة"))
    assert digest_of(before) == digest_of(after)
    assert digest_of(parts_of(entry("عنوان آخر", SENTENCE * 40))) != digest_of(before)


def test_no_part_is_a_few_words_or_more_than_two_parts() -> None:
    long = "كلمة " * 61 + "وبعدها جملة. "
    for body in (long, f"قبلها. {long}", f"{long}بعدها.", SENTENCE * 7 + "تم."):
        small = parts_of(entry("عنوان", body))[1:]
        assert all(LEAST / 2 <= len(part) < 2 * MOST for part in small)


@given(title=ANY_TEXT, body=ANY_TEXT)
def test_any_story_has_parts_of_bounded_length(title: str, body: str) -> None:
    whole, *small = parts_of(entry(title, body))
    assert whole
    assert len(small) <= MOST_PARTS
    assert all(LEAST / 2 <= len(part) < 2 * MOST for part in small)
