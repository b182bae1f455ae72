"""Remembers for a short while which words an index has, so that most questions take one call."""

import time
from collections.abc import Iterable
from typing import Final

# Seconds for which a word that was seen is taken to be there still; of one that was not the index is asked.
REMEMBERED: Final = 60.0
MOST: Final = 100_000


class KnownWords:
    """The words seen in each index, by the index's name. Threads may share it."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, str], float] = {}

    def missing(self, alias: str, words: Iterable[str]) -> list[str]:
        """Those of `words` that were not seen lately."""
        now = time.monotonic()
        return [word for word in words if self.seen.get((alias, word), 0.0) < now]

    def add(self, alias: str, words: Iterable[str]) -> None:
        """Note that the index has `words` now."""
        if len(self.seen) > MOST:
            self.seen = {}
        until = time.monotonic() + REMEMBERED
        self.seen.update(((alias, word), until) for word in words)
