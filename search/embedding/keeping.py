"""Keeps vectors in step with the store: forgets what went or reads otherwise, embeds what is new."""

import logging
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Final
from uuid import UUID

from news.record.store import chunks
from search.documents import IndexEntry
from search.embedding import abroad, table
from search.embedding.base import Embedder, EmbedderError
from search.embedding.texts import digest_of, parts_of
from search.embedding.vectors.base import VectorIndex
from search.indexing import current

logger = logging.getLogger(__name__)
# Stories looked at together: what was embedded of them is kept even if the next ones fail.
CHUNK: Final = 16


class Keeper:
    """Keeps the vectors of one model, in the table and in the index of vectors."""

    def __init__(self, embedder: Embedder, index: VectorIndex) -> None:
        self.embedder = embedder
        self.index = index
        self.model = embedder.model

    def follow(self, ids: Iterable[UUID], progress: Callable[[int], object] = lambda _: None) -> int:
        """Bring these stories up to the store; returns how many could not be embedded.

        What is not public any more is forgotten, and so is what reads otherwise, before anything is
        embedded: an embedder that is away keeps nothing that has to go. Raises EngineError.
        """
        lacking: list[UUID] = []
        failed = 0
        for chunk in chunks(sorted(ids), CHUNK):
            entries = self.lacking(chunk)
            # One failure is enough to know that the embedder is away.
            made = not failed and self.embed(entries)
            failed += 0 if made else len(entries)
            self.index.write(*current(chunk))
            lacking += [entry.id for entry in entries]
            progress(len(chunk))
        self.choose_abroad(lacking)
        return failed

    def choose_abroad(self, ids: Iterable[UUID]) -> None:
        """Choose the stories in other languages that are shown beside these. Raises EngineError."""
        abroad.choose(self.index, self.model, self.embedder.dimension, ids)

    def lacking(self, ids: Sequence[UUID]) -> list[IndexEntry]:
        """Those of these stories that have to be embedded, after forgetting all that has to go."""
        entries, _ = current(ids)
        known = table.digests(self.model, ids)
        wanted = {entry.id: digest_of(parts_of(entry)) for entry in entries}
        table.forget(self.model, [story for story in known if known[story] != wanted.get(story)])
        return [entry for entry in entries if wanted[entry.id] != known.get(entry.id)]

    def embed(self, entries: Sequence[IndexEntry]) -> bool:
        """Embed these stories and keep the vectors; False where the embedder does not answer."""
        if not entries:
            return True
        texts = [parts_of(entry) for entry in entries]
        try:
            vectors = self.embedder.passages([part for parts in texts for part in parts])
        except EmbedderError as error:
            logger.warning("%s embeds nothing now: %s", self.model, error)
            return False
        ends = list(accumulate(map(len, texts)))
        table.write(
            self.model,
            [
                table.Made(entry, digest_of(parts), vectors[end - len(parts) : end])
                for entry, parts, end in zip(entries, texts, ends, strict=True)
            ],
        )
        return True
