"""Keeps vectors in step with the store: forgets what went or reads otherwise, embeds what is new."""

import logging
from collections.abc import Callable, Iterable, Sequence
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
        failed = 0
        for chunk in chunks(sorted(ids), CHUNK):
            # One failure is enough to know that the embedder is away.
            failed += self.follow_some(chunk, embed=not failed)
            progress(len(chunk))
        return failed

    def follow_some(self, ids: Sequence[UUID], *, embed: bool) -> int:
        """As `follow`, for as many as are embedded together."""
        entries, gone = current(ids)
        texts = {entry.id: parts_of(entry) for entry in entries}
        known = table.digests(self.model, ids)
        wanted = {story: digest_of(parts) for story, parts in texts.items()}
        table.forget(self.model, [story for story in known if known[story] != wanted.get(story)])
        lacking = [entry for entry in entries if wanted[entry.id] != known.get(entry.id)]
        failed = self.embed(lacking, texts) if embed else len(lacking)
        self.index.write(entries, gone)
        if lacking and not failed:
            self.choose_abroad([entry.id for entry in lacking])
        return failed

    def choose_abroad(self, ids: Iterable[UUID]) -> None:
        """Choose the stories in other languages that are shown beside these. Raises EngineError."""
        abroad.choose(self.index, self.model, self.embedder.dimension, ids)

    def embed(self, entries: Sequence[IndexEntry], texts: dict[UUID, list[str]]) -> int:
        """Embed these stories and keep the vectors; returns how many could not be."""
        if not entries:
            return 0
        parts = [part for entry in entries for part in texts[entry.id]]
        try:
            vectors = self.embedder.passages(parts)
        except EmbedderError as error:
            logger.warning("%s embeds nothing now: %s", self.model, error)
            return len(entries)
        made, start = [], 0
        for entry in entries:
            end = start + len(texts[entry.id])
            made.append(table.Made(entry, digest_of(texts[entry.id]), vectors[start:end]))
            start = end
        table.write(self.model, made)
        return 0
