"""Fills a new index of one locale beside the current one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from uuid import UUID

from search.documents import Gone, IndexEntry
from search.engines.base import EngineError, SearchQuery, SearchResult
from search.engines.checking import departure
from search.engines.elasticsearch.asking import ElasticsearchIndex
from search.engines.elasticsearch.indices import LocaleIndices
from search.engines.elasticsearch.inventory import inventory
from search.engines.elasticsearch.lease import Lease
from search.engines.elasticsearch.places import building_alias
from search.engines.elasticsearch.writing import refresh, write

Answer = Callable[[ElasticsearchIndex, SearchQuery], SearchResult]


class ElasticsearchBuild:
    """A build that nobody reads yet, under a lease."""

    def __init__(self, indices: LocaleIndices, lease: Lease, replicas: int, answer: Answer) -> None:
        self.indices = indices
        self.lease = lease
        self.answer = answer
        self.visible = False
        self.switched = False
        indices.clean_up()
        self.name = indices.create(replicas)

    def index(self, entries: Sequence[IndexEntry], gone: Sequence[Gone] = ()) -> None:
        """Add; an older sequence never replaces a newer one."""
        alias = building_alias(self.name)
        self.visible = False
        write(self.indices.cluster, alias, self.indices.locale, [*entries, *gone])

    def inventory(self) -> dict[UUID, int]:
        """The sequence of each live entry, by id."""
        self.show()
        return inventory(self.indices.cluster, self.name, self.indices.locale)

    def show(self) -> None:
        """Make visible what was added."""
        if not self.visible:
            refresh(self.indices.cluster, self.name, self.indices.locale)
            self.visible = True

    def search(self, query: SearchQuery) -> SearchResult:
        """The answer to `query`, with the patience of writers."""
        return self.answer(self.asked(), query)

    def departure(self, sections: Mapping[UUID, int], sample: Sequence[IndexEntry]) -> str:
        """In what it departs from these."""
        return departure(self.asked(len(sections) + len(sample)), sections, sample)

    def asked(self, questions: int = 1) -> ElasticsearchIndex:
        """The new index for so many questions."""
        self.show()
        cluster = self.indices.cluster
        deadline = cluster.deadline(cluster.write_timeout * max(1, questions))
        return ElasticsearchIndex(cluster, self.name, self.indices.locale, "build", deadline)

    @contextmanager
    def switch(self) -> Iterator[None]:
        """Holds back the writers of the current build, then puts this one in its place.

        Raises EngineError where the lease was lost meanwhile, or the index in use is another by now.
        """
        shelf = self.indices.shelf()
        for place in shelf.current:
            self.indices.hold(place.name)
        yield
        self.indices.finish(self.name)
        refresh(self.indices.cluster, self.name, self.indices.locale)
        if not self.lease.held():
            raise EngineError(f"another rebuild of the {self.indices.locale} index took over")
        self.indices.switch_to(self.name, shelf)
        self.switched = True

    def close(self) -> None:
        """Delete what is not in use or kept, this build too unless it was switched to, and let writers go on.

        What cannot be done now, the next rebuild does; what is not ours any more is left alone.
        """
        with suppress(EngineError):
            if self.lease.held():
                self.indices.clean_up()
