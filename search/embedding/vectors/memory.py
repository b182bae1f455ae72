"""Holds the table's vectors in the memory of this process, and looks whether they changed."""

from collections.abc import Sequence
from dataclasses import replace
from threading import Lock
from typing import Final

from search.documents import Gone, IndexEntry
from search.embedding import table
from search.embedding.vectors.base import Neighbours, VectorQuery
from search.embedding.vectors.filtering import allowed
from search.embedding.vectors.held import Held, View
from search.models import Embedding

READ_AT_ONCE: Final = 2_000  # rows
ALIVE_SHARE: Final = 0.75  # of what is held, below which all is read anew


class MemoryVectors:
    """The vectors of one model in this process, read when first asked for, then only what is new.

    Each question looks whether the table has changed, so that nothing is found by what a story said before.
    """

    def __init__(self, model: str, dimension: int) -> None:
        self.model = model
        self.dimension = dimension
        self.reading = Lock()
        self.forget()

    def forget(self) -> None:
        """Hold nothing, as before the first question."""
        self.held = Held(self.dimension)
        self.seen: table.Stamp = (0, 0)
        self.view = self.held.view()

    def nearest(self, query: VectorQuery) -> Neighbours:
        """The nearest of all."""
        view = self.current()
        if not query.filters.restricting:
            return view.nearest(query, query.count)
        found = view.nearest(query, 0)
        return replace(found, nearest=allowed(found.nearest, query))

    def write(self, entries: Sequence[IndexEntry], gone: Sequence[Gone] = ()) -> None:
        """Nothing: every process looks into the table."""

    def usable(self) -> bool:
        """Always: what is in memory comes from the table."""
        return True

    def reconcile(self, *, mend: bool) -> list[str]:
        """Never anything."""
        return []

    def forget_others(self) -> None:
        """Nothing: there is none."""

    def close(self) -> None:
        """Let go of the memory."""
        self.forget()

    def current(self) -> View:
        """What the table has now."""
        stamp = table.stamp(self.model)
        if stamp != self.seen:
            with self.reading:
                self.read(stamp)
        return self.view

    def read(self, stamp: table.Stamp) -> None:
        """Take over what changed; all anew where much of what is held is outdated."""
        if stamp == self.seen:
            return  # another thread did it
        if len(self.held.rows) < ALIVE_SHARE * len(self.held.stories):
            self.held = Held(self.dimension)
        kept = Embedding.objects.filter(model=self.model)
        present = set(kept.values_list("id", flat=True))
        self.held.drop(self.held.rows.keys() - present)
        fresh = sorted(present - self.held.rows.keys())
        for first in range(0, len(fresh), READ_AT_ONCE):
            part = fresh[first : first + READ_AT_ONCE]
            rows = kept.filter(id__gte=part[0], id__lte=part[-1]).order_by("id")
            values = rows.values_list("id", "document_id", "locale", "vectors")
            self.held.add(
                [
                    (number, story, locale, table.from_bytes(data, self.dimension))
                    for number, story, locale, data in values
                    if number not in self.held.rows
                ]
            )
        self.view = self.held.view()
        self.seen = stamp
