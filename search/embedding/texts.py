"""What of a story is embedded: its title with its beginning, and the same beginning in small parts."""

import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from typing import Final

from news.text.folding import plain_letters
from search.documents import IndexEntry

# Letters of the whole: some two hundred tokens, as the passages such models were trained on.
WHOLE: Final = 700
# A question is answered by a sentence or two, which is nearer to it than all that stands around them.
LEAST: Final = 120
MOST: Final = 300
MOST_PARTS: Final = 4
SENTENCE: Final = re.compile(r"(?<=[.!?؟؛…])\s+|\n+")
# What stands for a story without a word.
BLANK: Final = "…"


def parts_of(entry: IndexEntry) -> list[str]:
    """The texts that stand for a story: the whole first, then small parts where there are several."""
    sentences = list(sentences_of(plain_letters(entry.text)))
    whole = f"{plain_letters(entry.title)}\n{next(packed(sentences, WHOLE, WHOLE), '')}".strip()
    small = list(islice(packed(sentences, LEAST, MOST), MOST_PARTS))
    return [whole or BLANK, *(small if len(small) > 1 else ())]


def digest_of(parts: list[str]) -> str:
    """What tells whether a story has to be embedded anew."""
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def sentences_of(text: str) -> Iterator[str]:
    """The sentences of a text, one that is too long in pieces; none is blank."""
    for sentence in SENTENCE.split(text):
        yield from filter(None, (sentence[at : at + MOST].strip() for at in range(0, len(sentence), MOST)))


def packed(sentences: list[str], least: int, most: int) -> Iterator[str]:
    """Neighbouring sentences joined until there are `least` letters, `most` at the most."""
    part = ""
    for sentence in sentences:
        if part and len(part) + len(sentence) >= most:
            yield part
            part = ""
        part = f"{part} {sentence}".strip()
        if len(part) >= least:
            yield part
            part = ""
    if part:
        yield part
