"""Writes a translation as an XLIFF 2.0 file: a unit for each piece of its source, a segment for each line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from lxml import etree
from translate.storage.xliff2 import Xliff2File, Xliff2Unit

from news.editorial.refusals import Refused
from news.models import ArticlePage
from news.translation.exchange.form import CATEGORY, METADATA, XML, core, id_of, label_of, metadata
from news.translation.exchange.inline import Marks, put_line
from news.translation.models import Translation
from news.translation.pieces import FIELDS, NAMES, digests
from news.translation.sources import Source, compare, source_of
from news.translation.states import State

RICH: Final = frozenset({"paragraph", "list"})
# What a translator has to look at; everything else counts as translated.
OPEN: Final = frozenset({State.UNTRANSLATED, State.MISSING, State.STALE})
WITHOUT_TARGET: Final = frozenset({State.UNTRANSLATED, State.MISSING})


class File(Xliff2File):
    """A file to which nothing but its units and their lines is written by the library."""

    XMLindent: Any = {}  # it would take the spaces of lines for its own

    def serialized(self) -> bytes:
        """The file."""
        return bytes(etree.tostring(self.document, encoding="UTF-8", xml_declaration=True))


@dataclass(frozen=True)
class Piece:
    """A piece as a unit tells it."""

    key: str
    kind: str
    source: str
    target: str
    state: State

    @property
    def rich(self) -> bool:
        """Whether its lines have marks."""
        return self.kind in RICH


def written_out(article: ArticlePage) -> bytes:
    """The newest draft of a translation with its source; raises Refused where that is gone."""
    translation = Translation.objects.filter(page_id=article.pk).first()
    source = source_of(translation) if translation else Source()
    if translation is None or source.article is None:
        raise Refused("not_a_translation")
    draft = article.get_latest_revision_as_object()
    locales = source.article.locale.language_code, article.locale.language_code
    store = File(sourcelanguage=locales[0], targetlanguage=locales[1])
    store.body.set("id", "story")
    store.body.set("canResegment", "no")
    told = {"article": str(article.uuid), "source": str(source.article.uuid)}
    tell(store.body, told | ({"source-version": str(source.version)} if source.version else {}))
    note(store.body, "story", source.article.title)
    for piece in to_translate(translation, source, draft):
        add(store, piece)
    return store.serialized()


def to_translate(translation: Translation, source: Source, draft: ArticlePage) -> list[Piece]:
    """The words of the source with their translations, but for those that were left out on purpose."""
    compared = compare(translation, draft, source.pieces)
    texts, found = compared.texts, compared.states
    kinds = kinds_of(draft) | kinds_of(source.article)
    return [
        Piece(key, kinds.get(key, ""), text, texts.get(key, ""), found[key])
        for key, text in source.pieces.items()
        if key not in NAMES and found[key] != State.DROPPED
    ]


def kinds_of(article: ArticlePage | None) -> dict[str, str]:
    """The kinds of its blocks, by id."""
    return {one["id"]: one["type"] for one in article.body.get_prep_value()} if article else {}


def add(store: File, piece: Piece) -> None:
    """Add the unit of a piece."""
    sources, targets = piece.source.split("\n"), piece.target.split("\n")
    if piece.state in WITHOUT_TARGET:
        targets = []
    sources += [""] * (len(targets) - len(sources))
    marks = Marks()
    segments = []
    for place, line in enumerate(sources):
        segment = etree.Element(core("segment"), state="initial" if piece.state in OPEN else "translated")
        segment.set("subState", f"{CATEGORY}:{piece.state}")
        put_line(etree.SubElement(segment, core("source")), line, marks, rich=piece.rich)
        if targets:
            target = etree.SubElement(segment, core("target"))
            put_line(target, targets[place] if place < len(targets) else "", marks, rich=piece.rich)
        segments.append(segment)
    unit = Xliff2Unit.createfromxmlElement(segments[0])
    store.addunit(unit)
    unit.setid(id_of(piece.key))
    dress(unit.getunitelement(), piece, marks)
    unit.getunitelement().extend(segments[1:])


def dress(unit: Any, piece: Piece, marks: Marks) -> None:
    """Put before the lines of a unit what programs and translators are told of it, and its marks."""
    unit.set("name", piece.key if piece.key in FIELDS else piece.kind)
    unit.set(f"{{{XML}}}space", "preserve")
    (segment,) = unit
    if marks.data:
        original = etree.Element(core("originalData"))
        for text, one in marks.data.items():
            etree.SubElement(original, core("data"), id=one).text = text
        segment.addprevious(original)
    notes = note(unit, "piece", str(label_of(piece.key, piece.kind)))
    if hint := hint_on(piece.state):
        note(unit, "state", hint)
    unit.insert(0, notes)
    said = digests({"source-digest": piece.source, "target-digest": piece.target})
    tell(unit, {"kind": piece.kind, "state": piece.state, **said})


def hint_on(state: State) -> str:
    """What a translator should know of a piece."""
    if state == State.STALE:
        return gettext("The source changed since this was translated.")
    return gettext("A machine wrote this; no person has read it.") if state == State.MACHINE else ""


def tell(element: Any, said: Mapping[str, str]) -> None:
    """Put metadata at the beginning of a file or unit."""
    box = etree.Element(metadata("metadata"), nsmap={"mda": METADATA})
    group = etree.SubElement(box, metadata("metaGroup"), category=CATEGORY)
    for name, text in said.items():
        etree.SubElement(group, metadata("meta"), type=name).text = text
    element.insert(0, box)


def note(element: Any, category: str, text: str) -> Any:
    """Add a note for people; the notes of this element."""
    notes = element.find(core("notes"))
    if notes is None:
        notes = etree.SubElement(element, core("notes"))
    etree.SubElement(notes, core("note"), category=category).text = text
    return notes


def attachment(article: ArticlePage) -> str:
    """The Content-Disposition of a file: to be saved, named after the story and its language."""
    name = f"{article.slug[:80]}.{article.locale.language_code}.xlf"
    return str(content_disposition_header(as_attachment=True, filename=name))
