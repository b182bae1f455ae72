"""The embedded engine: one directory a locale, readers in any process, writers in turn."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

from search.documents import Gone, IndexEntry, Item
from search.engines.base import (
    Begun,
    BegunQuery,
    EngineError,
    Explanation,
    Health,
    Hit,
    IndexMissingError,
    IndexUnusableError,
    RelatedQuery,
    SearchQuery,
    SearchResult,
)
from search.engines.completing import begun
from search.engines.embedded import files
from search.engines.embedded.asking import TantivyIndex
from search.engines.embedded.building import EmbeddedBuild
from search.engines.embedded.directory import LocaleDirectory, Pointer
from search.engines.explaining import explain
from search.engines.neighbours import related
from search.engines.searching import search
from search.engines.weights import Weights


class EmbeddedEngine:
    """Search without a server, for one machine. `weights` replaces parameters of ranking by name."""

    name = "embedded"

    def __init__(self, directory: Path | str, weights: Mapping[str, Any] | None = None) -> None:
        self.root = Path(directory)
        self.weights = replace(Weights(), **(weights or {}))
        self.readers: dict[str, files.Reader] = {}
        self.opening = Lock()

    def index(self, entries: Sequence[IndexEntry], gone: Sequence[Gone] = ()) -> None:
        """Add, replace and remove in one commit a locale. Raises IndexUnusableError."""
        items: list[Item] = [*entries, *gone]
        for locale in sorted({item.locale for item in items}):
            directory = LocaleDirectory(self.root, locale)
            with directory.writing():
                path = directory.build_path(directory.pointer().current)
                files.write(path, locale, [item for item in items if item.locale == locale])

    def remove(self, gone: Sequence[Gone]) -> None:
        """Remove in one commit a locale, leaving tombstones."""
        self.index((), gone)

    def search(self, query: SearchQuery) -> SearchResult:
        """The answer to `query`."""
        with self.searcher(query.locale) as searcher:
            return replace(search(TantivyIndex(searcher), query, self.weights), engine=self.name)

    def search_each(self, queries: Sequence[SearchQuery]) -> tuple[SearchResult, ...]:
        """The answers to one question in several locales."""
        return tuple(map(self.search, queries))

    def begun(self, queries: Sequence[BegunQuery]) -> Begun:
        """The answers to what a reader is typing."""
        return Begun(tuple(map(self.titles, queries)), self.name)

    def titles(self, query: BegunQuery) -> tuple[Hit, ...]:
        """The answer to what a reader is typing, in one locale."""
        with self.searcher(query.locale) as searcher:
            return begun(TantivyIndex(searcher), query)

    def related(self, query: RelatedQuery) -> tuple[Hit, ...]:
        """Neighbours by their words, best first."""
        with self.searcher(query.entry.locale) as searcher:
            return related(TantivyIndex(searcher), query, self.weights)

    def explain(self, query: SearchQuery, story: UUID) -> Explanation:
        """Why `story` is, or is not, an answer to `query`."""
        with self.searcher(query.locale) as searcher:
            return explain(TantivyIndex(searcher), query, story, self.weights)

    def health(self, locale: str) -> Health:
        """Whether the index opens and reads, and which builds there are."""
        pointer = Pointer("")
        try:
            pointer = LocaleDirectory(self.root, locale).pointer()
            with self.searcher(locale) as searcher:
                documents = files.live_count(searcher)
        except EngineError as error:
            lost = isinstance(error, IndexUnusableError)
            return Health(False, build=pointer.current, former=pointer.former, reason=str(error), lost=lost)
        return Health(True, documents, pointer.current, pointer.former)

    def locales(self) -> Iterator[str]:
        """The locales that have a pointer to an index."""
        return (path.parent.name for path in sorted(self.root.glob("*/current.json")))

    def inventory(self, locale: str) -> dict[UUID, int]:
        """The sequence of each live entry, by id."""
        with self.searcher(locale) as searcher:
            return files.inventory(searcher)

    @contextmanager
    def rebuild(self, locale: str) -> Iterator[EmbeddedBuild]:
        """A new index beside the current one; discarded unless the block reaches its switch."""
        directory = LocaleDirectory(self.root, locale)
        with directory.rebuilding():
            build = EmbeddedBuild(directory, self.name, self.weights)
            try:
                yield build
            finally:
                build.close()

    def roll_back(self, locale: str) -> None:
        """Put the former build back in use, and keep the present one as the former."""
        directory = LocaleDirectory(self.root, locale)
        with directory.writing():
            pointer = directory.pointer()
            if not pointer.former or not directory.build_path(pointer.former).exists():
                raise IndexMissingError(locale, "there is no former one")
            directory.point(Pointer(pointer.former, pointer.current))

    def close(self) -> None:
        """Let go of the open indexes."""
        self.readers.clear()

    @contextmanager
    def searcher(self, locale: str) -> Iterator[Any]:
        """A searcher over the newest commit; what could not be read is opened anew next time."""
        reader = self.reader(locale)
        try:
            with files.guarded(locale):
                yield reader.searcher()
        except IndexUnusableError:
            self.readers.pop(locale, None)
            raise

    def reader(self, locale: str) -> files.Reader:
        """The build in use, open for reading; another one once the pointer has moved."""
        directory = LocaleDirectory(self.root, locale)
        path = directory.build_path(directory.pointer().current)
        with self.opening:
            reader = self.readers.get(locale)
            if reader is None or reader.path != path:
                reader = self.readers[locale] = files.Reader(path, locale)
            return reader
