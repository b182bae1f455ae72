"""Follows the log for search by meaning; the setting LOG_CONSUMERS names it where an embedder is set."""

from collections.abc import Sequence
from datetime import timedelta
from time import monotonic
from typing import Final
from uuid import UUID

from news.record.models import Publication
from search.documents import ARTICLE
from search.embedding import table
from search.embedding.base import EmbedderError
from search.embedding.factory import embedder, vector_index
from search.embedding.keeping import Keeper

# Stories embedded in one go where some are missing, so that what goes meanwhile does not wait for long.
AT_ONCE: Final = 200
# Seconds until an embedder that was away is asked again.
PAUSE: Final = 30.0


class EmbeddingConsumer:
    """Keeps vectors in step with the log.

    An embedder that is away holds up nothing, not even this: what is to be forgotten is forgotten, and what
    could not be embedded is later, newest first.
    """

    longest_wait = timedelta(seconds=5)
    at_once = AT_ONCE

    def __init__(self) -> None:
        self.behind = False
        self.resume = 0.0

    def keeper(self) -> Keeper:
        """What keeps the vectors of the embedder in the settings."""
        return Keeper(embedder(), vector_index())

    def handle(self, batch: Sequence[Publication]) -> None:
        """Bring the vectors of every article in `batch` up to the store, where the embedder answers.

        Raises EngineError while the index of vectors is away.
        """
        failed = self.keeper().follow({row.document_id for row in batch if row.type == ARTICLE})
        if failed:
            self.wait()

    def wait(self) -> None:
        """Ask the embedder again after a while."""
        self.behind, self.resume = True, monotonic() + PAUSE

    def usable(self) -> bool:
        """False where mending would help now: stories to embed, or an index of vectors that is lost."""
        if self.behind:
            return monotonic() < self.resume
        return vector_index().usable()

    def reconcile(self, *, mend: bool) -> list[str]:
        """A line for each way in which vectors depart from the store, after repairing it if `mend` is true.

        At most some hundred stories are embedded at once; the relay goes on with the others. Raises
        EmbedderError where none could be, EngineError while the index of vectors is away.
        """
        keeper = self.keeper()
        lacking, surplus = table.missing(keeper.model), table.surplus(keeper.model)
        lines = [f"embeddings: {len(lacking)} missing, {len(surplus)} surplus"] if lacking or surplus else []
        if mend:
            lines += self.mend(keeper, lacking, surplus)
        return [*lines, *keeper.index.reconcile(mend=mend)]

    def mend(self, keeper: Keeper, lacking: Sequence[UUID], surplus: Sequence[UUID]) -> list[str]:
        """Repair; a line for what is left to do."""
        keeper.follow(surplus)
        self.behind = False
        now = lacking[: self.at_once]
        if failed := keeper.follow(now):
            self.wait()
            if failed == len(now):
                raise EmbedderError(f"{keeper.model} does not answer")
        left = len(lacking) - len(now) + failed
        self.behind = bool(left)
        return [f"embeddings: {left} are left for later"] if left else []
