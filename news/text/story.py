"""Reads a story typed as plain text: headline, paragraphs, sub-headings."""

from dataclasses import dataclass
from typing import Final

from news.text.plain import shows

LONGEST_TITLE: Final = 255
LONGEST_HEADING: Final = 80
# What ends a sentence. A question mark is not among them: sub-headings often ask.
CLOSING: Final = (".", "…", "!", ":", "،", "؛", ",", ";")
CLOSING_QUOTES: Final = "»”\"'’)"
EDGES: Final = " \t\u00a0\u200b\u200e\u200f\ufeff"


class NotAStory(ValueError):
    """The text cannot be read as a story; the message says why."""


@dataclass(frozen=True)
class PlainBlock:
    """A paragraph or a heading, quotation marks as typed."""

    kind: str
    text: str


@dataclass(frozen=True)
class PlainStory:
    """A headline and the blocks below it."""

    title: str
    blocks: tuple[PlainBlock, ...]


def read_story(text: str) -> PlainStory:
    """`text` as a story: the first line that says something is the headline, blank lines separate the rest.

    A short line of its own without closing punctuation becomes a heading, unless it is the last: nothing
    would stand below it. Raises NotAStory.
    """
    lines = [line.strip(EDGES) for line in text.splitlines()]
    start = next((number for number, line in enumerate(lines) if shows(line)), None)
    if start is None:
        raise NotAStory("The text is empty.")
    title = lines[start]
    if len(title) > LONGEST_TITLE:
        raise NotAStory(
            f"The first line is the headline; it has {len(title)} characters, at most {LONGEST_TITLE} fit."
        )
    groups = list(_groups(lines[start + 1 :]))
    if not groups:
        raise NotAStory("There is nothing below the headline.")
    last = len(groups) - 1
    return PlainStory(title, tuple(_block(group, number == last) for number, group in enumerate(groups)))


def _groups(lines: list[str]) -> list[list[str]]:
    groups: list[list[str]] = [[]]
    for line in lines:
        if shows(line):
            groups[-1].append(line)
        else:
            groups.append([])
    return [group for group in groups if group]


def _block(lines: list[str], is_last: bool) -> PlainBlock:
    text = " ".join(lines)
    heading = len(lines) == 1 and not is_last and len(text) <= LONGEST_HEADING and not _closed(text)
    return PlainBlock("heading" if heading else "paragraph", text)


def _closed(text: str) -> bool:
    return text.rstrip(CLOSING_QUOTES).endswith(CLOSING)
