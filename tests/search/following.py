"""Lets search follow the log, as the relay does."""

from news.publication.consumers import feeds
from news.record.models import Publication
from search.indexing import SearchConsumer
from search.neighbours import NeighbourConsumer


def index() -> None:
    """Let the index follow the whole log."""
    SearchConsumer().handle(list(Publication.objects.order_by("sequence")))


def index_with_neighbours() -> None:
    """Let the index follow the whole log, and the neighbourhoods the index."""
    index()
    NeighbourConsumer().handle(list(Publication.objects.order_by("sequence")))


def catch_up() -> None:
    """Hand every consumer what it has not had."""
    for feed in feeds():
        while feed.advance():
            pass
