"""Indexes for one evaluation, apart from those in use, and gone when it is over."""

import hashlib
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final, Protocol
from uuid import UUID

from django.conf import settings
from tqdm import tqdm

import news.text
import search.analysis
from search.documents import IndexEntry
from search.engines import fields
from search.engines.base import EngineError, SearchEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch import compared as on_cluster
from search.engines.elasticsearch.compared import ONE_FIELD, STOCK, Recipe
from search.engines.elasticsearch.scratch import remove_left_over, remove_scratch, scratch_prefix
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded import compared as in_directory
from search.evaluation.collection import Collection

ENGINES: Final = ("embedded", "elasticsearch")
CHUNK: Final = 1_000
# A busy machine may take longer than readers would wait, and how long it took is what is measured.
PATIENCE: Final = {"search_timeout": 60.0, "write_timeout": 120.0, "replicas": 0}

Weights = Mapping[str, Any]


class Compared(Protocol):
    """An index with an analysis that is not ours."""

    def search(self, text: str, limit: int) -> list[UUID]:
        """The ids of the best answers."""


class Scratch(Protocol):
    """A place for indexes of one engine."""

    def engine(self, weights: Weights) -> SearchEngine:
        """An engine over the one set of indexes here, with these parameters of ranking replaced."""

    def plain(self, entries: Sequence[IndexEntry]) -> Compared:
        """All text in one field, as the library or the cluster analyses it."""


class EmbeddedScratch:
    """A directory."""

    def __init__(self, directory: Path, temporary: Path) -> None:
        self.directory = directory
        self.temporary = temporary

    def engine(self, weights: Weights) -> SearchEngine:
        """An engine over the directory."""
        return EmbeddedEngine(self.directory, weights)

    def plain(self, entries: Sequence[IndexEntry]) -> Compared:
        """One field, tantivy's default analysis."""
        index = in_directory.ComparedIndex(self.temporary / "plain")
        index.fill(shown(entries, "plain"))
        return index


class ElasticsearchScratch:
    """Names of its own in the cluster of the settings."""

    def __init__(self, options: Mapping[str, Any], opened: ExitStack) -> None:
        self.prefix = scratch_prefix(options["prefix"])
        self.options = {**options, **PATIENCE, "prefix": self.prefix}
        self.opened = opened
        self.own = ElasticsearchEngine(**self.options)
        opened.callback(self.remove)
        remove_left_over(self.own.cluster, options["prefix"])

    def engine(self, weights: Weights) -> SearchEngine:
        """An engine over those names."""
        made = ElasticsearchEngine(weights, **self.options)
        self.opened.callback(made.close)
        return made

    def plain(self, entries: Sequence[IndexEntry]) -> Compared:
        """One field, the cluster's `standard` analyzer."""
        return self.compared(ONE_FIELD, entries)

    def stock(self, entries: Sequence[IndexEntry]) -> Compared:
        """Title and body, the cluster's `arabic` analyzer."""
        return self.compared(STOCK, entries)

    def compared(self, recipe: Recipe, entries: Sequence[IndexEntry]) -> Compared:
        """An index that the cluster analyses itself. Raises EngineError where it cannot."""
        index = on_cluster.ComparedIndex(self.own.cluster, f"{self.prefix}.{recipe.name}", recipe)
        index.create()
        for first in range(0, len(entries), CHUNK):
            index.fill(shown(entries[first : first + CHUNK], recipe.name))
        return index

    def remove(self) -> None:
        """Remove all of it from the cluster."""
        try:
            remove_scratch(self.own.cluster, self.prefix)
        finally:
            self.own.close()


@contextmanager
def embedded(keep: Path | None = None, collection: Collection | None = None) -> Iterator[EmbeddedScratch]:
    """A directory that is removed, but for the index of `collection` where it is to be kept."""
    with tempfile.TemporaryDirectory(prefix="nashra-evaluation-") as temporary:
        directory = Path(temporary) / "engine"
        if keep and collection:
            directory = keep / key_of(collection)
        yield EmbeddedScratch(directory, Path(temporary))


@contextmanager
def elasticsearch() -> Iterator[ElasticsearchScratch]:
    """Names in the cluster, removed at the end. Raises EngineError where the settings have no cluster."""
    options = options_of("elasticsearch")
    if "hosts" not in options:
        raise EngineError("There is no cluster: set ELASTICSEARCH_URL to its address.")
    options.pop("weights", None)
    with ExitStack() as opened:
        yield ElasticsearchScratch(options, opened)


def options_of(engine: str) -> dict[str, Any]:
    """The options that the settings have for an engine; none where they do not name it."""
    setting: dict[str, Any] = settings.SEARCH
    for one in (setting, setting.get("FALLBACK", {})):
        if one.get("ENGINE", "").lower().endswith(f".{engine}engine"):
            return dict(one.get("OPTIONS", {}))
    return {}


def weights_of(engine: str) -> Weights:
    """The parameters of ranking that the settings replace."""
    return dict(options_of(engine).get("weights") or {})


def fill(engine: SearchEngine, collection: Collection) -> int:
    """Build the index of every locale that is asked, unless it is there; returns how many were indexed."""
    asked = {question.locale for question in collection.questions}
    indexed = 0
    for locale in sorted(asked | {entry.locale for entry in collection.entries}):
        entries = [entry for entry in collection.entries if entry.locale == locale]
        health = engine.health(locale)
        if not (health.usable and health.documents == len(entries)):
            build(engine, locale, entries)
            indexed += len(entries)
    return indexed


def build(engine: SearchEngine, locale: str, entries: Sequence[IndexEntry]) -> None:
    """Build the index of one locale anew."""
    with engine.rebuild(locale) as build, tqdm(total=len(entries), desc="index", disable=None) as bar:
        for first in range(0, len(entries), CHUNK):
            chunk = entries[first : first + CHUNK]
            build.index(chunk)
            bar.update(len(chunk))
        with build.switch():
            build.inventory()


def shown(entries: Iterable[IndexEntry], what: str) -> Iterator[IndexEntry]:
    """`entries`, with a bar that goes on as they are taken."""
    return iter(tqdm(entries, desc=f"index {what}", disable=None))


def key_of(collection: Collection) -> str:
    """What tells the index of one set of documents, under the rules of now, from any other."""
    digest = hashlib.sha256()
    for entry in collection.entries:
        digest.update(repr(entry).encode("utf-8", "surrogatepass"))
    packages = [package for module in (search.analysis, news.text) for package in module.__path__]
    files = sorted(file for package in packages for file in Path(package).rglob("*.py"))
    for file in [*files, Path(str(fields.__file__))]:
        digest.update(file.read_bytes())
    digest.update(sys.version.encode())
    return digest.hexdigest()[:24]
