"""Folds spellings that readers do not tell apart: marks, keyboards, digits, hamzas, case, accents."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from news.text import tables

Table = dict[int, str | None]


def code_points(ranges: tables.Ranges) -> Iterator[int]:
    """Every code point of `ranges`, in order."""
    for first, last in ranges:
        yield from range(first, last + 1)


def removing(*groups: tables.Ranges) -> Table:
    """A translation table that deletes the code points of all `groups`."""
    return {code: None for group in groups for code in code_points(group)}


def replacing(groups: Mapping[str, Iterable[str]]) -> Table:
    """A translation table from each variant to the key it is listed under."""
    return {ord(variant): target for target, variants in groups.items() for variant in variants}


def presentation_forms() -> Table:
    """The letters each presentation form shows, without the marks and spaces some forms carry."""
    unmarked = {**removing(tables.ARABIC_MARKS, tables.TATWEEL), ord(" "): None}
    return {
        code: unicodedata.normalize("NFKC", chr(code)).translate(unmarked)
        for code in code_points(tables.PRESENTATION)
    }


def lower_case() -> Table:
    """The small letter of each capital."""
    shifted = {
        code: chr(code + by) for first, last, by in tables.CASE_SHIFTS for code in range(first, last + 1)
    }
    paired = {code: chr(code + 1) for first, last in tables.CASE_PAIRS for code in range(first, last + 1, 2)}
    singles = {ord(capital): small for capital, small in tables.CASE_SINGLES.items()}
    return {**shifted, **paired, **singles}


UNSEEN: Final = removing(tables.ARABIC_MARKS, tables.TATWEEL, tables.INVISIBLE)
FORMS: Final = presentation_forms()
DIGITS: Final[Table] = {zero + digit: str(digit) for zero in tables.DIGIT_ZEROS for digit in range(10)}
LETTERS: Final = replacing(tables.LETTER_VARIANTS)
SIGNS: Final = replacing(
    {" ": tables.QUOTES + tables.SPACES, "'": tables.APOSTROPHES, **tables.PUNCTUATION},
)
MAPPING: Final[Table] = {**UNSEEN, **FORMS, **DIGITS, **LETTERS, **SIGNS}
LOWER: Final = lower_case()
# Before LOWER, so that the Turkish capital without a dot does not become the small letter with one.
TURKISH_LOWER: Final[Table] = {**LOWER, ord("I"): "ı"}
SPELLING: Final = replacing(tables.SPELLING)
HAMZA: Final = replacing(tables.HAMZA_CARRIERS)
ACCENTS: Final[Table] = {**removing(tables.COMBINING), **replacing(tables.ACCENTS)}
FOLD: Final[Table] = {**SPELLING, **ACCENTS}


def plain_letters(text: str) -> str:
    """`text` with marks, tatweel and invisible characters gone and each letter, digit and quote in one form.

    Case, hamzas, ta marbuta and accents stay. Idempotent. No longer than NFKC of the same text.
    """
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    return unicodedata.normalize("NFC", composed.translate(MAPPING))


def lower(text: str, *, turkish: bool = False) -> str:
    """`text` in small letters, by table; with `turkish`, I becomes the letter without a dot."""
    return text.translate(TURKISH_LOWER if turkish else LOWER)


def fold(text: str) -> str:
    """`text` as it is compared: plain letters, small, one alef, ya for alef maqsura, ha for ta marbuta.

    Idempotent; any string is allowed, lone surrogates included. Words stay apart where they were.
    """
    return lower(plain_letters(text)).translate(FOLD)


def fold_hamza(word: str) -> str:
    """A folded `word` with hamza carriers bare, and hamza on the line gone unless it is the first letter.

    Before waw, hamza is written on waw or on ya: both come out as waw.
    """
    bare = word.replace("ئو", "وو").translate(HAMZA)
    return bare[:1] + bare[1:].replace("ء", "")


def character_class(*groups: tables.Ranges) -> str:
    """The inside of a regular expression's brackets for all code points of `groups`."""
    return "".join(
        f"{re.escape(chr(first))}-{re.escape(chr(last))}" for group in groups for first, last in group
    )


@cache
def word_pattern() -> re.Pattern[str]:
    """Matches one word in unfolded text.

    A word is a run of letters and digits with the marks and invisible characters inside it. An apostrophe
    between two letters, and one separator between two digits, belong to it.
    """
    marks = character_class(tables.ARABIC_MARKS, tables.TATWEEL, tables.INVISIBLE, tables.COMBINING)
    digits = character_class(tables.DIGITS)
    base = character_class(tables.LETTERS, tables.DIGITS)
    apostrophes = re.escape("'" + tables.APOSTROPHES)
    run = f"[{base}][{base}{marks}]*"
    inside = f"[{apostrophes}](?=[{base}])|(?<=[{digits}])[.,\u066b\u066c](?=[{digits}])"
    return re.compile(f"{run}(?:(?:{inside}){run})*")


def word_spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Each word of `text` as (start, end, word), the word as written: text[start:end]."""
    for match in word_pattern().finditer(text):
        yield match.start(), match.end(), match.group()
