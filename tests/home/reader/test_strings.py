"""Every language of the interface is complete, and counts as its speakers do."""

import re
from pathlib import Path
from string import Formatter

import pytest
from django.conf import settings

from home.reader import strings

LANGUAGES = strings.Text._fields
SOURCES = [*Path("home/reader").rglob("*.py")]
TEMPLATES = [*Path("templates/reader").rglob("*.html")]


def test_the_newsrooms_languages_all_have_words() -> None:
    assert {strings.language_of(code) for code, _ in settings.LANGUAGES} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_missing_or_left_in_another_language(language: str) -> None:
    phrases = strings.words(language)
    assert [name for name, text in phrases.items() if not text.strip()] == []
    if language == "ar":
        latin = [name for name, text in phrases.items() if re.search("[A-Za-z]", re.sub(r"{\w+}", "", text))]
        assert latin == []


@pytest.mark.parametrize("name", sorted(strings.TEXTS))
def test_placeholders_are_the_same_in_every_language(name: str) -> None:
    fields = {
        tuple(sorted(field for _, field, _, _ in Formatter().parse(text) if field))
        for text in strings.TEXTS[name]
    }
    assert len(fields) == 1


def test_templates_use_known_phrases_and_every_phrase_is_used() -> None:
    printed = "".join(path.read_text() for path in TEMPLATES)
    code = "".join(path.read_text() for path in SOURCES if path.name != "strings.py")
    named = set(re.findall(r"\bui\.(\w+)", printed))
    assert named <= set(strings.TEXTS)
    named |= {"clarification", "retraction"}  # printed by their type
    indirect = {name for name in strings.TEXTS if f'"{name}"' in code or name.startswith("kind_")}
    assert set(strings.TEXTS) - named - indirect == set()


def test_templates_hold_no_words_of_their_own() -> None:
    for path in TEMPLATES:
        bare = re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>", "", path.read_text(), flags=re.DOTALL)
        assert not re.search(r"[^\W\d_]", bare), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_counted_has_every_form_the_language_counts_with(language: str) -> None:
    needed = {strings.plural_category(language, count) for count in range(1, 1001)}
    assert needed <= set(strings.RESULTS[language])
    assert needed <= set(strings.SUGGESTED[language])


@pytest.mark.parametrize(
    ("count", "category"),
    [
        (0, "zero"), (1, "one"), (2, "two"), (3, "few"), (10, "few"), (11, "many"), (99, "many"),
        (100, "other"), (101, "other"), (102, "other"), (103, "few"), (110, "few"), (111, "many"),
        (200, "other"), (1003, "few"),
    ],
)  # fmt: skip
def test_arabic_counts_in_six_forms(count: int, category: str) -> None:
    assert strings.plural_category("ar", count) == category


def test_french_nought_is_singular() -> None:
    assert [strings.plural_category("fr", count) for count in (0, 1, 2)] == ["one", "one", "other"]


def test_a_regional_locale_speaks_its_language_and_an_unknown_one_english() -> None:
    assert strings.words("ar-SY")["home"] == "الرئيسية"
    assert strings.words("ku")["home"] == "Home"
