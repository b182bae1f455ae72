"""The marks within a line: as XLIFF's inline elements, which no translator can break, and back."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bs4 import BeautifulSoup
from django.utils.html import escape
from lxml import etree
from wagtail.whitelist import check_url

from news.translation.exchange.form import core

MOST_LETTERS: Final = 500_000  # of a piece, its marks included: marks may be named many times over
TOKEN: Final = re.compile(
    r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z0-9]+);|[<&>]|[^<&>]+"
)
TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*?(/?)>")
PARAGRAPH: Final = re.compile(r"<p>((?:(?!</?p[\s>/]).)+)</p>", re.DOTALL)
BEGINS_PARAGRAPH: Final = re.compile(r"<p[\s>/]")
WRITTEN_OUT: Final = frozenset({"&amp;", "&lt;", "&gt;"})  # of the entities, by the editor
BARE: Final = "nashra:bare"  # a line that is in no paragraph, as the editor would put it
SORTS: Final[Mapping[str, tuple[str, str]]] = {
    "b": ("fmt", "xlf:b"),
    "strong": ("fmt", "xlf:b"),
    "i": ("fmt", "xlf:i"),
    "em": ("fmt", "xlf:i"),
    "br": ("fmt", "xlf:lb"),
    "a": ("link", "nashra:a"),
    "p": ("other", "nashra:p"),
    "": ("other", BARE),
}
SAFE_TAGS: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(("b", "strong", "i", "em", "br", "p"), frozenset()),
    "a": frozenset({"href", "linktype", "id"}),
}


class Broken(Exception):
    """A line names marks that are not there, or holds what no line holds."""


@dataclass
class Mark:
    """A tag with what it holds until it is closed, or something that stands by itself."""

    opening: str
    closing: str | None = None
    inside: "list[Mark | str]" = field(default_factory=list)


@dataclass
class Marks:
    """The marks of a unit: what each stands for, and those of the source, which the target names again."""

    data: dict[str, str] = field(default_factory=dict)  # ids by what they stand for
    unused: dict[tuple[str, str | None], list[str]] = field(default_factory=dict)
    count: int = 0

    def data_id(self, text: str) -> str:
        """The id of what a mark stands for."""
        return self.data.setdefault(text, f"d{len(self.data) + 1}")

    def next_id(self, mark: Mark, *, source: bool) -> str:
        """The id of a mark: in the target that of the same one in the source, as long as there is one."""
        same = self.unused.setdefault((mark.opening, mark.closing), [])
        if same and not source:
            return same.pop(0)
        self.count += 1
        if source:
            same.append(str(self.count))
        return str(self.count)


@dataclass
class Room:
    """How many letters may still be written out; what they come from can be far shorter."""

    letters: int

    def take(self, text: str) -> str:
        """This text; raises Broken where there is no room for it."""
        self.letters -= len(text)
        if self.letters < 0:
            raise Broken
        return text


def put_line(element: Any, line: str, marks: Marks, *, rich: bool) -> None:
    """Write a line of a piece into a `source` or `target` element."""
    if not rich:
        append(element, html.unescape(line))
        return
    inside = tree(line)
    if whole := PARAGRAPH.fullmatch(line):
        inside = tree(whole[1])
    elif line and not BEGINS_PARAGRAPH.search(line):
        inside.insert(0, Mark(""))
    put_all(element, inside, marks, source=element.tag == core("source"))


def put_all(element: Any, inside: "list[Mark | str]", marks: Marks, *, source: bool) -> None:
    """Write words and marks into an element."""
    for one in inside:
        if isinstance(one, str):
            append(element, one)
            continue
        tag = TAG.match(one.opening)
        sort, kind = SORTS.get(tag[2].lower() if tag else one.opening, ("other", "nashra:raw"))
        named = {"id": marks.next_id(one, source=source), "type": sort, "subType": kind}
        if one.closing is None:
            etree.SubElement(element, core("ph"), named, dataRef=marks.data_id(one.opening))
            continue
        ends = {"dataRefStart": marks.data_id(one.opening), "dataRefEnd": marks.data_id(one.closing)}
        put_all(etree.SubElement(element, core("pc"), named, **ends), one.inside, marks, source=source)


def append(element: Any, text: str) -> None:
    """Add words behind whatever the element holds."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def tree(line: str) -> "list[Mark | str]":
    """The words and marks of a line; a tag without its other half stands by itself."""
    root = Mark("")
    stack = [root]
    for token in TOKEN.findall(line):
        tag = TAG.fullmatch(token)
        name = tag[2].lower() if tag else ""
        if tag is None:
            stack[-1].inside.append(said(token))
        elif tag[1]:
            close(stack, name, token)
        elif tag[3] or name == "br":
            stack[-1].inside.append(Mark(token))
        else:
            stack.append(Mark(token))
    while len(stack) > 1:
        abandon(stack)
    return root.inside


def said(token: str) -> "Mark | str":
    """Words, as the editor would write them out; what it would write otherwise is kept as a mark."""
    if token in WRITTEN_OUT or not token.startswith(("<", "&", ">")):
        return html.unescape(token)
    return Mark(token)


def close(stack: list[Mark], name: str, token: str) -> None:
    """Close the nearest open mark of this name; those within stand by themselves, as it does without one."""
    opened = [(TAG.match(mark.opening) or ["", "", ""])[2].lower() for mark in stack]
    if name not in opened:
        stack[-1].inside.append(Mark(token))
        return
    while opened.pop() != name:
        abandon(stack)
    mark = stack.pop()
    mark.closing = token
    stack[-1].inside.append(mark)


def abandon(stack: list[Mark]) -> None:
    """Let the innermost open mark stand by itself."""
    mark = stack.pop()
    stack[-1].inside += [Mark(mark.opening), *mark.inside]


def line_of(element: Any, data: Mapping[str, str], room: Room, *, rich: bool) -> str:
    """The line that `put_line` wrote, or what a translator made of it; raises Broken."""
    line = "".join([room.take(part) for part in read(element, data, rich=rich)])
    bare = element.find(core("ph") + f"[@subType='{BARE}']") is not None
    if rich and line and not bare and not BEGINS_PARAGRAPH.search(line):
        return f"<p>{line}</p>"
    return line


def read(element: Any, data: Mapping[str, str], *, rich: bool) -> Iterator[str]:
    """The words and marks of an element in turn; raises Broken."""
    yield words(element.text, rich=rich)
    for child in element:
        name = child.tag.removeprefix(core("")) if isinstance(child.tag, str) else ""
        if name == "pc":
            yield meant(child, "dataRefStart", data)
            yield from read(child, data, rich=rich)
            yield meant(child, "dataRefEnd", data)
        elif name in {"ph", "sc", "ec"}:
            yield meant(child, "dataRef", data)
        elif name == "mrk":
            yield from read(child, data, rich=rich)
        elif name not in {"sm", "em"}:
            raise Broken
        yield words(child.tail, rich=rich)


def words(text: str | None, *, rich: bool) -> str:
    """Words as HTML, written out as pieces have them."""
    return (html.escape(text, quote=False) if rich else str(escape(text))) if text else ""


def meant(mark: Any, name: str, data: Mapping[str, str]) -> str:
    """What a mark stands for; raises Broken where nothing says so."""
    reference = mark.get(name)
    if reference not in data:
        raise Broken
    return data[reference]


def is_harmless(text: str) -> bool:
    """Whether HTML from outside holds nothing but marks of the editor's and links that may be followed."""
    return all(
        tag.name in SAFE_TAGS
        and set(tag.attrs) <= SAFE_TAGS[tag.name]
        and check_url(str(tag.get("href", ""))) is not None
        for tag in BeautifulSoup(text, "html.parser").find_all(True)
    )
