"""A few hundred stories of each language in memory, to tell how near a question is to any story at all."""

from collections.abc import Sequence
from dataclasses import replace
from threading import Lock
from time import monotonic
from typing import Final

from search.embedding.table import from_bytes
from search.embedding.vectors.base import Nearest, Neighbours, VectorQuery
from search.embedding.vectors.held import Held, View
from search.models import Embedding

SIZE: Final = 400  # stories of a language
KEPT: Final = 600.0  # seconds until they are chosen anew


class Sample:
    """The newest stories of each language that was asked about, as they were some minutes ago at most."""

    def __init__(self, model: str, dimension: int) -> None:
        self.model = model
        self.dimension = dimension
        self.choosing = Lock()
        self.chosen: dict[frozenset[str], tuple[float, View]] = {}

    def beside(self, query: VectorQuery, nearest: Sequence[Nearest]) -> Neighbours:
        """`nearest`, with what the sample says of ordinary stories."""
        return replace(self.view(query.locales).nearest(query, 1), nearest=nearest)

    def view(self, locales: frozenset[str]) -> View:
        """The sample of these languages."""
        with self.choosing:
            at, view = self.chosen.get(locales, (0.0, None))
            if view is None or monotonic() - at > KEPT:
                view = self.choose(locales)
                self.chosen[locales] = monotonic(), view
        return view

    def choose(self, locales: frozenset[str]) -> View:
        """A sample of the table as it is now."""
        held = Held(self.dimension)
        for locale in sorted(locales):
            rows = Embedding.objects.filter(model=self.model, locale=locale).order_by("-id")[:SIZE]
            values = rows.values_list("id", "document_id", "locale", "vectors")
            held.add(
                [
                    (number, story, tongue, from_bytes(data, self.dimension))
                    for number, story, tongue, data in values
                ]
            )
        return held.view()
