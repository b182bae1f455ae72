"""What of a story is translated: its words, piece by piece, under keys that its translations share."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from django.utils.html import escape

from news.models import ArticlePage
from news.text.plain import clean, shows, without_keys

FIELDS: Final = (
    "title", "standfirst", "lead_image_alt", "lead_image_caption", "seo_title", "search_description"
)  # fmt: skip
# Kept elsewhere, once for all stories; what a story has of them is compared all the same.
NAMES: Final = ("bylines", "topics")
WHITE: Final = re.compile(r"[ \t\u00a0]+")


def pieces(article: ArticlePage) -> dict[str, str]:
    """The words of `article`, from its row or a revision, in reading order; what says nothing is left out.

    Keys are names of fields and ids of blocks. A piece is HTML, one line for each text that makes it up.
    """
    fields = ((name, escape(getattr(article, name))) for name in FIELDS)
    blocks = ((block["id"], words_of(block)) for block in article.body.get_prep_value())
    found = (*fields, *blocks, *names_of(article))
    return {key: text for key, raw in found if shows(text := settled(raw))}


def names_of(article: ArticlePage) -> Iterator[tuple[str, str]]:
    """The names of its authors in their order, and of its topics in one that all languages share."""
    topics = sorted(article.topics.all(), key=lambda topic: str(topic.translation_key))
    yield "bylines", "\n".join(escape(line.author.name) for line in article.bylines.all())
    yield "topics", "\n".join(escape(topic.name) for topic in topics)


def words_of(block: Mapping[str, Any]) -> str:
    """The words of a stored block, one line for each of its texts; empty where it has none."""
    return "\n".join(WORDS[block["type"]](block["value"])) if block["type"] in WORDS else ""


def settled(text: str) -> str:
    """`text` as it is compared: what cannot be seen to differ, does not differ."""
    return WHITE.sub(" ", without_keys(clean(text))).strip()


def digest(text: str) -> str:
    """SHA-256 of a piece, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def digests(found: Mapping[str, str]) -> dict[str, str]:
    """The digests of pieces, by key."""
    return {key: digest(text) for key, text in found.items()}


def items(value: Mapping[str, Any]) -> Iterator[str]:
    """The items of a list, stored with or without ids of their own."""
    for item in value["items"]:
        yield item["value"] if isinstance(item, dict) else item


def plain(*names: str) -> Callable[[Mapping[str, Any]], Iterator[str]]:
    """Reads these plain texts of a block."""
    return lambda value: (escape(value.get(name) or "") for name in names)


# The texts of blocks that have plain ones.
PLAIN: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"heading": ("text",), "quote": ("text", "attribution"), "image": ("alt", "caption")}
)
# How to read the words of each kind of block; related stories have none.
WORDS: Mapping[str, Callable[[Any], Iterator[str]]] = MappingProxyType(
    {
        "paragraph": lambda value: iter([value or ""]),
        "list": items,
        **{kind: plain(*names) for kind, names in PLAIN.items()},
    }
)
