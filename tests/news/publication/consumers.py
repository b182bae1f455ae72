"""Consumers of the log for tests of the relay, named in LOG_CONSUMERS by dotted path."""

from collections.abc import Sequence

from news.record.models import Publication


class Listener:
    """Notes the sequence of whatever it is handed."""

    heard: list[int] = []

    def handle(self, batch: Sequence[Publication]) -> None:
        """Take over a batch."""
        self.heard += [row.sequence for row in batch]


class Stubborn:
    """Fails while it is told to, after it has already heard: the worst a consumer can do."""

    heard: list[int] = []
    failing = True

    def handle(self, batch: Sequence[Publication]) -> None:
        """Hear, then perhaps fail."""
        self.heard += [row.sequence for row in batch]
        if Stubborn.failing:
            raise ConnectionError("لا يرد")


class Follower(Listener):
    """Hears only what the stubborn one took over."""

    heard: list[int] = []
    follows = "stubborn"
