"""Answers the questions of the common code from one tantivy index."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from search.engines.asked import Ask, Candidate, Facts, Frequencies, Page
from search.engines.base import TOTAL_BOUND, facet_size
from search.engines.embedded.dialect import Query, TantivyDialect
from search.engines.embedded.files import id_query

# More values than a facet has.
ALL_VALUES: Final = 65_000
# Fetched beyond what is wanted, so that equals at the end are seldom cut in two.
SPARE: Final = 20


class TantivyIndex:
    """One index, open as of one commit."""

    dialect = TantivyDialect()

    def __init__(self, searcher: Any) -> None:
        self.searcher = searcher

    def frequencies(self, tokens: Mapping[str, Sequence[str]]) -> Frequencies:
        """How frequent `tokens`, by field, are."""
        count = self.searcher.doc_freq
        by_field = {field: {one: count(field, one) for one in ones} for field, ones in tokens.items()}
        return Frequencies(self.searcher.num_docs, by_field)

    def unsaid(self, fields: Sequence[str], tokens: Sequence[str]) -> set[str]:
        """Those of `tokens` that no document has in any of `fields`."""
        count = self.searcher.doc_freq
        return {token for token in tokens if not any(count(field, token) for field in fields)}

    def best(self, ask: Ask) -> Page:
        """The answer to `ask`."""
        place, found, total = self.first(ask)
        query = ask.queries[place]
        said = total > 0 and (ask.said is None or self.any(self.dialect.all_of([ask.said, query])))
        facets = self.facet_counts(query, ask.facets)
        return Page(self.marked(found, query, ask), total, said, facets, place)

    def first(self, ask: Ask) -> tuple[int, list[Candidate], int]:
        """The place of the first query that matches anything, else of the last, with what it finds."""
        for place, query in enumerate(ask.queries):  # noqa: B007 - where it ends is told
            found, total = self.top(query, ask)
            if found:
                break
        return place, found, total

    def top(self, query: Query, ask: Ask) -> tuple[list[Candidate], int]:
        """The best or newest for `ask`, of equals the newest first, and how many match.

        The library leaves equals in the order of its files, so all equals of the last one are fetched
        before the newest are chosen.
        """
        field = "published" if ask.newest else None
        limit = ask.count + SPARE
        while True:
            result = self.searcher.search(query, limit=limit, order_by_field=field, count=ask.counted)
            hits = list(result.hits)
            if len(hits) < limit or hits[-1][0] != hits[ask.count - 1][0] or limit > TOTAL_BOUND:
                break
            limit *= 4
        addresses = [address for _, address in hits]
        scores = (0.0 if ask.newest else score for score, _ in hits)
        moments = (moment or 0 for moment in self.searcher.fast_field_values("published", addresses))
        found = map(Candidate, addresses, scores, moments)
        best = sorted(found, key=lambda one: (-one.score, -one.published))[: ask.count]
        return best, result.count if ask.counted else len(hits)

    def marked(self, found: list[Candidate], query: Query, ask: Ask) -> list[Candidate]:
        """`found` with those marked that `ask` wants marked."""
        if ask.marks is None:
            return found
        within = self.dialect.among([ask.marks], query, required=True)
        hits = self.searcher.search(within, limit=ask.count, count=False).hits
        places = {place(address) for _, address in hits}
        return [one._replace(marked=place(one.place) in places) for one in found]

    def any(self, query: Query) -> bool:
        """Whether anything matches `query`."""
        return bool(self.searcher.search(query, limit=1, count=False).hits)

    def scores(self, story: UUID, queries: Sequence[Query]) -> list[float | None]:
        """What each of `queries` gives the story."""
        return [self.score(story, query) for query in queries]

    def score(self, story: UUID, query: Query) -> float | None:
        """What `query` gives the story, None where it does not match."""
        asked = self.dialect.among([id_query(story)], query, required=True)
        hits = self.searcher.search(asked, limit=1, count=False).hits
        return float(hits[0][0]) if hits else None

    def story(self, candidate: Candidate) -> UUID:
        """The id of a candidate."""
        return UUID(self.searcher.doc(candidate.place).get_first("id"))

    def key(self, candidate: Candidate) -> Hashable:
        """Where the library has the candidate."""
        return place(candidate.place)

    def facts(self, candidate: Candidate) -> Facts:
        """The facts of a candidate."""
        document = self.searcher.doc(candidate.place)
        return Facts(document.get_first("title") or "", document.get_first("group") or "")

    def counts(self, queries: Mapping[str, Query]) -> Mapping[str, Mapping[str, int]]:
        """For each facet the number of documents by value that its query matches."""
        return {name: self.facet_counts(query, [name])[name] for name, query in queries.items()}

    def facet_counts(self, query: Query, facets: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
        """For each facet the number of answers by value; of equally frequent values the first by name.

        The library leaves equals in any order, so all values are counted before the first are chosen.
        """
        if not facets:
            return {}
        wanted = {name: {"terms": {"field": name, "size": ALL_VALUES}} for name in facets}
        answer = self.searcher.aggregate(query, wanted)
        return {name: most(name, dict(counts(name, answer[name]["buckets"]))) for name in facets}


def most(facet: str, found: Mapping[str, int]) -> Mapping[str, int]:
    """The most frequent values of a facet, of equals the first by name."""
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[: facet_size(facet)])


def counts(facet: str, buckets: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, int]]:
    """Value and number of each bucket; a year is a whole number."""
    for bucket in buckets:
        yield str(int(bucket["key"]) if facet == "year" else bucket["key"]), bucket["doc_count"]


def place(address: Any) -> tuple[int, int]:
    """An address as a value that can be looked up."""
    return address.segment_ord, address.doc
