"""Finds the quoted phrases in what a reader typed."""

import re
from typing import Final

from search.analysis.registry import analyzer_for

# One pair of marks each; a mark without its partner is only punctuation.
QUOTED: Final = re.compile(
    '"([^"]+)"|“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]|‹([^‹›]+)›|「([^「」]+)」',
)


def phrases_in(text: str, locale: str) -> tuple[str, ...]:
    """The quoted parts of `text` with at least two words, in order.

    One word in quotation marks is no phrase: readers paste headlines with their marks.
    """
    analyzer = analyzer_for(locale)
    quoted = (next(part for part in match.groups() if part) for match in QUOTED.finditer(text))
    return tuple(part.strip() for part in quoted if len(analyzer.analyze(part).words) > 1)
