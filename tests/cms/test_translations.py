"""The admin's own words are complete in every language it speaks, and compiled as they are written."""

import ast
import re
from datetime import datetime

import pytest
from django.conf import settings
from django.utils.formats import localize
from django.utils.translation import gettext, override

from tests.cms.catalogs import (
    LOCALE,
    Entry,
    compiled,
    expected,
    po_entries,
    python_messages,
    source_messages,
)

LANGUAGES = sorted({code for code, _name in settings.LANGUAGES} - {"en"})
MESSAGES = source_messages()
# Placeholders, and the names of formats, which are the same in every language.
NO_WORDS = re.compile(r"%\(\w+\)[a-z]|{\w+}|\b(?:CSV|UTF-8|XLIFF|XML|HTML|DOCTYPE)\b")
FORMS = {"ar": 6, "fr": 2, "tr": 2}


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[a-z]|{\w*}|%[sdr]", text))


def messages(language: str) -> list[Entry]:
    return po_entries(language)[1:]


def test_the_settings_name_the_catalogs() -> None:
    assert settings.USE_I18N
    assert settings.LOCALE_PATHS == [LOCALE]
    assert {"article", "Live, but withheld from readers"} <= MESSAGES


def test_messages_are_constant_and_their_placeholders_named() -> None:
    assert [ast.unparse(node) for node in python_messages() if not isinstance(node, ast.Constant)] == []
    found = {mark for message in MESSAGES for mark in placeholders(message)}
    assert [mark for mark in found if mark in {"{}", "%s", "%d", "%r"}] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_and_none_is_left_over(language: str) -> None:
    texts = [entry.text.items() for entry in messages(language)]
    translated = {text for strings in texts for key, text in strings if key.startswith("msgid")}
    assert translated ^ MESSAGES == set()
    assert [entry for entry in messages(language) if "fuzzy" in entry.flags] == []
    assert [entry for entry in messages(language) if not all(entry.translations.values())] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_the_message(language: str) -> None:
    for entry in messages(language):
        *small, last = map(placeholders, entry.translations.values())
        full = placeholders(entry.text.get("msgid_plural", entry.text["msgid"]))
        assert last == full, entry
        # A form for none, one or two may leave the number to its noun.
        assert all(form <= full for form in small), entry


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_every_form_of_the_language(language: str) -> None:
    assert f"nplurals={FORMS[language]};" in expected(language)[""]
    plurals = [entry for entry in messages(language) if "msgid_plural" in entry.text]
    assert {len(entry.translations) for entry in plurals} <= {FORMS[language]}


def test_arabic_holds_no_latin_letters() -> None:
    texts = [text for entry in messages("ar") for text in entry.translations.values()]
    assert [text for text in texts if re.search("[A-Za-z]", NO_WORDS.sub("", text))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalog_is_up_to_date(language: str) -> None:
    assert compiled(language) == expected(language), "run: manage.py compilemessages --ignore .venv"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_admin_speaks_it(language: str) -> None:
    with override(language):
        assert gettext("standfirst") == expected(language)["standfirst"]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("ar", "26 نوفمبر 2026، 12:30 ص"),
        ("en", "Nov. 26, 2026, 12:30 a.m."),
        ("fr", "26 novembre 2026 00:30"),
        ("tr", "26 Kasım 2026 00:30"),
    ],
)
def test_a_moment_is_written_as_the_language_does(code: str, told: str) -> None:
    with override(code):
        assert localize(datetime(2026, 11, 26, 0, 30)) == told  # noqa: DTZ001 - it is only written
