"""Vectors side by side in memory, a byte a number, and the comparison of a question with all of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from search.embedding.base import Vectors
from search.embedding.vectors.base import Nearest, Neighbours, Vector, VectorQuery, usual_of

ROOM: Final = 1.25  # how much more memory is taken than is needed, so that it is seldom moved
STEPS: Final = 127  # of a byte with a sign
AT_ONCE: Final = 2_048  # rows made ready to compute with: what a processor keeps near
SMALLEST: Final = 1e-9  # a row of nothing stays one

Row = tuple[int, UUID, str, Vectors]


@dataclass
class Held:
    """What one process holds: parts side by side, and of each story where its parts begin.

    A number takes one byte: that loses nothing that matters, and reading a quarter of the memory takes half
    of the time. What is there never moves, so that whoever took a look may go on while more is added.
    """

    dimension: int
    parts: NDArray[np.int8] = field(init=False)
    scales: NDArray[np.float32] = field(init=False)
    alive: NDArray[np.bool_] = field(init=False)
    used: int = 0
    starts: list[int] = field(default_factory=list)
    rows: dict[int, int] = field(default_factory=dict)
    stories: list[UUID] = field(default_factory=list)
    places: dict[UUID, int] = field(default_factory=dict)
    tongues: list[int] = field(default_factory=list)
    codes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.parts = np.empty((0, self.dimension), dtype=np.int8)
        self.scales = np.empty(0, dtype=np.float32)
        self.alive = np.empty(0, dtype=np.bool_)

    def add(self, rows: Sequence[Row]) -> None:
        """Hold further rows: number, story, locale and vectors, one at least."""
        self.make_room(sum(len(vectors) for *_, vectors in rows))
        for number, story, locale, vectors in rows:
            self.rows[number] = self.places[story] = len(self.stories)
            self.starts.append(self.used)
            self.stories.append(story)
            self.tongues.append(self.codes.setdefault(locale, len(self.codes)))
            end = self.used + len(vectors)
            scales = np.maximum(np.abs(vectors).max(axis=1), SMALLEST) / STEPS
            self.scales[self.used : end] = scales
            self.parts[self.used : end] = np.rint(vectors / scales[:, None])
            self.used = end
        self.alive = np.concatenate([self.alive, np.ones(len(rows), dtype=np.bool_)])

    def make_room(self, more: int) -> None:
        """Take memory for so many further parts."""
        wanted = self.used + more
        if wanted > len(self.parts):
            size = int(wanted * ROOM)
            parts, scales = np.empty((size, self.dimension), np.int8), np.empty(size, np.float32)
            parts[: self.used], scales[: self.used] = self.parts[: self.used], self.scales[: self.used]
            self.parts, self.scales = parts, scales

    def drop(self, numbers: Iterable[int]) -> None:
        """Answer no more with these rows."""
        alive = self.alive.copy()
        alive[[self.rows.pop(number) for number in numbers]] = False
        self.alive = alive

    def view(self) -> "View":
        """What is held now."""
        return View(
            parts=self.parts[: self.used],
            scales=self.scales[: self.used],
            starts=np.array(self.starts, dtype=np.intp),
            stories=np.array(self.stories, dtype=object),
            tongues=np.array(self.tongues, dtype=np.int16),
            alive=self.alive,
            places=self.places,
            codes=self.codes,
        )


@dataclass(frozen=True)
class View:
    """What was held at one moment."""

    parts: NDArray[np.int8]
    scales: NDArray[np.float32]
    starts: NDArray[np.intp]
    stories: NDArray[Any]
    tongues: NDArray[np.int16]
    alive: NDArray[np.bool_]
    places: Mapping[UUID, int]
    codes: Mapping[str, int]

    def nearest(self, query: VectorQuery, count: int) -> Neighbours:
        """The `count` nearest whatever the filters, but for those they leave out by id; 0 is all of them."""
        codes = [self.codes[locale] for locale in query.locales if locale in self.codes]
        ordinary = np.flatnonzero(self.alive & np.isin(self.tongues, codes))
        if not len(ordinary):
            return Neighbours()
        cosines = np.maximum.reduceat(self.products(query.vector), self.starts)
        places = ordinary[~np.isin(ordinary, self.left_out(query))]
        if 0 < count < len(places):
            places = places[np.argpartition(-cosines[places], count - 1)[:count]]
        found = [Nearest(self.stories[one], float(cosines[one])) for one in places]
        found.sort(key=lambda one: (-one.cosine, one.id))
        return Neighbours(found, usual_of(cosines[ordinary]))

    def left_out(self, query: VectorQuery) -> list[int]:
        """Where the stories are that must not be found."""
        return [self.places[story] for story in query.filters.without if story in self.places]

    def products(self, vector: Vector) -> Vector:
        """The product of `vector` with every part."""
        found = np.empty(len(self.parts), dtype=np.float32)
        ready = np.empty((AT_ONCE, len(vector)), dtype=np.float32)
        for start in range(0, len(found), AT_ONCE):
            part = self.parts[start : start + AT_ONCE]
            block = ready[: len(part)]
            np.copyto(block, part, casting="unsafe")
            np.dot(block, vector, out=found[start : start + len(part)])
        found *= self.scales
        return found
