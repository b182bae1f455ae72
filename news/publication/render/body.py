"""A story's stored blocks as the blocks of its document."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import nh3
from django.utils.html import escape
from wagtail.rich_text import LinkRewriter

from news.models import NewsImage, NewsRendition
from news.models.sizes import WIDE
from news.publication import presets
from news.publication.render.common import url_for
from news.text.plain import clean, plain_text
from news.translation.standing import Standing

ALLOWED_TAGS = {"p", "br", "b", "i", "a"}
PAGE_NUMBER = re.compile("[0-9]{1,18}")  # more is no number that a database can be asked for
LINK_SCHEMES = {"http", "https", "mailto", "tel"}
Block = dict[str, Any]


@dataclass(frozen=True)
class Link:
    """A page that a text or a block links to; `path` is empty where it is not public."""

    public_id: UUID
    path: str = ""


@dataclass(frozen=True)
class Material:
    """What stories name by number, loaded once for all of them."""

    images: Mapping[int, NewsImage]
    renditions: Mapping[int, Mapping[str, NewsRendition]]
    links: Mapping[int, Link]
    url_of: Callable[[NewsRendition], str]
    breaking: Mapping[int, datetime]
    corrected: Mapping[UUID, Mapping[str, dict[str, Any]]]
    standings: Mapping[int, Standing]


@dataclass
class Body:
    """The blocks of one document, and what they are made from, public or not."""

    blocks: list[Block] = field(default_factory=list)
    image_ids: set[int] = field(default_factory=set)
    linked: set[UUID] = field(default_factory=set)


def render_body(raw: Iterable[Block], material: Material) -> Body:
    """The stored blocks `raw` (`{"id", "type", "value"}`) as public blocks, without what cannot be shown."""
    body = Body()
    for block in raw:
        value = RENDERERS[block["type"]](block["value"], material, body)
        if value is not None:
            body.blocks.append({"id": block["id"], "type": block["type"], "value": value})
    return body


def rich_text(source: Any, material: Material, body: Body) -> dict[str, str]:
    """Stored rich text as clean HTML and plain text; links to what is not public lose their address."""

    def link(attrs: dict[str, str]) -> str:
        target = material.links.get(page_number(attrs))
        if target is None:
            return "<a>"
        body.linked.add(target.public_id)
        if not target.path:
            return "<a>"
        return f'<a href="{escape(url_for(target.path))}">'

    linked = LinkRewriter(rules={"page": link})(clean(str(source or "")))
    html = nh3.clean(
        linked, tags=ALLOWED_TAGS, attributes={"a": {"href"}}, url_schemes=LINK_SCHEMES, link_rel="noopener"
    )
    return {"html": html, "text": plain_text(html)}


def paragraph(value: Any, material: Material, body: Body) -> Block | None:
    """A paragraph; None where it says nothing."""
    rendered = rich_text(value, material, body)
    return rendered if rendered["text"].strip() else None


def heading(value: Any, _material: Material, _body: Body) -> Block:
    """A sub-heading of level 2 or 3."""
    return {"text": clean(value["text"]), "level": int(value.get("level") or 2)}


def list_of_items(value: Any, material: Material, body: Body) -> Block:
    """A numbered or bulleted list."""
    items = [rich_text(item["value"], material, body) for item in value.get("items", [])]
    return {"ordered": bool(value.get("ordered")), "items": items}


def quote(value: Any, _material: Material, _body: Body) -> Block:
    """A quotation and who said it."""
    return {"text": clean(value["text"]), "attribution": clean(value.get("attribution") or "")}


def picture(value: Any, material: Material, body: Body) -> Block | None:
    """An image of the story; None where the image is gone."""
    words = Words(value.get("alt") or "", value.get("caption") or "", value.get("credit") or "")
    return image_document(value.get("image"), words, material, body.image_ids)


def related(value: Any, material: Material, body: Body) -> Block:
    """Stories linked by an editor, as the ids of those that are public."""
    found = [link for item in value.get("articles", []) if (link := material.links.get(item["value"]))]
    body.linked.update(link.public_id for link in found)
    return {"articles": [str(link.public_id) for link in found if link.path]}


RENDERERS: dict[str, Callable[[Any, Material, Body], Block | None]] = {
    "paragraph": paragraph,
    "heading": heading,
    "list": list_of_items,
    "quote": quote,
    "image": picture,
    "related": related,
}


@dataclass(frozen=True)
class Words:
    """What a story says of an image; empty falls back to the image's own."""

    alt: str
    caption: str
    credit: str


def image_document(
    image_id: int | None,
    words: Words,
    material: Material,
    used: set[int],
    sizes: tuple[str, ...] = WIDE,
) -> Block | None:
    """An image as documents show it, and its id noted in `used`; None where there is none."""
    image = material.images.get(image_id) if image_id else None
    if image is None:
        return None
    used.add(image.pk)
    renditions = material.renditions[image.pk]
    focal = image.get_focal_point()
    centre = (
        [round(focal.centroid.x / image.width, 4), round(focal.centroid.y / image.height, 4)]
        if focal
        else None
    )
    return {
        "alt": clean(words.alt or image.default_alt),
        "caption": clean(words.caption),
        "credit": clean(words.credit or image.credit),
        "width": image.width,
        "height": image.height,
        "focal": centre,
        "sources": presets.sources(renditions, sizes, material.url_of),
    }


def related_pages_in(raw: Iterable[Block]) -> Iterator[int]:
    """The pages that stored blocks of related stories name."""
    blocks = (block["value"].get("articles", []) for block in raw if block["type"] == "related")
    return (item["value"] for items in blocks for item in items if item["value"])


def linked_pages_in(raw: Iterable[Block]) -> Iterator[int]:
    """The pages that links in stored text lead to."""
    rewriter = LinkRewriter()
    for block in raw:
        texts = [block["value"]] if block["type"] == "paragraph" else []
        if block["type"] == "list":
            texts = [item["value"] for item in block["value"].get("items", [])]
        for text in texts:
            matches = rewriter.extract_tags(str(text or "")).get("page", [])
            yield from (page_number(match.attrs) for match in matches)


def page_number(attrs: Mapping[str, str]) -> int:
    """The page a stored link names; 0, which no page has, where it names none."""
    number = attrs.get("id", "")
    return int(number) if PAGE_NUMBER.fullmatch(number) else 0
