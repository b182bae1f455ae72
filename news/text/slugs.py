"""Makes the last part of an address from a headline, in the headline's own letters."""

import re
import sys
import unicodedata
from typing import Final

from news.text.folding import DIGITS, FORMS, UNSEEN, lower, word_spans

MAX_LENGTH: Final = 80

# A possessive s or a contracted t reads better joined to its word than as a word of one letter.
ENDING: Final = re.compile(r"['’](?=[stST](?![a-zA-Z]))")
# What tells two addresses with the same words apart stays where an address is cut.
NUMBER: Final = re.compile(r"-[0-9]{1,4}\Z")
APOSTROPHES: Final = re.compile(r"['‘’‚‛ʼʹ′`´＇.,٫٬]")


def slugify(text: str, max_length: int = MAX_LENGTH) -> str:
    """`text` as a Unicode slug in NFC: words in small letters joined by hyphens, "" if it holds no word.

    Tatweel, vowel signs and direction marks are left out, presentation forms and digits made plain; letters
    keep their hamzas and accents. At most `max_length` characters, cut at a word's end where there is one.
    """
    plain = unicodedata.normalize("NFC", text).translate({**UNSEEN, **FORMS, **DIGITS})
    plain = lower(ENDING.sub("", plain))
    words = [part for _, _, word in word_spans(plain) for part in APOSTROPHES.split(word) if part]
    return shorten(unicodedata.normalize("NFC", "-".join(words)), max_length)


def shorten(slug: str, max_length: int) -> str:
    """`slug` of at most `max_length` characters, without its last words rather than with half of one."""
    if len(slug) <= max_length:
        return slug
    head, hyphen, _ = slug[: max_length + 1].rpartition("-")
    return head if hyphen else slug[:max_length]


def numbered(slug: str, number: int) -> str:
    """`slug` with `number` behind it, of at most MAX_LENGTH characters."""
    ending = f"-{number}"
    return shorten(slug, MAX_LENGTH - len(ending)) + ending


def slug_as_typed(text: str) -> str:
    """The slug of an address that somebody typed: where it must be cut, the number at its end stays."""
    slug = slugify(text, sys.maxsize)
    ending = NUMBER.search(slug)
    if len(slug) <= MAX_LENGTH or not ending:
        return shorten(slug, MAX_LENGTH)
    return shorten(slug[: ending.start()], MAX_LENGTH - len(ending[0])) + ending[0]


def slug_or(text: str, fallback: str) -> str:
    """The slug of `text`, or `fallback` where `text` holds no word; `fallback` must not be empty."""
    return slugify(text) or fallback
