"""A few hundred stories of each language in memory, to tell how near a question is to any story at all."""

from dataclasses import dataclass, replace
from threading import Lock
from time import monotonic
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.embedding import table
from search.embedding.base import Vectors
from search.embedding.vectors.base import Usual, Vector, usual_of
from search.models import Embedding

SIZE: Final = 400  # stories of a language
KEPT: Final = 600.0  # seconds until they are chosen anew


@dataclass(frozen=True)
class Chosen:
    """The parts of some of `stories`, where those of each begin, and as of when and of what table."""

    stories: int
    parts: Vectors
    starts: NDArray[np.intp]
    at: float
    stamp: table.Stamp

    def outdated(self, stamp: table.Stamp) -> bool:
        """Whether to choose anew: of a small archive after each change, else after a while."""
        return stamp != self.stamp and (len(self.starts) < SIZE or monotonic() - self.at > KEPT)


class Sample:
    """The newest stories of the languages that were asked about, as they were some minutes ago at most."""

    def __init__(self, model: str, dimension: int) -> None:
        self.model = model
        self.dimension = dimension
        self.choosing = Lock()
        self.chosen: dict[frozenset[str], Chosen] = {}

    def usual(self, vector: Vector, locales: frozenset[str]) -> Usual:
        """How near ordinary stories in these languages are to `vector`."""
        stamp = table.stamp(self.model)
        with self.choosing:
            chosen = self.chosen.get(locales)
            if chosen is None or chosen.outdated(stamp):
                chosen = self.chosen[locales] = self.choose(locales, stamp)
        if not len(chosen.starts):
            return Usual()
        usual = usual_of(np.maximum.reduceat(chosen.parts @ vector, chosen.starts))
        return replace(usual, stories=chosen.stories)

    def choose(self, locales: frozenset[str], stamp: table.Stamp) -> Chosen:
        """A sample of the table as it is now."""
        found = [
            table.from_bytes(data, self.dimension)
            for locale in sorted(locales)
            for data in Embedding.objects.filter(model=self.model, locale=locale)
            .order_by("-id")
            .values_list("vectors", flat=True)[:SIZE]
        ]
        sizes = [len(vectors) for vectors in found]
        parts = np.concatenate([np.empty((0, self.dimension), dtype=np.float32), *found])
        stories = Embedding.objects.filter(model=self.model, locale__in=locales).count()
        return Chosen(stories, parts, np.cumsum([0, *sizes], dtype=np.intp)[:-1], monotonic(), stamp)
