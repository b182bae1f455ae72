"""Turns documents into what the templates print: nothing is formatted, encoded or chosen in a template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language_info

from home.reader.addresses import href
from home.reader.formats import Moment, moment
from home.reader.store import Document, Navigation

FALLBACK_WIDTH = 960  # the file named in src, for browsers that know no srcset


@dataclass(frozen=True)
class Link:
    """A place to go: its address in links, its words, and whether it is where the reader stands."""

    href: str
    text: str
    current: bool = False


@dataclass(frozen=True)
class LanguageLink:
    """A link to a page in another language, in that language's words; search engines get `url`."""

    href: str
    url: str
    text: str
    locale: str
    dir: str


@dataclass(frozen=True)
class Source:
    """One format of a picture: `type` and `srcset` of a source element."""

    type: str
    srcset: str


@dataclass(frozen=True)
class Picture:
    """A picture element: better formats first, the last format as the img itself."""

    alt: str
    caption: str
    credit: str
    sources: tuple[Source, ...]
    src: str
    srcset: str
    width: int
    height: int
    focal: str


@dataclass(frozen=True)
class Card:
    """A story in a list. `title` and `summary` may be marked safe where a search put marks in them."""

    href: str
    title: str
    summary: str
    section: Link | None
    kind: str
    published: Moment | None
    picture: Picture | None
    locale: str
    dir: str


def picture(image: Mapping[str, Any] | None) -> Picture | None:
    """The picture of a document's image; None where there is no image or no file of it."""
    formats = [source for source in image["sources"] if source["srcset"]] if image else []
    if image is None or not formats:
        return None
    files = formats[-1]["srcset"]
    widest = max(files, key=lambda file: file["width"])
    fallback = min(files, key=lambda file: abs(file["width"] - FALLBACK_WIDTH))
    return Picture(
        alt=image["alt"],
        caption=image["caption"],
        credit=image["credit"],
        sources=tuple(Source(source["type"], srcset(source["srcset"])) for source in formats[:-1]),
        src=fallback["url"],
        srcset=srcset(files),
        width=widest["width"],
        height=widest["height"],
        focal=focal_class(image.get("focal")),
    )


def srcset(files: Sequence[Mapping[str, Any]]) -> str:
    """The files of one format as the value of a srcset attribute."""
    return ", ".join(f"{file['url']} {file['width']}w" for file in files)


def focal_class(focal: Sequence[float] | None) -> str:
    """The classes that keep the point of interest in a cropped picture, in steps of a quarter.

    Classes, because the content security policy allows no style attribute.
    """
    if not focal:
        return ""
    across, down = (min(4, max(0, round(part * 4))) * 25 for part in focal)
    return f"focal-x-{across} focal-y-{down}"


def card(item: Document, ui: Mapping[str, str], locale: str) -> Card:
    """The card of a story on a page in `locale`."""
    section = item.get("section")
    kind = item["kind"]
    return Card(
        href=href(item["path"]),
        title=item["title"],
        summary=item["summary"],
        section=Link(href(section["path"]), section["title"]) if section else None,
        kind=kind_label(kind, ui),
        published=moment(item.get("published_at"), locale),
        picture=picture(item.get("image")),
        locale=item["locale"],
        dir=item["dir"],
    )


def kind_label(kind: str, ui: Mapping[str, str]) -> str:
    """The word shown for a kind of story; plain stories carry none."""
    return "" if kind == "story" else ui.get(f"kind_{kind}", "")


def section_links(sections: Sequence[Document], current: str = "") -> list[Link]:
    """Links to `sections`, the one at path `current` or above it marked."""
    return [
        Link(href(item["path"]), item["title"], current=current.startswith(item["path"])) for item in sections
    ]


def language_links(alternates: Sequence[Document], nav: Navigation) -> list[LanguageLink]:
    """Links to the same thing in other languages, each named as its own readers name it."""
    known = {item["code"]: item for item in nav.locales}
    return [_language_link(item["locale"], item, known.get(item["locale"])) for item in alternates]


TOLD = ("fact", "legal")  # what a source told its readers, those of its translations are told too


def outdated(document: Document, nav: Navigation) -> LanguageLink | None:
    """The original of a translation that readers are told more of than it says; None where there is none."""
    translation = document["translation"]
    if translation is None or translation.get("severity") not in TOLD:  # not there before an upgrade is done
        return None
    source = [item for item in document["alternates"] if item["id"] == translation["source_id"]]
    return next(iter(language_links(source, nav)), None)


def front_links(nav: Navigation) -> list[LanguageLink]:
    """Links to the front pages of the other locales."""
    others = [item for item in nav.locales if item["code"] != nav.locale]
    return [_language_link(item["code"], item, item) for item in others]


def direction(locale: str) -> str:
    """The writing direction of a locale, for pages that no document gives one."""
    try:
        return "rtl" if get_language_info(locale)["bidi"] else "ltr"
    except KeyError:
        return "ltr"


def _language_link(code: str, target: Document, known: Document | None) -> LanguageLink:
    return LanguageLink(
        href=href(target["path"]),
        url=target["url"],
        text=known["name"] if known else code,
        locale=code,
        dir=known["dir"] if known else direction(code),
    )
