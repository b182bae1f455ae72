"""Keeps what the newsroom has a word for from being translated otherwise, and marks from being lost."""

import re
from collections import Counter
from collections.abc import Mapping
from html import escape
from typing import Any, Final

from bs4 import BeautifulSoup

TAG: Final = re.compile(r"(<[^>]*>)")
PARTICLES: Final = "[وفبلك]{0,2}"  # and, so, in, to, as: written without a space
KEPT: Final = ("href", "linktype", "id")


def protect(text: str, terms: Mapping[str, str]) -> str:
    """HTML in which each of `terms` is the form it must have, marked as not to be translated.

    Of two terms that begin at the same place the longer one counts. Part of a word is no term, but for what
    an Arabic word has before it.
    """
    if not terms:
        return text
    longest = sorted(map(written, terms), key=len, reverse=True)
    found = re.compile(rf"(?<!\w)({PARTICLES})({'|'.join(map(re.escape, longest))})(?!\w)")
    forms = {written(term): written(form) for term, form in terms.items()}

    def marked(match: re.Match[str]) -> str:
        return f'{match[1]}<span translate="no">{forms[match[2]]}</span>'

    parts = TAG.split(text)
    return "".join(part if place % 2 else found.sub(marked, part) for place, part in enumerate(parts))


def unprotected(text: str) -> str:
    """HTML without the marks that `protect` put there, whatever a machine left of them."""
    if "<span" not in text.lower():
        return text
    soup = BeautifulSoup(text, "html.parser")
    for span in soup.find_all("span"):
        span.unwrap()
    return str(soup)


def written(text: str) -> str:
    """Words as HTML text has them."""
    return escape(text, quote=False)


def keeps_marks(text: str, answer: str) -> bool:
    """Whether an answer has the marks and links of the text, in whatever order."""
    return marks_of(text) == marks_of(answer)


def marks_of(text: str) -> Counter[tuple[Any, ...]]:
    """The marks in a fragment, and where links lead; paragraphs are not among them."""
    tags = BeautifulSoup(text, "html.parser").find_all(lambda tag: tag.name != "p")
    return Counter((tag.name, *(tag.get(name) for name in KEPT)) for tag in tags)
