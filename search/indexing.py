"""Keeps the index in step with the store: follows the log, compares, repairs, rebuilds."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import SystemRandom
from typing import Final
from uuid import UUID

from django.db.models import Count

from news.record.models import Publication, PublicState, PublishedDocument, Term
from news.record.store import chunks, head_sequence
from search.documents import ARTICLE, Gone, IndexEntry, entry_from
from search.engines.base import Build, EngineError, IndexUnusableError, SearchEngine
from search.engines.factory import engines
from search.judging.gate import watch

CHUNK: Final = 200
# How often a rebuild follows what was published while it checked, before it gives up.
ROUNDS: Final = 10

# How many stories of a new index are looked at whole before it is put in use.
SAMPLE: Final = 20

Progress = Callable[[int], object]
# Looks at a new index before it is put in use, and may refuse it by an EngineError.
Examine = Callable[[SearchEngine, Build, str], object]


@dataclass(frozen=True)
class Difference:
    """How the index of one locale departs from the store's live articles.

    `missing` are not in it, `surplus` should not be, `outdated` are there as of another sequence. `reason`
    says why only a rebuild can repair it, "" where the named articles can be written again.
    """

    locale: str
    missing: tuple[UUID, ...] = ()
    surplus: tuple[UUID, ...] = ()
    outdated: tuple[UUID, ...] = ()
    reason: str = ""

    def __str__(self) -> str:
        counts = f"{len(self.missing)} missing, {len(self.surplus)} surplus, {len(self.outdated)} outdated"
        return f"search index {self.locale}: {counts}{f' ({self.reason})' if self.reason else ''}"


class SearchConsumer:
    """Keeps the engine that readers ask in step with the log; the setting LOG_CONSUMERS names this class."""

    # How long after a failure the next try is at most: what was published meanwhile is to be found soon.
    longest_wait = timedelta(seconds=5)

    def engine(self) -> SearchEngine | None:
        """The engine that is kept in step, None where the settings name none."""
        return engines()[0]

    def handle(self, batch: Sequence[Publication]) -> None:
        """Bring the index up to the store for every article in `batch`, in one commit a locale.

        Reads the store and not the log, so batches may come twice or in any order. An index that is missing
        or damaged is rebuilt. Raises EngineError where that fails too.
        """
        if kept := self.engine():
            write_again(kept, {row.document_id for row in batch if row.type == ARTICLE})

    def usable(self) -> bool:
        """False where an index is lost, so that mending would help; an engine that is away comes back."""
        kept = self.engine()
        return kept is None or not any(kept.health(locale).lost for locale in stored_locales())

    def reconcile(self, *, mend: bool) -> list[str]:
        """A line for each index that departs from the store, after repairing it where `mend` is true.

        Raises EngineError where the engine is away.
        """
        if (kept := self.engine()) is None:
            return []
        found = difference(kept)
        if mend:
            repair(kept, found)
        return [str(one) for one in found]


class FallbackConsumer(SearchConsumer):
    """Keeps the engine in step that answers while the first one is away."""

    def engine(self) -> SearchEngine | None:
        """The fallback, None where there is none."""
        return next(iter(engines()[1:]), None)


def is_usable(kept: SearchEngine) -> bool:
    """Whether every locale with articles has an index in `kept` that can be read."""
    return all(kept.health(locale).usable for locale in stored_locales())


def write_again(kept: SearchEngine, ids: Iterable[UUID]) -> None:
    """Index those of `ids` that are live as the store has them now, and remove the others."""
    for chunk in chunks(sorted(ids), CHUNK):
        entries, gone = current(chunk)
        while entries or gone:
            try:
                kept.index(entries, gone)
                break
            except IndexUnusableError as error:
                rebuild(kept, error.locale)
                entries = [entry for entry in entries if entry.locale != error.locale]
                gone = [absent for absent in gone if absent.locale != error.locale]


def current(ids: Sequence[UUID]) -> tuple[list[IndexEntry], list[Gone]]:
    """What the store has of these articles: entries of the live, and the others as gone."""
    rows = PublishedDocument.objects.filter(type=ARTICLE, document_id__in=ids).prefetch_related("terms")
    return sorted_out(rows)


def sorted_out(rows: Iterable[PublishedDocument]) -> tuple[list[IndexEntry], list[Gone]]:
    """Rows as entries of the live ones, and the others as gone."""
    entries, gone = [], []
    for row in rows:
        if row.state == PublicState.LIVE:
            entries.append(entry_from(row))
        else:
            gone.append(Gone(row.document_id, row.locale, row.sequence))
    return entries, gone


def rebuild(
    kept: SearchEngine, locale: str, progress: Progress = lambda _: None, examine: Examine = watch
) -> int:
    """Fill a new index of `locale` from the store, follow the log, check it, then put it in use.

    `progress` is told how many articles each step wrote, and `examine` may refuse what came of it; by itself
    nothing that editors judged holds an index back. Returns the number of live articles. Raises EngineError
    where it was refused or does not become equal to the store; the index in use then stays.
    """
    with kept.rebuild(locale) as build:
        start = head_sequence()
        for rows in store_chunks(locale):
            build.index(*sorted_out(rows))
            progress(len(rows))
        # Most of what was published meanwhile, so that writers are held back only for the last of it.
        head = head_sequence()
        replay(build, locale, start)
        examine(kept, build, locale)
        with build.switch():
            return settle(build, locale, head)


def store_chunks(locale: str) -> Iterator[Sequence[PublishedDocument]]:
    """All articles of `locale` in the store, tombstones included, a chunk at a time by key."""
    rows = PublishedDocument.objects.filter(type=ARTICLE, locale=locale).order_by("pk")
    last = 0
    while chunk := list(rows.filter(pk__gt=last).prefetch_related("terms")[:CHUNK]):
        yield chunk
        last = chunk[-1].pk


def settle(build: Build, locale: str, start: int) -> int:
    """Replay the log after `start` into `build` until it equals the store; returns the number of articles."""
    reason = "others are in it"
    for _ in range(ROUNDS):
        head = head_sequence()
        replay(build, locale, start)
        start = head
        live = live_sequences(locale)
        if build.inventory() == live and not (reason := departure(build, locale, live)):
            return len(live)
    raise EngineError(f"the new {locale} index does not become equal to the store: {reason}")


def departure(build: Build, locale: str, live: dict[UUID, int]) -> str:
    """In what `build` departs from the store, by section or in a few stories; "" for in nothing."""
    drawn = SystemRandom().sample(sorted(live), min(SAMPLE, len(live)))
    sample = [entry for entry in current(drawn)[0] if entry.sequence == live[entry.id]]
    return build.departure(stories_by_section(locale), sample)


def stories_by_section(locale: str) -> dict[UUID, int]:
    """How many live articles of `locale` each section and those below it have."""
    terms = Term.objects.filter(
        field="section", document__type=ARTICLE, document__locale=locale, document__state=PublicState.LIVE
    )
    return dict(terms.values_list("value").annotate(Count("pk")))


def replay(build: Build, locale: str, start: int) -> None:
    """Write what the log names after `start` into `build`, as the store has it."""
    rows = Publication.objects.filter(type=ARTICLE, locale=locale, sequence__gt=start)
    ids = sorted(set(rows.values_list("document_id", flat=True)))
    for chunk in chunks(ids, CHUNK):
        build.index(*current(chunk))


def live_sequences(locale: str) -> dict[UUID, int]:
    """The sequence of each live article of `locale`, by id."""
    rows = PublishedDocument.objects.filter(type=ARTICLE, locale=locale, state=PublicState.LIVE)
    return dict(rows.values_list("document_id", "sequence"))


def stored_locales() -> list[str]:
    """The locales that have articles in the store, gone ones included."""
    rows = PublishedDocument.objects.filter(type=ARTICLE).exclude(locale="")
    return sorted(rows.values_list("locale", flat=True).distinct())


def known_locales(kept: SearchEngine) -> list[str]:
    """The locales that have articles in the store or an index in `kept`."""
    return sorted({*stored_locales(), *kept.locales()})


def difference(kept: SearchEngine) -> list[Difference]:
    """How the indexes of `kept` depart from the store now; empty where they do not. Changes nothing."""
    compared = (compare_locale(kept, locale) for locale in known_locales(kept))
    return [found for found in compared if found is not None]


def compare_locale(kept: SearchEngine, locale: str) -> Difference | None:
    """The difference of one locale, None where there is none."""
    stored = live_sequences(locale)
    try:
        indexed = kept.inventory(locale)
    except IndexUnusableError as error:
        return Difference(locale, missing=tuple(sorted(stored)), reason=error.reason)
    return compare_index(locale, stored, indexed)


def compare_index(locale: str, stored: dict[UUID, int], indexed: dict[UUID, int]) -> Difference | None:
    """How `indexed` departs from `stored`, both sequences by id; None where they are equal."""
    if stored == indexed:
        return None
    both = stored.keys() & indexed.keys()
    ahead = any(indexed[story] > stored[story] for story in both)
    return Difference(
        locale,
        missing=tuple(sorted(stored.keys() - indexed.keys())),
        surplus=tuple(sorted(indexed.keys() - stored.keys())),
        outdated=tuple(sorted(story for story in both if stored[story] != indexed[story])),
        reason="it is ahead of the store, as after a restore" if ahead else "",
    )


def repair(kept: SearchEngine, differences: Iterable[Difference]) -> None:
    """Make the indexes of `kept` equal to the store where `differences` says they are not."""
    for found in differences:
        if not found.reason:
            write_again(kept, (*found.missing, *found.surplus, *found.outdated))
        # What the store never knew has no sequence there to be removed by.
        if found.reason or compare_locale(kept, found.locale):
            rebuild(kept, found.locale)
