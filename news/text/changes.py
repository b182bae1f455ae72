"""What changed between two texts, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

TOKENS: Final = re.compile(r"\s+|\S+")


class Kind(StrEnum):
    """Whether a part is in both texts, in the old one alone, or in the new one alone."""

    KEPT = "kept"
    GONE = "gone"
    ADDED = "added"


@dataclass(frozen=True)
class Part:
    """Words in a row that share a fate."""

    kind: Kind
    text: str


def changes(old: str, new: str) -> list[Part]:
    """What was kept, what went and what came, in reading order.

    What was kept and what is gone make up `old`; what was kept and what was added make up `new`. Between two
    changes a space alone is no reason to stop: it goes and comes with them.
    """
    gone, added, parts = "", "", []
    for kept, before, after in matched(TOKENS.findall(old), TOKENS.findall(new)):
        if not kept or ((gone or added) and not before.strip()):
            gone, added = gone + before, added + after
            continue
        parts += [*changed(gone, added), Part(Kind.KEPT, before)]
        gone, added = "", ""
    return [*parts, *changed(gone, added)]


def matched(old: list[str], new: list[str]) -> Iterator[tuple[bool, str, str]]:
    """Runs of words, whether they are the same in both, and what either text says there."""
    for name, start, end, begin, stop in SequenceMatcher(None, old, new).get_opcodes():
        yield name == "equal", "".join(old[start:end]), "".join(new[begin:stop])


def changed(gone: str, added: str) -> Iterator[Part]:
    """The parts of one change."""
    if gone:
        yield Part(Kind.GONE, gone)
    if added:
        yield Part(Kind.ADDED, added)
