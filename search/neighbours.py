"""Chooses the neighbours of each story by its words, once it and those before it are indexed."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from uuid import UUID

from django.conf import settings

from news.record.models import Cursor, Event, Publication, PublicState, PublishedDocument
from search.documents import ARTICLE, IndexEntry, entry_from
from search.engines.base import Hit, RelatedQuery
from search.engines.factory import engine
from search.models import Neighbourhood
from search.related import MOST

# More than are ever shown, for some may cease to be public.
SPARE: Final = 10
# Questions put to the engine at once: most of each is waiting for the answer.
AT_ONCE: Final = 4
INDEXER: Final = "search.indexing.SearchConsumer"
CONSUMER: Final = "search.neighbours.NeighbourConsumer"


class NeighbourConsumer:
    """Keeps neighbourhoods in step with the log; the setting LOG_CONSUMERS names this class."""

    @property
    def follows(self) -> str | None:
        """The consumer that indexes for readers: neighbours are chosen once it has indexed a story."""
        return next((name for name, dotted in settings.LOG_CONSUMERS.items() if dotted == INDEXER), None)

    def handle(self, batch: Sequence[Publication]) -> None:
        """Choose anew for every article in `batch` whose words changed, and forget those that are gone.

        Raises EngineError while the engine is away.
        """
        rows = [row for row in batch if row.type == ARTICLE]
        ids = {row.document_id for row in rows}
        known = set(Neighbourhood.objects.filter(document_id__in=ids).values_list("document_id", flat=True))
        same_words = {row.document_id for row in rows if row.event == Event.REFRESHED} & known
        changed = {row.document_id for row in rows if row.event != Event.REFRESHED}
        live = set(choose(ids - (same_words - changed)))
        Neighbourhood.objects.filter(document_id__in=changed - live).delete()


def start_over() -> None:
    """Have the relay hand over the whole log again, so that every neighbourhood is chosen anew."""
    consumers = [name for name, dotted in settings.LOG_CONSUMERS.items() if dotted == CONSUMER]
    Cursor.objects.filter(consumer__in=consumers).delete()


def choose(ids: Iterable[UUID]) -> list[UUID]:
    """Choose the neighbours of those of `ids` that are live, and return the ids of these."""
    rows = PublishedDocument.objects.filter(type=ARTICLE, state=PublicState.LIVE, document_id__in=list(ids))
    entries = [entry_from(row) for row in rows.prefetch_related("terms")]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        chosen = [
            Neighbourhood(
                document_id=entry.id,
                similar=[str(hit.id) for hit in found if not hit.duplicate],
                duplicates=[str(hit.id) for hit in found if hit.duplicate],
            )
            for entry, found in zip(entries, threads.map(similar, entries), strict=True)
        ]
    Neighbourhood.objects.bulk_create(
        chosen, update_conflicts=True, unique_fields=["document_id"], update_fields=["similar", "duplicates"]
    )
    return [entry.id for entry in entries]


def similar(entry: IndexEntry) -> tuple[Hit, ...]:
    """The stories with the same telling words, those not newer than `entry` first."""
    return engine().related(RelatedQuery(entry, limit=MOST + SPARE, filled=True, duplicates=True))
