"""Reads lines of words that editors typed."""

import re
from typing import Final

from news.text import tables
from news.text.folding import removing
from news.text.plain import clean

LONGEST_LINES: Final = 4000
WHITE: Final = re.compile(r"\s+")
INVISIBLE: Final = removing(tables.INVISIBLE)


def one_line(text: str) -> str:
    """`text` on one line, without what cannot be seen."""
    return WHITE.sub(" ", clean(text).translate(INVISIBLE)).strip()


def lines_in(text: str) -> tuple[str, ...]:
    """The lines of `text` in which something is written, each once."""
    return tuple(dict.fromkeys(filter(None, map(one_line, text.splitlines()))))
