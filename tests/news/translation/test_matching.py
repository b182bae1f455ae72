"""Phrases are found in every spelling that readers take for the same, as whole words, the longest first."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from news.text.folding import word_spans
from news.translation.matching import Matcher, spellings

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآىؤئء"
ARABIC_WORD = st.text(alphabet=st.sampled_from(LETTERS), min_size=4, max_size=9)
ARABIC_PHRASE = st.lists(ARABIC_WORD, min_size=1, max_size=4).map(" ".join)
LATIN_WORD = st.text(alphabet=st.sampled_from("abcçdeéfgğhıijklmnoöpqrsştuüvwxyz"), min_size=1, max_size=9)
LATIN_PHRASE = st.lists(LATIN_WORD, min_size=1, max_size=4).map(" ".join)
PARTICLES = [
    "",
    "و",
    "ف",
    "ب",
    "ك",
    "ل",
    "ال",
    "وال",
    "فال",
    "وب",
    "فب",
    "ول",
    "وك",
    "بال",
    "كال",
    "وبال",
    "فكال",
]
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=[]))


def found(locale: str, text: str, *phrases: str) -> list[str]:
    """What is found of these phrases in a text, as it stands there."""
    matcher = Matcher(locale, [(phrase, None) for phrase in phrases])
    return [text[match.start : match.end] for match in matcher.longest(text)]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("الأمم المتحدة", "وبالأمم المتحدة"),
        ("الأمم المتحدة", "للأمم المتحدة"),
        ("الأمم المتحدة", "وللامم المتحده"),
        ("الأمم المتحدة", "الأُمَـمُ المُتَّحِدَةُ"),
        ("اللجنة الأولمبية", "وللجنة الأولمبية"),
        ("لجنة", "للجنة"),
        ("أمم", "للأمم"),
        ("البنك المركزي", "فالبنك المركزى"),
        ("بنك مركزي", "البنك المركزي"),
        ("مستشفى", "بالمستشفي"),
        ("مسؤول", "والمسئول"),
        ("ماء", "الماء"),
        ("ماء", "وماء"),
        ("وزارة الصحة", "ووزارة الصحة"),
        ("إسطنبول", "لاسطنبول"),
        ("COVID-19", "كوفيد: COVID-19"[7:]),
    ],
)
def test_arabic_is_found_with_what_is_joined_to_it(phrase: str, text: str) -> None:
    assert found("ar", f"قال: {text}، ثم", phrase) == [text]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("الأمم المتحدة", "الأمم، المتحدة"),
        ("الأمم المتحدة", "الأمم غير المتحدة"),
        ("ماء", "وما الماضي"),
        ("رد", "ورد"),
        ("لجنة", "اللجان"),
        ("الأمم المتحدة", "المتحدة الأمم"),
        ("الأمم المتحدة", "الأمم"),
    ],
)
def test_other_arabic_words_are_not(phrase: str, text: str) -> None:
    assert found("ar", text, phrase) == []


@pytest.mark.parametrize(
    ("locale", "phrase", "text", "there"),
    [
        ("en", "central bank", "The Central Bank's rate", ["Central Bank"]),
        ("en", "bank", "banking, embankment, banks", []),
        ("en", "Coca-Cola", "a Coca Cola", ["Coca Cola"]),
        ("en", "résumé", "Resume", []),
        ("en", "İstanbul", "istanbul", ["istanbul"]),
        ("fr", "ONU", "l’ONU et d'ONU", ["ONU", "ONU"]),
        ("fr", "Côte d'Ivoire", "la Côte d’Ivoire", ["Côte d’Ivoire"]),
        ("fr", "état", "l'ÉTAT", ["ÉTAT"]),
        ("tr", "Türkiye", "Türkiye'nin TÜRKİYE’de", ["Türkiye", "TÜRKİYE"]),
        ("tr", "sınır", "SINIR, sinir, Sınır", ["SINIR", "Sınır"]),
        ("tr", "İzmir", "İZMİR, izmir, ızmır", ["İZMİR", "izmir"]),
        ("en", "Washington, D.C.", "in Washington, D.C., today", ["Washington, D.C"]),
    ],
)
def test_other_languages_are_found_as_whole_words(
    locale: str, phrase: str, text: str, there: list[str]
) -> None:
    assert found(locale, text, phrase) == there


def test_the_longest_wins_and_words_are_used_once() -> None:
    phrases = ("bank", "central bank", "central bank governor", "governor general")
    text = "the central bank governor general met the central bank and a bank"
    assert found("en", text, *phrases) == ["central bank governor", "central bank", "bank"]


def test_every_occurrence_is_told_where_that_is_asked() -> None:
    matcher = Matcher("en", [("bank", 1), ("central bank", 2), ("", 3), ("–", 4)])
    assert [match.value for match in matcher.every("A central bank.")] == [2, 1]


@given(phrase=ARABIC_PHRASE, particles=st.sampled_from(PARTICLES))
@example(phrase="ءابن", particles="و")
@example(phrase="لله لللل", particles="ول")
def test_an_arabic_phrase_is_found_behind_any_particles(phrase: str, particles: str) -> None:
    text = f"هذا {particles}{phrase} هنا"
    assert found("ar", text, phrase) == [particles + phrase]


@given(
    before=st.lists(LATIN_WORD),
    phrase=LATIN_PHRASE,
    after=st.lists(LATIN_WORD),
    locale=st.sampled_from(["en", "fr", "tr"]),
)
def test_a_phrase_is_found_wherever_it_stands(
    before: list[str], phrase: str, after: list[str], locale: str
) -> None:
    text = " ".join([*before, phrase, *after])
    matcher = Matcher(locale, [(phrase, None)])
    assert len(" ".join(before)) + bool(before) in {match.start for match in matcher.every(text)}


@given(
    text=ANY_TEXT, phrases=st.lists(ANY_TEXT, max_size=4), locale=st.sampled_from(["ar", "en", "fr", "tr"])
)
def test_whatever_is_found_is_in_the_text_and_spelled_as_the_phrase(
    text: str, phrases: list[str], locale: str
) -> None:
    end = 0
    for match in Matcher(locale, [(one, one) for one in phrases]).longest(text):
        assert end <= match.start < match.end <= len(text)
        end = match.end
        if locale != "ar":
            assert spellings(text[match.start : match.end], locale) == spellings(match.value, locale)
    for phrase in phrases:
        if list(word_spans(phrase)) and spellings(phrase, locale):
            assert found(locale, phrase, phrase)
