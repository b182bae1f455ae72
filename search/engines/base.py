"""What every search engine promises: ids for a question, and an index that follows the log."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, Protocol
from uuid import UUID

from search.documents import Gone, IndexEntry
from search.engines.wording import NOTHING, Wording

# Totals are exact up to here, and "at least" beyond.
TOTAL_BOUND: Final = 10_000
MAX_DEPTH: Final = 1_000
FACETS: Final = ("section", "topic", "author", "year")
# As many values of a facet are counted; of sections all a newsroom has, since they make a tree.
FACET_SIZE: Final = 50
SECTIONS: Final = 500

Sort = Literal["relevance", "newest"]
Mode = Literal["smart", "exact"]


def facet_size(facet: str) -> int:
    """How many values of a facet are counted."""
    return SECTIONS if facet == "section" else FACET_SIZE


class EngineError(Exception):
    """The engine cannot answer or cannot write now."""


class IndexUnusableError(EngineError):
    """The index of a locale is missing, damaged or of another version: rebuild it from the store."""

    def __init__(self, locale: str, reason: str) -> None:
        super().__init__(f"the {locale} index is unusable: {reason}")
        self.locale = locale
        self.reason = reason


class IndexMissingError(IndexUnusableError):
    """There is no index of this locale yet."""


@dataclass(frozen=True)
class Filters:
    """Restrictions, all of which must hold; of the values of one, any. Dates: after <= published < before.

    `without` are stories that must not be found, or counted.
    """

    section: frozenset[UUID] = frozenset()
    topic: frozenset[UUID] = frozenset()
    tag: frozenset[UUID] = frozenset()
    author: frozenset[UUID] = frozenset()
    kind: frozenset[str] = frozenset()
    published_after: datetime | None = None
    published_before: datetime | None = None
    without: frozenset[UUID] = frozenset()

    @property
    def dated(self) -> bool:
        """Whether a date restricts."""
        return self.published_after is not None or self.published_before is not None

    @property
    def restricting(self) -> bool:
        """Whether anything but `without` restricts."""
        return self.dated or any((self.section, self.topic, self.tag, self.author, self.kind))


@dataclass(frozen=True)
class Meaning:
    """What is near a question in what it means, as vectors tell and not words.

    `near` has stories with how near each is, from 0 to 1; `weight` is its share of a score, words have the
    rest. Those of `alone` are answers though they may have no word of the question; `sure` says that what is
    nearest is surely about it.
    """

    near: Mapping[UUID, float]
    weight: float
    alone: frozenset[UUID] = frozenset()
    sure: bool = False


@dataclass(frozen=True)
class SearchQuery:
    """A question in one locale. `phrases` are quoted parts of `text` that must stand as they are.

    `offset` plus `limit` is at most MAX_DEPTH. `now` is what recency is measured from; None leaves it out.
    `wording` is what editors' synonyms, protected words and best bets come to for this text.
    `near` asks for so many stories for each word that no story has. `compared` says that the answer will be
    merged with those of other locales.
    With `meaning` the text may be empty: only what it names is found then.
    """

    text: str
    locale: str
    phrases: tuple[str, ...] = ()
    mode: Mode = "smart"
    filters: Filters = Filters()
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 20
    facets: tuple[str, ...] = ()
    now: datetime | None = None
    wording: Wording = NOTHING
    near: int = 0
    compared: bool = False
    meaning: Meaning | None = None


@dataclass(frozen=True)
class Hit:
    """One answer; scores compare within one answer only. `published` is in seconds of the epoch.

    `duplicate` says that it tells the same as the story it is a neighbour of, in the same words; `wordless`
    that it has no word of the question.
    """

    id: UUID
    score: float
    published: int = 0
    duplicate: bool = False
    wordless: bool = False


@dataclass(frozen=True)
class SearchResult:
    """The page asked for. `weak` says that no story has a word of the question, only similar letters.

    `facets` maps a facet's name to counts by value: ids as strings, years as four digits; what restricts by
    the same thing does not narrow them. `near` maps the light form of each word that no story has to stories
    with a word that is spelled nearly so. `ideal` is how telling all words together are: scores of several
    locales compare by their share of it. `engine` names who answered. `meaning` says that what stories mean
    took part.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    weak: bool = False
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    near: Mapping[str, tuple[UUID, ...]] = field(default_factory=dict)
    ideal: float = 0.0
    engine: str = ""
    meaning: bool = False


@dataclass(frozen=True)
class BegunQuery:
    """Asks for titles in one locale that have the words of `text`, the last of which may be but begun."""

    text: str
    locale: str
    limit: int = 10
    without: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Begun:
    """Stories, newest first, a list for each query. `engine` names who answered."""

    hits: tuple[tuple[Hit, ...], ...]
    engine: str


@dataclass(frozen=True)
class RelatedQuery:
    """Asks for the neighbours of `entry`, not newer than it; with `filled`, newer ones fill up the rest.

    With `duplicates`, those met on the way that tell the same in the same words are given too, marked as
    such and beyond `limit`.
    """

    entry: IndexEntry
    limit: int = 10
    filled: bool = False
    duplicates: bool = False


@dataclass(frozen=True)
class WordMatch:
    """What one term of the question contributes to one story's score, by field and view ("title.light")."""

    word: str
    scores: Mapping[str, float]


@dataclass(frozen=True)
class Explanation:
    """Why a story is found, or is not: `reason` is found, not_indexed, filtered or no_match.

    `failed` names the conditions it does not meet: filters by their name, and `phrase` with the phrase after
    a colon.
    """

    reason: str
    score: float
    words: tuple[WordMatch, ...]
    tokens: Mapping[str, tuple[str, ...]]
    failed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Health:
    """The state of one locale's index: `reason` says why it is not usable, `lost` that a rebuild helps."""

    usable: bool
    documents: int = 0
    build: str = ""
    former: str = ""
    reason: str = ""
    lost: bool = False


class Build(Protocol):
    """A new index of one locale being filled beside the current one."""

    def index(self, entries: Sequence[IndexEntry], gone: Sequence[Gone] = ()) -> None:
        """Add to the new index; of entries with one id the highest sequence holds."""

    def inventory(self) -> dict[UUID, int]:
        """The sequence of each live entry of the new index, by id."""

    def search(self, query: SearchQuery) -> SearchResult:
        """What the new index answers to `query`, as readers would have it, however long that takes."""

    def departure(self, sections: Mapping[UUID, int], sample: Sequence[IndexEntry]) -> str:
        """In what the new index departs from the stories by section, or from `sample`; "" for in nothing."""

    def switch(self) -> AbstractContextManager[None]:
        """Holds back writers of the current index; the new one takes its place when the block ends well."""


class Answerer(Protocol):
    """Answers ids. Any method may raise EngineError."""

    name: str

    def search(self, query: SearchQuery) -> SearchResult:
        """The answer to `query`. Raises IndexUnusableError."""

    def search_each(self, queries: Sequence[SearchQuery]) -> tuple[SearchResult, ...]:
        """The answers to one question in several locales, in the time of one. Raises IndexUnusableError."""

    def begun(self, queries: Sequence[BegunQuery]) -> Begun:
        """The answers to what a reader is typing, in the time of one question. Raises IndexUnusableError."""

    def related(self, query: RelatedQuery) -> tuple[Hit, ...]:
        """Neighbours by their words, best first, without the story, its group and, unless asked for, its
        duplicates.
        """

    def explain(self, query: SearchQuery, story: UUID) -> Explanation:
        """Why `story` is, or is not, an answer to `query`."""


class SearchEngine(Answerer, Protocol):
    """Indexes entries and answers ids. Any method may raise EngineError."""

    def index(self, entries: Sequence[IndexEntry], gone: Sequence[Gone] = ()) -> None:
        """Add, replace and remove in one commit. An older sequence never replaces a newer one.

        Raises IndexUnusableError, before anything of that locale is written.
        """

    def remove(self, gone: Sequence[Gone]) -> None:
        """Remove in one commit; what is removed stays so for every older sequence."""

    def health(self, locale: str) -> Health:
        """The state of one index; never raises."""

    def locales(self) -> Iterator[str]:
        """The locales that have an index, usable or not."""

    def inventory(self, locale: str) -> dict[UUID, int]:
        """The sequence of each live entry, by id. Raises IndexUnusableError."""

    def rebuild(self, locale: str) -> AbstractContextManager[Build]:
        """A new index; discarded unless the block reaches its switch."""

    def roll_back(self, locale: str) -> None:
        """Return to the former index. Raises IndexUnusableError where there is none."""

    def close(self) -> None:
        """Let go of files, connections and threads; the engine is not used again."""
