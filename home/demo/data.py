"""The demo newsroom as typed records, read from the JSON files beside this module and checked."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from home.demo.records import DemoDataError, Record

FOLDER = Path(__file__).parent
LOCALES = ("ar", "en", "fr", "tr")
SOURCE_LOCALE = "ar"
KINDS = ("story", "brief", "opinion", "analysis")
TEXT_BLOCKS = ("paragraph", "heading")
LIST_BLOCKS = ("list", "related")

Localised = Mapping[str, str]


class Block(NamedTuple):
    """One body block: its kind, and a value shaped by that kind.

    A string for `paragraph` (inner HTML) and `heading`; a tuple of strings for `list` and `related`;
    a dict of `text` and `attribution` for `quote`; None for `image`, which stands for the story's own.
    """

    kind: str
    value: Any


@dataclass(frozen=True)
class Section:
    """A front of the site, with its words in every locale."""

    key: str
    title: Localised
    slug: Localised
    standfirst: Localised


@dataclass(frozen=True)
class Topic:
    """A running subject that stories of several sections share."""

    key: str
    name: Localised
    slug: Localised


@dataclass(frozen=True)
class Author:
    """A desk that signs stories."""

    key: str
    slug: str
    name: Localised
    bio: Localised


@dataclass(frozen=True)
class StoryImage:
    """What to draw for a story, and the words that go with the drawing in the story's locales."""

    seed: str
    subject: str
    alt: Localised
    caption: Localised
    credit: str


@dataclass(frozen=True)
class StoryText:
    """One story in one language; no slug means one is made from the title."""

    title: str
    slug: str | None
    standfirst: str
    body: tuple[Block, ...]

    @property
    def block_kinds(self) -> tuple[str, ...]:
        """The kinds of the body's blocks, in order."""
        return tuple(block.kind for block in self.body)


@dataclass(frozen=True)
class Story:
    """One story: what is common to its languages, and its text in each of them."""

    key: str
    section: str
    kind: str
    published_at: datetime
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    image: StoryImage
    texts: Mapping[str, StoryText]

    @property
    def related(self) -> tuple[str, ...]:
        """The keys of the stories that the source text points its readers to."""
        blocks = self.texts[SOURCE_LOCALE].body
        return tuple(key for block in blocks if block.kind == "related" for key in block.value)


@dataclass(frozen=True)
class Newsroom:
    """Everything the demo publishes; stories come oldest first."""

    site_name: Localised
    home_title: Localised
    sections: tuple[Section, ...]
    topics: tuple[Topic, ...]
    authors: tuple[Author, ...]
    stories: tuple[Story, ...]


def load(folder: Path = FOLDER) -> Newsroom:
    """Read and check the whole newsroom, or raise a DemoDataError that names the file and the key."""
    room = _open(folder / "newsroom.json")
    files = sorted((folder / "stories").glob("*.json"))
    stories = [_story(_open(file)) for file in files]
    newsroom = Newsroom(
        site_name=room.localised("site_name", LOCALES),
        home_title=room.localised("home_title", LOCALES),
        sections=tuple(_section(record) for record in room.records("sections")),
        topics=tuple(_topic(record) for record in room.records("topics")),
        authors=tuple(_author(record) for record in room.records("authors")),
        stories=tuple(sorted(stories, key=lambda story: (story.published_at, story.key))),
    )
    _check_references(newsroom)
    return newsroom


def _open(path: Path) -> Record:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DemoDataError(path.name, "(file)", f"cannot be read: {error}") from error
    return Record(path.name, raw)


def _section(record: Record) -> Section:
    return Section(
        key=record.text("key"),
        title=record.localised("title", LOCALES),
        slug=record.localised("slug", LOCALES),
        standfirst=record.localised("standfirst", LOCALES),
    )


def _topic(record: Record) -> Topic:
    return Topic(
        key=record.text("key"),
        name=record.localised("name", LOCALES),
        slug=record.localised("slug", LOCALES),
    )


def _author(record: Record) -> Author:
    return Author(
        key=record.text("key"),
        slug=record.text("slug"),
        name=record.localised("name", LOCALES),
        bio=record.localised("bio", LOCALES),
    )


def _story(record: Record) -> Story:
    texts = {locale: _text(part) for locale, part in record.record("texts").children().items()}
    _check_texts(record, texts)
    # One file, one key: whoever sees a key in a report can open its file without searching.
    if record.file != f"{record.text('key')}.json":
        raise record.error("key", "does not match the name of the file")
    return Story(
        key=record.text("key"),
        section=record.text("section"),
        kind=record.choice("kind", KINDS),
        published_at=record.moment("published_at"),
        authors=record.texts("authors"),
        topics=record.texts("topics"),
        tags=record.texts("tags"),
        image=_image(record.record("image"), tuple(texts)),
        texts=texts,
    )


def _image(record: Record, locales: tuple[str, ...]) -> StoryImage:
    return StoryImage(
        seed=record.text("seed"),
        subject=record.text("subject"),
        alt=record.localised("alt", locales),
        caption=record.localised("caption", locales),
        credit=record.text("credit"),
    )


def _text(record: Record) -> StoryText:
    return StoryText(
        title=record.text("title"),
        slug=record.text("slug") if record.has("slug") else None,
        standfirst=record.text("standfirst"),
        body=tuple(_block(record, number, raw) for number, raw in enumerate(record.array("body"))),
    )


def _block(record: Record, number: int, raw: Any) -> Block:
    kind, *rest = raw if isinstance(raw, list) and raw else [None]
    block = Record(record.file, {"value": rest[0] if rest else None}, f"{record.path}.body[{number}]")
    if kind == "image" and not rest:
        return Block("image", None)
    if kind in TEXT_BLOCKS:
        return Block(kind, block.text("value"))
    if kind in LIST_BLOCKS:
        return Block(kind, block.texts("value"))
    if kind == "quote":
        quote = block.record("value")
        return Block(kind, {"text": quote.text("text"), "attribution": quote.text("attribution")})
    raise block.error("kind", f"unknown or malformed block {kind!r}")


def _check_texts(record: Record, texts: Mapping[str, StoryText]) -> None:
    """A translation is laid out as its source is, so that the editor can lay the two side by side."""
    if SOURCE_LOCALE not in texts:
        raise record.error("texts", f"has no {SOURCE_LOCALE!r} text")
    source = texts[SOURCE_LOCALE]
    if source.block_kinds.count("image") > 1:
        raise record.error(f"texts.{SOURCE_LOCALE}.body", "places the story's image more than once")
    for locale, text in texts.items():
        if locale not in LOCALES:
            raise record.error(f"texts.{locale}", "is not a locale of the site")
        if _layout(text) != _layout(source):
            raise record.error(f"texts.{locale}.body", f"is not laid out as the {SOURCE_LOCALE!r} text is")


def _layout(text: StoryText) -> tuple[Any, ...]:
    """What must be equal in every language: kinds in order, lengths of lists, targets of links."""
    return tuple(
        (kind, value if kind == "related" else len(value) if kind == "list" else None)
        for kind, value in text.body
    )


def _check_references(newsroom: Newsroom) -> None:
    sections = _keys("sections", newsroom.sections)
    topics = _keys("topics", newsroom.topics)
    authors = _keys("authors", newsroom.authors)
    stories = _keys("stories", newsroom.stories)
    for story in newsroom.stories:
        _check_known(story, "section", [story.section], sections)
        _check_known(story, "topics", story.topics, topics)
        _check_known(story, "authors", story.authors, authors)
        _check_known(story, "related", story.related, stories - {story.key})


def _keys(name: str, things: Iterable[Section | Topic | Author | Story]) -> set[str]:
    seen: set[str] = set()
    for thing in things:
        if thing.key in seen:
            raise DemoDataError("newsroom.json", name, f"has the key {thing.key!r} twice")
        seen.add(thing.key)
    return seen


def _check_known(story: Story, field: str, keys: Iterable[str], known: set[str]) -> None:
    for key in keys:
        if key not in known:
            raise DemoDataError(f"{story.key}.json", field, f"refers to {key!r}, which is not defined")
