"""The Elasticsearch engine: answers in a time readers bear or not at all, and writes with patience."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final
from uuid import UUID
from zlib import crc32

from search.documents import Gone, IndexEntry, Item
from search.engines.base import (
    Begun,
    BegunQuery,
    EngineError,
    Explanation,
    Health,
    Hit,
    IndexUnusableError,
    RelatedQuery,
    SearchQuery,
    SearchResult,
)
from search.engines.completing import begun
from search.engines.elasticsearch.asking import ElasticsearchIndex
from search.engines.elasticsearch.building import ElasticsearchBuild
from search.engines.elasticsearch.cluster import Cluster, Deadline
from search.engines.elasticsearch.errors import ClusterError
from search.engines.elasticsearch.indices import LocaleIndices, described
from search.engines.elasticsearch.inventory import inventory, live_count
from search.engines.elasticsearch.lease import Lease
from search.engines.elasticsearch.options import Options
from search.engines.elasticsearch.places import Shelf, alias_of
from search.engines.elasticsearch.writing import refresh, write
from search.engines.explaining import explain
from search.engines.neighbours import related
from search.engines.searching import search
from search.engines.weights import Weights

# Seconds between two looks whether a rebuild has let writers go on.
PAUSE: Final = 0.1


class ElasticsearchEngine:
    """Search by a cluster. `options` are those of Options; `weights` replaces parameters of ranking."""

    name = "elasticsearch"

    def __init__(self, weights: Mapping[str, Any] | None = None, **options: Any) -> None:
        self.options = Options(**options)
        self.cluster = Cluster(self.options)
        self.weights = replace(Weights(), **(weights or {}))
        # Since when an index has been seen without a working copy.
        self.without_copy: dict[str, float] = {}

    def index(self, entries: Sequence[IndexEntry], gone: Sequence[Gone] = ()) -> None:
        """Add, replace and remove, visible at once. Raises IndexUnusableError."""
        items: list[Item] = [*entries, *gone]
        for locale in sorted({item.locale for item in items}):
            self.write(locale, [item for item in items if item.locale == locale])

    def write(self, locale: str, items: Sequence[Item]) -> None:
        """Bring one index up to `items`; while a rebuild switches, wait and write into what comes of it."""
        indices, freed = self.indices(locale), 0
        end = time.monotonic() + self.options.held_back
        while not self.written(indices, items):
            if freed > 1 or time.monotonic() > end:
                raise EngineError(f"writing into the {locale} index is forbidden for too long")
            if self.freed(indices):
                freed += 1
            else:
                time.sleep(PAUSE)

    def written(self, indices: LocaleIndices, items: Sequence[Item]) -> bool:
        """Write; False where that is forbidden for now."""
        if indices.shelf().usable().held:
            return False
        try:
            write(self.cluster, indices.alias, indices.locale, items)
        except ClusterError as error:
            if error.refusal.held:
                return False
            raise
        refresh(self.cluster, indices.alias, indices.locale)
        return True

    def freed(self, indices: LocaleIndices) -> bool:
        """Allow writing again where no rebuild forbids it: one was killed, or somebody did it by hand."""
        lease = self.lease(indices.locale)
        if not lease.take():
            return False
        try:
            indices.clean_up()
        finally:
            lease.give_up()
        return True

    def remove(self, gone: Sequence[Gone]) -> None:
        """Remove, leaving tombstones."""
        self.index((), gone)

    def search(self, query: SearchQuery) -> SearchResult:
        """The answer to `query`."""
        return self.search_each([query])[0]

    def search_each(self, queries: Sequence[SearchQuery]) -> tuple[SearchResult, ...]:
        """The answers to one question in several locales, in the time of one."""
        deadline = self.cluster.deadline()
        return tuple(self.answer(self.asked(query.locale, query.text, deadline), query) for query in queries)

    def answer(self, index: ElasticsearchIndex, query: SearchQuery) -> SearchResult:
        """What `index` answers to `query`."""
        return replace(search(index, query, self.weights), engine=self.name)

    def begun(self, queries: Sequence[BegunQuery]) -> Begun:
        """The answers to what a reader is typing, in the time of one question."""
        deadline = self.cluster.deadline()
        found = (begun(self.asked(query.locale, query.text, deadline), query) for query in queries)
        return Begun(tuple(found), self.name)

    def related(self, query: RelatedQuery) -> tuple[Hit, ...]:
        """Neighbours by their words, best first. They are chosen behind the scenes: no reader waits."""
        deadline = self.cluster.deadline(self.options.write_timeout)
        index = self.asked(query.entry.locale, str(query.entry.id), deadline)
        return related(index, query, self.weights)

    def explain(self, query: SearchQuery, story: UUID) -> Explanation:
        """Why `story` is, or is not, an answer to `query`."""
        index = self.asked(query.locale, query.text, self.cluster.deadline())
        return explain(index, query, story, self.weights)

    def health(self, locale: str) -> Health:
        """Whether the index can be read, and which builds there are; told in the time readers have."""
        shelf, deadline = Shelf(locale, ""), self.cluster.deadline()
        try:
            shelf = self.indices(locale).shelf(deadline)
            name = shelf.usable().name
            with self.noticing_loss(locale, name):
                documents = self.cluster.ask(lambda client: live_count(client, name), locale, deadline)
        except EngineError as error:
            lost = isinstance(error, IndexUnusableError)
            return Health(False, build=shelf.build, former=shelf.former_build, reason=str(error), lost=lost)
        return Health(True, documents, shelf.build, shelf.former_build)

    def locales(self) -> Iterator[str]:
        """The locales that have an index in use."""
        places = self.cluster.tell(lambda client: described(client, f"{self.options.prefix}.*"), "")
        used = {one.locale for one in places if one.locale and self.alias(one.locale) in one.aliases}
        return iter(sorted(used))

    def inventory(self, locale: str) -> dict[UUID, int]:
        """The sequence of each live entry, by id."""
        name = self.indices(locale).shelf().usable().name
        with self.noticing_loss(locale, name):
            return inventory(self.cluster, name, locale)

    @contextmanager
    def noticing_loss(self, locale: str, name: str) -> Iterator[None]:
        """Raises IndexUnusableError for an index that has had no working copy for long."""
        try:
            yield
        except ClusterError as error:
            if not error.refusal.no_copy:
                raise
            since = self.without_copy.setdefault(name, time.monotonic())
            if time.monotonic() - since < self.options.lost_after:
                raise
            raise IndexUnusableError(locale, "no copy of it is left") from error
        self.without_copy.pop(name, None)

    @contextmanager
    def rebuild(self, locale: str) -> Iterator[ElasticsearchBuild]:
        """A new index beside the current one; discarded unless the block reaches its switch."""
        indices, lease = self.indices(locale), self.lease(locale)
        if not lease.take():
            raise EngineError(f"the {locale} index is being rebuilt already")
        try:
            build = ElasticsearchBuild(indices, lease, self.options.replicas, self.answer)
            try:
                yield build
            finally:
                build.close()
        finally:
            lease.give_up()

    def roll_back(self, locale: str) -> None:
        """Put the former index back in use, and keep the present one as the former."""
        self.indices(locale).roll_back()

    def close(self) -> None:
        """Let go of connections and threads."""
        self.cluster.close()

    def alias(self, locale: str) -> str:
        """What the index of `locale` is called by readers and writers."""
        return alias_of(self.options.prefix, locale)

    def indices(self, locale: str) -> LocaleIndices:
        """The indices of `locale`."""
        return LocaleIndices(self.cluster, self.alias(locale), locale)

    def lease(self, locale: str) -> Lease:
        """A new claim on rebuilding `locale`."""
        return Lease(self.cluster, self.options.prefix, locale, self.options.replicas, self.options.lease)

    def asked(self, locale: str, question: str, deadline: Deadline) -> ElasticsearchIndex:
        """The index of `locale` for one question; equal questions go to the same copy."""
        copy = f"{crc32(question.encode('utf-8', 'surrogatepass')):x}"
        return ElasticsearchIndex(self.cluster, self.alias(locale), locale, copy, deadline)
