"""What turns texts into vectors, and what every such thing promises."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

# One row a text, of unit length, so that the product of two is the cosine of their angle.
Vectors = NDArray[np.float32]


class EmbedderError(Exception):
    """The embedder does not answer, or not with what was asked for."""


class Embedder(Protocol):
    """Turns texts into vectors. Threads may share it. Any method may raise EmbedderError, and nothing else.

    `model` names what makes the vectors, its version included: only vectors of one model compare.
    """

    model: str
    dimension: int

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts that are to be found, in their order; may take its time."""
        ...

    def queries(self, texts: Sequence[str]) -> Vectors:
        """The vectors of questions, in their order; a reader is waiting."""
        ...


def unit(rows: Vectors) -> Vectors:
    """`rows`, each of unit length; a row of nothing stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
