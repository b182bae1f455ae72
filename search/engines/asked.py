"""What an engine must be able to do with one index, so that questions mean the same in every engine."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeVar
from uuid import UUID

# A query as the engine's library has it.
Q = TypeVar("Q")


class Dialect(Protocol[Q]):
    """Makes queries of one library. A query matches documents and, where it says so, scores them."""

    def term(self, field: str, token: str, weight: float = 1.0) -> Q:
        """Documents with `token` in `field`, scored by BM25 times `weight`."""
        ...

    def starting(self, field: str, letters: str) -> Q:
        """Documents with a token in `field` that begins with `letters`, one at least."""
        ...

    def near(self, field: str, token: str, edits: int) -> Q:
        """Documents with a token in `field` that so many edits make of `token`, 1 or 2.

        An edit adds, drops or replaces a letter, or swaps two neighbours.
        """
        ...

    def phrase(self, field: str, words: Sequence[str]) -> Q:
        """Documents with `words`, two or more, side by side in `field`."""
        ...

    def one_of(self, field: str, values: Iterable[str]) -> Q:
        """Documents with any of `values` in `field`."""
        ...

    def none_of(self, field: str, values: Iterable[str]) -> Q:
        """Documents with none of `values` in `field`."""
        ...

    def span(self, field: str, lower: int | None, upper: int | None) -> Q:
        """Documents whose number in `field` lies between the bounds, both included; None is no bound."""
        ...

    def any_of(self, queries: Iterable[Q], at_least: int = 1) -> Q:
        """Documents that `at_least` so many of `queries` match, scored by their sum; none without queries."""
        ...

    def best_of(self, queries: Iterable[Q]) -> Q:
        """Documents that any of `queries`, at least one, matches, scored by the one that scores best."""
        ...

    def all_of(self, queries: Iterable[Q]) -> Q:
        """Documents that every one of `queries`, at least one, matches."""
        ...

    def among(self, conditions: Iterable[Q], scored: Q, *, required: bool = False) -> Q:
        """Documents that match all `conditions`, and `scored` if `required`; scored by `scored` alone."""
        ...


class Candidate(NamedTuple):
    """A document found: where the engine has it, its score, its moment in seconds of the epoch.

    `marked` says whether it matches the query asked to mark some.
    """

    place: Any
    score: float
    published: int
    marked: bool = False


@dataclass(frozen=True)
class Facts:
    """What is compared among neighbours: `title` is the stems as one string; "" where there is none."""

    title: str
    group: str


@dataclass(frozen=True)
class Frequencies:
    """How many documents there are, and how many have each token in a field; tokens of none may be absent."""

    documents: int
    by_field: Mapping[str, Mapping[str, int]]

    def of(self, field: str, token: str) -> int:
        """How many documents have `token` in `field`."""
        return self.by_field.get(field, {}).get(token, 0)


@dataclass(frozen=True)
class Ask:
    """Asks for the first `count` documents of the first of `queries` that matches any.

    The best come first, or with `newest` the newest; equals the newest first. `said` is a query too, and
    whether any of the answers matches it is told; `marks` is one whose matches are marked. `facets` are
    counted over all answers. `facts` says that the facts of candidates will be read. Unless
    `counted`, no total is asked for, and an engine need not look at what cannot be among the best.
    """

    queries: Sequence[Any]
    count: int
    newest: bool = False
    said: Any = None
    marks: Any = None
    facts: bool = False
    facets: Sequence[str] = ()
    counted: bool = True


@dataclass(frozen=True)
class Page:
    """What was found: `total` may be bounded, and counts the candidates where no total was asked for.

    `said` is as asked, or whether anything was found. `answered` is the place of the query that found it, or
    of the last.
    """

    candidates: Sequence[Candidate]
    total: int
    said: bool
    facets: Mapping[str, Mapping[str, int]]
    answered: int = 0


class AskedIndex(Protocol[Q]):
    """One index while one question is put to it. Any method may raise EngineError."""

    @property
    def dialect(self) -> Dialect[Q]:
        """What makes the queries of this index."""
        ...

    def frequencies(self, tokens: Mapping[str, Sequence[str]]) -> Frequencies:
        """How frequent `tokens`, by field, are."""
        ...

    def unsaid(self, fields: Sequence[str], tokens: Sequence[str]) -> set[str]:
        """Those of `tokens` that no document has in any of `fields`."""
        ...

    def best(self, ask: Ask) -> Page:
        """The answer to `ask`."""
        ...

    def counts(self, queries: Mapping[str, Q]) -> Mapping[str, Mapping[str, int]]:
        """For each facet, one at least, the number of documents by value that its query matches."""
        ...

    def scores(self, story: UUID, queries: Sequence[Q]) -> list[float | None]:
        """What each of `queries` gives the story; None where it does not match."""
        ...

    def story(self, candidate: Candidate) -> UUID:
        """The id of a candidate."""
        ...

    def key(self, candidate: Candidate) -> Hashable:
        """What tells a candidate from every other, cheaper than its id."""
        ...

    def facts(self, candidate: Candidate) -> Facts:
        """The facts of a candidate."""
        ...
