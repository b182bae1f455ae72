"""Reads rich text from outside as the editor would store it: what it has no button for goes."""

from bs4 import BeautifulSoup
from draftjs_exporter.error import ExporterException
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from news.blocks import INLINE_FEATURES
from news.text.plain import storable

LONGEST = 20_000  # letters of a paragraph, its marks included
DEEPEST = 20  # marks around one letter
MARKS = frozenset({"a", "b", "em", "i", "strong"})


class TooDeep(Exception):
    """Marks stand within marks, more than DEEPEST of them."""


# What `rich` raises; the first two come from the converter.
UNREADABLE = (AssertionError, ExporterException, TooDeep)


def rich(html: str) -> str:
    """Rich text with what the editor has a button for, and nothing else; raises what UNREADABLE names."""
    converter = ContentstateConverter(features=INLINE_FEATURES)
    return str(converter.to_database_format(converter.from_database_format(balanced(storable(html)))))


def balanced(html: str) -> str:
    """HTML with every tag closed where it was opened, and no link to a page that it does not name.

    Raises TooDeep: the converter goes into every mark by calling itself.
    """
    soup = BeautifulSoup(html, "html.parser")
    if depth_of(soup) > DEEPEST:
        raise TooDeep
    for link in soup.find_all("a", linktype=True):
        if not str(link.get("id") or "").isdecimal():
            link.unwrap()
    return str(soup)


def depth_of(soup: BeautifulSoup) -> int:
    """How many marks stand within one another; paragraphs that nobody closed do not count."""
    depths = {id(soup): 0}
    for tag in soup.find_all(True):
        depths[id(tag)] = depths[id(tag.parent)] + (tag.name in MARKS)
    return max(depths.values())
