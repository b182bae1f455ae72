"""Reads XLIFF 2.0 files from outside: suspects everything, and refuses clearly what cannot be taken in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Final

from django.conf import settings
from lxml import etree

from news.editorial.refusals import Refusal, Refused
from news.text.plain import UNSAFE, shows
from news.translation.exchange.form import CATEGORY, core, key_of, metadata
from news.translation.exchange.inline import MOST_LETTERS, Broken, Room, line_of
from news.translation.exchange.writing_out import RICH, WITHOUT_TARGET
from news.translation.pieces import digest, settled

MOST_UNITS: Final = 2_000
DEEPEST: Final = 40  # elements within one another: those of a file, and marks within marks
DECLARED: Final = re.compile(r"<\?xml[^>]*?\bencoding\s*=\s*[\"']([^\"']*)")
DOCTYPE: Final = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True)
class Unit:
    """A piece as a file has it; `target` is None where nobody wrote one, `refusal` says what is wrong."""

    key: str
    source: str = ""
    target: str | None = None
    source_digest: str = ""
    target_digest: str = ""
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Sent:
    """A file: between which languages, of which story and which source, in which version of that."""

    locales: tuple[str, str]
    article: str
    source: str
    version: int | None
    units: tuple[Unit, ...]


def read_file(file: IO[bytes]) -> bytes:
    """What a file holds, of which no more is read than is taken; raises Refused where it is larger."""
    data: bytes = file.read(most_bytes() + 1)
    check_size(len(data))
    return data


def check_size(size: int) -> None:
    """Raise Refused where a file has more bytes than are taken."""
    if size > most_bytes():
        raise too_large()


def too_large() -> Refused:
    """Says how large a file may be."""
    return Refused(Refusal("xliff_large", {"most": settings.XLIFF_MEGABYTES}))


def most_bytes() -> int:
    """How large a file may be."""
    return int(settings.XLIFF_MEGABYTES) * MEGABYTE


def read(data: bytes) -> Sent:
    """The file, whose units may each have a fault of their own; raises Refused."""
    check_size(len(data))
    root = parsed(text_of(data))
    check_shape(root)
    (file,) = root.iterchildren(core("file"))
    told = told_of(file)
    units = tuple(units_of(file))
    keys = [unit.key for unit in units]
    if len(set(keys)) < len(keys):
        raise Refused("xliff_twice")
    version = told.get("source-version", "")
    return Sent(
        (root.get("srcLang", ""), root.get("trgLang", "")),
        told.get("article", ""),
        told.get("source", ""),
        int(version) if re.fullmatch(r"[0-9]{1,9}", version) else None,
        units,
    )


def text_of(data: bytes) -> str:
    """The text of a file that a parser may be given; raises Refused."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("xliff_encoding") from error
    declared = DECLARED.match(text)
    if declared and declared[1].lower() not in {"utf-8", "utf8"}:
        raise Refused("xliff_encoding")
    if UNSAFE.search(text.replace("\r\n", "\n")):
        raise Refused("xliff_control")
    if DOCTYPE.search(text):
        raise Refused("xliff_doctype")
    return text


def parsed(text: str) -> Any:
    """The root of a file; nothing outside is looked for, nothing expanded. Raises Refused."""
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise Refused("xliff_malformed") from error


def check_shape(root: Any) -> None:
    """Raise Refused where it is another format, too deep or too large, or holds several files."""
    if root.tag != core("xliff") or root.get("version") != "2.0":
        raise Refused("xliff_version")
    depth = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise Refused("xliff_deep")
    if len(list(root.iterchildren(core("file")))) != 1:
        raise Refused("xliff_files")
    if sum(1 for _unit in root.iter(core("unit"))) > MOST_UNITS:
        raise Refused(Refusal("xliff_units", {"most": MOST_UNITS}))


def told_of(element: Any) -> dict[str, str]:
    """The metadata that was put at a file or unit."""
    path = f"{metadata('metadata')}/{metadata('metaGroup')}[@category='{CATEGORY}']/{metadata('meta')}"
    return {one.get("type", ""): (one.text or "").strip() for one in element.iterfind(path)}


def units_of(file: Any) -> Iterator[Unit]:
    """The units of a file; raises Refused where they come to more, written out, than any file may hold."""
    left = most_bytes()
    for element in file.iter(core("unit")):
        letters = min(left, 2 * MOST_LETTERS)  # source and target
        room = Room(letters)
        yield unit_of(element, room)
        left -= letters - room.letters
        if left < 0:
            raise too_large()


def unit_of(element: Any, room: Room) -> Unit:
    """One unit, for which there is this room."""
    try:
        key = key_of(element.get("id", ""))
    except ValueError:
        key = element.get("id", "")
    told = told_of(element)
    digests = told.get("source-digest", ""), told.get("target-digest", "")
    try:
        lines = list(lines_of(element, room, rich=told.get("kind") in RICH))
        source = joined([line for line, _target in lines])
        target = target_of([target for _line, target in lines])
        check_whole(lines, target, told)
    except Refused as refused:
        return Unit(key, "", None, *digests, Refusal(refused.code, about=key))
    except Broken:
        return Unit(key, "", None, *digests, Refusal("xliff_broken", about=key))
    return Unit(key, source, target, *digests)


def lines_of(unit: Any, room: Room, *, rich: bool) -> Iterator[tuple[str, str | None]]:
    """The lines of a unit: source and target, None where it has none; raises Broken and Refused."""
    data = {one.get("id"): one.text or "" for one in unit.iterfind(f"{core('originalData')}/{core('data')}")}
    for segment in unit.iterchildren(core("segment")):
        source, target = segment.find(core("source")), segment.find(core("target"))
        if source is None:
            raise Broken
        if target is not None and target.get("order"):
            raise Refused("xliff_order")
        line = line_of(source, data, room, rich=rich)
        yield line, None if target is None else line_of(target, data, room, rich=rich)


def target_of(targets: list[str | None]) -> str | None:
    """What was translated; None where nothing was. Raises Broken."""
    text = joined([target or "" for target in targets])
    return text if shows(text) else None


def check_whole(lines: list[tuple[str, str | None]], target: str | None, told: dict[str, str]) -> None:
    """Raise Refused where a translation was taken out, or only some lines of it were written."""
    if target is None:
        if told.get("state") not in WITHOUT_TARGET:
            raise Refused("piece_empty")
    elif digest(target) != told.get("target-digest") and any(
        shows(line) and not shows(text or "") for line, text in lines
    ):
        raise Refused("xliff_partly")


def joined(lines: list[str]) -> str:
    """A piece of these lines; raises Broken where it is longer than any piece."""
    if sum(map(len, lines)) > MOST_LETTERS:
        raise Broken
    return settled("\n".join(lines))
