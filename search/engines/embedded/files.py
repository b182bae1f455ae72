"""Opens, creates, reads and writes the tantivy index of one build."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Final
from uuid import UUID

import tantivy

from search.documents import Item, newest
from search.engines.base import IndexUnusableError
from search.engines.embedded.schema import SCHEMA, SCHEMA_VERSION, to_document
from search.engines.fields import LIVE

MANIFEST: Final = "manifest.json"
META: Final = "meta.json"
WRITER_BYTES: Final = 50_000_000
BULK_BYTES: Final = 200_000_000


@contextmanager
def guarded(locale: str) -> Iterator[None]:
    """Turns what tantivy and the disk raise over a broken index into IndexUnusableError."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexUnusableError(locale, f"it cannot be read ({error})") from error
    except BaseException as error:
        # A panic in the library derives from BaseException alone, and its class is not exported.
        if type(error).__name__ != "PanicException":
            raise
        raise IndexUnusableError(locale, f"it cannot be read ({error})") from error


def create(path: Path) -> Any:
    """An empty index in the empty directory `path`."""
    index = tantivy.Index(SCHEMA, path=str(path))
    (path / MANIFEST).write_text(json.dumps({"schema": SCHEMA_VERSION}))
    return index


def open_index(path: Path, locale: str) -> Any:
    """The index in `path`. Raises IndexUnusableError where it is missing, damaged or of another version."""
    with guarded(locale):
        version = json.loads((path / MANIFEST).read_text()).get("schema")
        if version != SCHEMA_VERSION:
            raise IndexUnusableError(locale, f"it is of version {version}, not {SCHEMA_VERSION}")
        index = tantivy.Index.open(str(path))
        index.config_reader("manual")
        return index


class Reader:
    """One build open for reading; sees every commit, of any process, at the next question."""

    def __init__(self, path: Path, locale: str) -> None:
        self.path = path
        self.locale = locale
        self.index = open_index(path, locale)
        self.seen: tuple[int, int] = (0, 0)
        self.reloading = Lock()

    def searcher(self) -> Any:
        """A searcher over the newest commit."""
        with guarded(self.locale), self.reloading:
            stat = (self.path / META).stat()
            if (stat.st_mtime_ns, stat.st_ino) != self.seen:
                self.index.reload()
                self.seen = (stat.st_mtime_ns, stat.st_ino)
            return self.index.searcher()


def id_query(story: UUID) -> Any:
    """Matches the one document of `story`."""
    return tantivy.Query.term_query(SCHEMA, "id", str(story), "basic")


def state_query(state: str) -> Any:
    """Matches what is live, or what is gone."""
    return tantivy.Query.term_query(SCHEMA, "state", state, "basic")


def sequences(searcher: Any, ids: Iterable[UUID]) -> dict[UUID, int]:
    """The sequence the index holds for each of `ids` it knows, tombstones included."""
    known: dict[UUID, int] = {}
    for story in ids:
        hits = searcher.search(id_query(story), limit=1, count=False).hits
        if hits:
            known[story] = searcher.fast_field_values("sequence", [hits[0][1]])[0]
    return known


def write(path: Path, locale: str, items: Sequence[Item]) -> None:
    """Bring the build in `path` up to `items` in one commit; what is older than the index is left out."""
    with guarded(locale):
        index = open_index(path, locale)
        index.reload()
        chosen = newest(items)
        known = sequences(index.searcher(), chosen)
        writer = index.writer(heap_size=WRITER_BYTES, num_threads=1)
        for item in chosen.values():
            if item.sequence >= known.get(item.id, item.sequence):
                writer.delete_documents_by_term("id", str(item.id))
                writer.add_document(to_document(item))
        writer.commit()
        writer.wait_merging_threads()


def live_count(searcher: Any) -> int:
    """How many documents are live; reads one of them whole, so that damage shows."""
    result = searcher.search(state_query(LIVE), limit=1)
    for _, address in result.hits:
        searcher.doc(address)
    return int(result.count)


def inventory(searcher: Any) -> dict[UUID, int]:
    """The sequence of each live document, by id."""
    hits = searcher.search(state_query(LIVE), limit=max(1, searcher.num_docs), count=False).hits
    addresses = [address for _, address in hits]
    numbers = searcher.fast_field_values("sequence", addresses)
    ids = (UUID(searcher.doc(address).get_first("id")) for address in addresses)
    return dict(zip(ids, numbers, strict=True))
