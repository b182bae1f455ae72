"""The blocks of a story's body, each made ready for a template of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from home.reader.present import Card, Picture, card, picture
from home.reader.store import Document


@dataclass(frozen=True)
class Setting:
    """What a block may need besides its own value: the words and locale of the page, the joined cards."""

    ui: Mapping[str, str]
    locale: str
    cards: Mapping[str, Document]


@dataclass(frozen=True)
class Block:
    """One block on the page: the template that prints it and what it prints.

    The HTML of paragraphs and list items was cleaned when the story passed the gate, and is printed as it is.
    """

    template: str
    id: str
    value: Any


def body_blocks(body: Sequence[Document], setting: Setting) -> list[Block]:
    """The blocks of `body` in order; those with nothing to show, or of a type unknown here, are left out."""
    shown = []
    for block in body:
        value = PRESENTERS.get(block["type"], _nothing)(block["value"], setting)
        if value:
            shown.append(Block(f"reader/blocks/{block['type']}.html", block["id"], value))
    return shown


def _as_it_is(value: Document, _setting: Setting) -> Document:
    return value


def _picture(value: Document, _setting: Setting) -> Picture | None:
    return picture(value)


def _related(value: Document, setting: Setting) -> list[Card]:
    named = [setting.cards[str(item)] for item in value["articles"] if str(item) in setting.cards]
    return [card(item, setting.ui, setting.locale) for item in named]


def _nothing(_value: Document, _setting: Setting) -> None:
    return None


PRESENTERS: Mapping[str, Callable[[Document, Setting], Any]] = {
    "paragraph": _as_it_is,
    "heading": _as_it_is,
    "list": _as_it_is,
    "quote": _as_it_is,
    "image": _picture,
    "related": _related,
}
