"""What every index of vectors promises: the stories nearest to a vector, and that it follows the table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from search.documents import Gone, IndexEntry
from search.engines.base import Filters

Vector = NDArray[np.float32]
NO_FILTERS: Final = Filters()
SIXTH: Final = 15.87  # per cent of ordinary values lie more than a deviation below their median


@dataclass(frozen=True)
class VectorQuery:
    """Asks for the `count` stories in `locales` nearest to `vector`, of unit length, that `filters` allow."""

    vector: Vector
    locales: frozenset[str]
    count: int
    filters: Filters = NO_FILTERS


class Nearest(NamedTuple):
    """One story and the cosine of the nearest of its parts."""

    id: UUID
    cosine: float


@dataclass(frozen=True)
class Usual:
    """How near stories are to a vector as a rule, and how many there are.

    `median` is of their cosines, or of those of some of them, `deviation` how far below it a sixth of them
    are: what is truly near changes neither.
    """

    stories: int = 0
    median: float = 0.0
    deviation: float = 0.0


@dataclass(frozen=True)
class Neighbours:
    """The nearest stories, best first, equals by id, and how near stories of these languages usually are."""

    nearest: Sequence[Nearest] = ()
    usual: Usual = field(default_factory=Usual)


def usual_of(cosines: Vector) -> Usual:
    """What is usual among these cosines, one at least."""
    low, median = np.percentile(cosines, (SIXTH, 50.0))
    return Usual(len(cosines), float(median), float(median - low))


class VectorIndex(Protocol):
    """Answers the stories nearest to a vector. Any method may raise EngineError."""

    def nearest(self, query: VectorQuery) -> Neighbours:
        """The nearest stories."""
        ...

    def write(self, entries: Sequence[IndexEntry], gone: Sequence[Gone] = ()) -> None:
        """Bring what is held of these stories up to the table and the store; `entries` are live."""
        ...

    def usable(self) -> bool:
        """False where it is lost, so that mending helps; cheap, and never raises."""
        ...

    def reconcile(self, *, mend: bool) -> list[str]:
        """A line for each way in which it departs from the table, repaired where `mend` is true."""
        ...

    def forget_others(self) -> None:
        """Delete what is held for other models."""
        ...

    def close(self) -> None:
        """Let go of memory, connections and threads; it is not used again."""
        ...
