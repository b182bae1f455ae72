"""Stories that are exchanged, and what translators do to their files with tools of their own."""

from typing import Any
from uuid import uuid4

from lxml import etree
from translate.storage.xliff2 import Xliff2File

from news.models import ArticlePage
from news.translation.exchange.writing_out import written_out
from news.translation.models import Translation
from news.translation.pieces import pieces
from tests import factories
from tests.news.publication.support import fresh

CORE = "{urn:oasis:names:tc:xliff:document:2.0}"
LINK = '<a href="https://port.example/?a=1&amp;b=2">الميناء</a>'
BODY: list[Any] = [
    ("paragraph", f"<p>قال <b>المدير</b> في {LINK}<br/>إن العمل مستمر.</p>"),
    ("heading", {"text": "أرقام & حقائق", "level": "2"}),
    ("list", {"ordered": True, "items": ["<p>أول</p>", "<p><i>ثان</i></p>"]}),
    ("quote", {"text": "لن نتوقف.", "attribution": "المدير"}),
    ("paragraph", "<p>خاتمة.</p>"),
]


def story(**fields: Any) -> tuple[ArticlePage, ArticlePage]:
    """A public story with every kind of words, and its translation into English, just begun."""
    image = factories.image()
    picture = ("image", {"image": image, "alt": "رافعة", "caption": "في المساء", "credit": ""})
    source = factories.published(
        "الميناء يتوسع",
        parent=factories.section(),
        **{"body": [*BODY, picture], "standfirst": "خطوة جديدة.\nوأخرى.", **fields},
    )
    factories.section(locale="en", translation_key=source.get_parent().specific.translation_key)
    return source, fresh(source.copy_for_translation(factories.home("en").locale))


def draft(page: ArticlePage) -> ArticlePage:
    return fresh(page).get_latest_revision_as_object()


def said(page: ArticlePage) -> dict[str, str]:
    return pieces(draft(page))


def keys(page: ArticlePage) -> list[str]:
    """The ids of its blocks."""
    return [one["id"] for one in draft(page).body.get_prep_value()]


def put(page: ArticlePage, place: int, value: Any) -> None:
    """Save a draft with another value in the block at this place."""
    one = draft(page)
    raw = list(one.body.get_prep_value())
    raw[place] = {**raw[place], "value": value}
    one.body = one.body.stream_block.to_python(raw)
    one.save_revision()


def drop(page: ArticlePage, place: int) -> str:
    """Save a draft without the block at this place; its id."""
    one = draft(page)
    raw = list(one.body.get_prep_value())
    gone = raw.pop(place)
    one.body = one.body.stream_block.to_python(raw)
    one.save_revision()
    return str(gone["id"])


def add(page: ArticlePage, place: int, text: str) -> str:
    """Save a draft with another paragraph at this place; its id."""
    one = draft(page)
    raw = list(one.body.get_prep_value())
    new = str(uuid4())
    raw.insert(place, {"type": "paragraph", "id": new, "value": text})
    one.body = one.body.stream_block.to_python(raw)
    one.save_revision()
    return new


def exported(page: ArticlePage) -> bytes:
    return written_out(fresh(page))


def state_of_things(page: ArticlePage) -> tuple[Any, ...]:
    """What must not change where nothing was to be changed."""
    translation = Translation.objects.get(page=page)
    bases = sorted(translation.bases.values_list("key", "digest", "source_digest", "origin", "at"))
    return fresh(page).latest_revision_id, page.revisions.count(), bases, translation.drafted


def translated_in(data: bytes, texts: dict[str, str]) -> bytes:
    """The file in which units of one line got these targets, by a tool that knows the format."""
    store = Xliff2File.parsestring(data)
    for unit in store.units:
        if unit.getid() in texts:
            unit.target = texts[unit.getid()]
            unit.marktranslated()
    return bytes(store)


class Sheet:
    """A file as a tool opens it that knows marks and lines."""

    def __init__(self, data: bytes) -> None:
        self.root = etree.fromstring(data)

    def unit(self, key: str) -> Any:
        return next(one for one in self.root.iter(f"{CORE}unit") if one.get("id") == key)

    def translate(self, key: str, *lines: str) -> None:
        """Give each line of a unit a target, in XLIFF's own marks."""
        segments = self.unit(key).findall(f"{CORE}segment")
        for segment, line in zip(segments, lines, strict=False):
            for old in segment.findall(f"{CORE}target"):
                segment.remove(old)
            segment.append(etree.fromstring(f'<target xmlns="{CORE[1:-1]}">{line}</target>'))

    def copy_sources(self, change: Any = None) -> None:
        """Make every target what its source is, with `change` done to the text nodes."""
        for segment in self.root.iter(f"{CORE}segment"):
            for old in segment.findall(f"{CORE}target"):
                segment.remove(old)
            target = etree.fromstring(etree.tostring(segment.find(f"{CORE}source"), with_tail=False))
            target.tag = f"{CORE}target"
            for one in target.iter():
                one.text = change(one.text) if one.text else one.text
                one.tail = change(one.tail) if one.tail else one.tail
            segment.append(target)

    def data(self) -> bytes:
        return bytes(etree.tostring(self.root, encoding="UTF-8", xml_declaration=True))
