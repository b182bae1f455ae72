"""What of a story is embedded: its title with its beginning, and the same beginning in small parts."""

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from textwrap import wrap
from typing import Final

from news.text.folding import plain_letters
from search.documents import IndexEntry

# Letters of the whole: some two hundred tokens, as the passages such models were trained on.
WHOLE: Final = 700
# A question is answered by a sentence or two, which is nearer to it than all that stands around them.
LEAST: Final = 120
MOST: Final = 300
MOST_PARTS: Final = 4
SLACK: Final = 20
SENTENCE: Final = re.compile(r"(?<=[.!?؟؛…])\s+|\n+")
# What stands for a story without a word.
BLANK: Final = "…"


def parts_of(entry: IndexEntry) -> list[str]:
    """The texts that stand for a story: the whole first, then small parts where there are several."""
    sentences = list(sentences_of(plain_letters(entry.text)))
    small = packed(sentences, LEAST, MOST)
    begun = packed(sentences, WHOLE, WHOLE)
    whole = f"{plain_letters(entry.title)}\n{begun[0] if begun else ''}".strip()
    return [whole or BLANK, *(small[:MOST_PARTS] if len(small) > 1 else ())]


def digest_of(parts: list[str]) -> str:
    """What tells whether a story has to be embedded anew."""
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def sentences_of(text: str) -> Iterator[str]:
    """The sentences of a text, one that is too long in pieces as long as each other; none is blank."""
    for sentence in SENTENCE.split(text):
        pieces = -(-len(sentence) // MOST)
        # A little more than its share for each, for pieces end with a word.
        yield from wrap(sentence, min(MOST, len(sentence) // pieces + SLACK)) if pieces else ()


def packed(sentences: Iterable[str], least: int, most: int) -> list[str]:
    """Neighbouring sentences joined until there are `least` letters, `most` where sentences allow it.

    No part has less than half of `least`, for a few words by themselves are near to anything.
    """
    parts = [""]
    for sentence in sentences:
        full = len(parts[-1]) + len(sentence) >= most
        if len(parts[-1]) >= (least / 2 if full else least):
            parts.append("")
        parts[-1] = f"{parts[-1]} {sentence}".strip()
    if len(parts) > 1 and len(parts[-1]) < least / 2:
        last = parts.pop()
        parts[-1] = f"{parts[-1]} {last}"
    return [part for part in parts if part]
