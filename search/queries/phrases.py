"""Finds the quoted phrases in what a reader typed."""

import re
from collections.abc import Mapping
from typing import Final

from news.text import tables
from news.text.folding import character_class
from search.analysis.registry import analyzer_for

# What closes a quotation, by what opens it. Keyboards and languages differ in which mark comes first, readers
# who write from right to left most of all; a typewriter's mark closes a curly one and the other way round.
CLOSING: Final[Mapping[str, str]] = {
    '"': '"”“＂',
    "＂": '＂"',
    "“": '”“"',
    "”": '“”"',
    "„": '“”"„',
    "‟": '”"',
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
    "〝": "〞〟",
    "❝": "❞",
    "''": "''",
}


def pattern() -> re.Pattern[str]:
    """Matches what stands between two marks that belong together; a mark after a digit says inches."""
    pairs = (
        f"{re.escape(opening)}(?P<p{number}>.+?)(?:{'|'.join(map(re.escape, ends(closing)))})"
        for number, (opening, closing) in enumerate(CLOSING.items())
    )
    return re.compile(f"(?<![{character_class(tables.DIGITS)}])(?:{'|'.join(pairs)})", re.DOTALL)


def ends(closing: str) -> list[str]:
    """The marks in `closing`: each sign one, but for two apostrophes."""
    return [closing] if closing == "''" else list(closing)


QUOTED: Final = pattern()


def phrases_in(text: str, locale: str) -> tuple[str, ...]:
    """The quoted parts of `text` with at least two words, in order, each once.

    One word in quotation marks is no phrase: readers paste headlines with their marks. A mark without its
    partner is only punctuation. What is quoted within a quotation is part of it.
    """
    analyzer = analyzer_for(locale)
    quoted = (str(match.group(match.lastgroup or 0)).strip() for match in QUOTED.finditer(text))
    return tuple(dict.fromkeys(part for part in quoted if len(analyzer.analyze(part).words) > 1))
