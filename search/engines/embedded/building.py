"""Fills a new index of one locale beside the current one."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.functional import cached_property

from search.documents import Gone, IndexEntry, Item, newest
from search.engines.base import SearchQuery, SearchResult
from search.engines.checking import departure
from search.engines.embedded.asking import TantivyIndex
from search.engines.embedded.directory import LocaleDirectory
from search.engines.embedded.files import BULK_BYTES, Reader, create, guarded, inventory, write
from search.engines.embedded.schema import to_document
from search.engines.searching import search
from search.engines.weights import Weights


class EmbeddedBuild:
    """A build that nobody reads yet."""

    def __init__(self, directory: LocaleDirectory, engine: str, weights: Weights) -> None:
        self.directory = directory
        self.engine = engine
        self.weights = weights
        self.name = directory.new_build()
        self.path = directory.build_path(self.name)
        self.switched = False
        self.writer: Any = create(self.path).writer(heap_size=BULK_BYTES, num_threads=1)

    def index(self, entries: Sequence[IndexEntry], gone: Sequence[Gone] = ()) -> None:
        """Add. Until `settle` nothing is read back: of entries with one id the last call holds."""
        items: list[Item] = [*entries, *gone]
        if self.writer is None:
            write(self.path, self.directory.locale, items)
            return
        with guarded(self.directory.locale):
            for item in newest(items).values():
                self.writer.delete_documents_by_term("id", str(item.id))
                self.writer.add_document(to_document(item))

    def settle(self) -> None:
        """Commit what was filled in; from here on an older sequence never replaces a newer one."""
        if self.writer is not None:
            with guarded(self.directory.locale):
                self.writer.commit()
                self.writer.wait_merging_threads()
            self.writer = None

    @cached_property
    def reader(self) -> Reader:
        """The build open for reading."""
        self.settle()
        return Reader(self.path, self.directory.locale)

    def inventory(self) -> dict[UUID, int]:
        """The sequence of each live entry, by id."""
        with guarded(self.directory.locale):
            return inventory(self.reader.searcher())

    def search(self, query: SearchQuery) -> SearchResult:
        """The answer to `query`."""
        with guarded(self.directory.locale):
            index = TantivyIndex(self.reader.searcher())
            return replace(search(index, query, self.weights), engine=self.engine)

    def departure(self, sections: Mapping[UUID, int], sample: Sequence[IndexEntry]) -> str:
        """In what it departs from these."""
        with guarded(self.directory.locale):
            return departure(TantivyIndex(self.reader.searcher()), sections, sample)

    @contextmanager
    def switch(self) -> Iterator[None]:
        """Holds back the writers of the current build, then puts this one in its place."""
        self.settle()
        with self.directory.writing():
            yield
            self.directory.switch_to(self.name)
            self.switched = True

    def close(self) -> None:
        """Discard the build unless it is in use."""
        self.writer = None
        if not self.switched:
            self.directory.discard(self.name)
