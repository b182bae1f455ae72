"""Makes tantivy queries."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import tantivy

from search.engines.embedded.schema import SCHEMA

Query = Any
SHOULD: Final = tantivy.Occur.Should
MUST: Final = tantivy.Occur.Must
MUST_NOT: Final = tantivy.Occur.MustNot


class TantivyDialect:
    """Queries over the one schema."""

    def term(self, field: str, token: str, weight: float = 1.0) -> Query:
        """Documents with `token` in `field`, scored by BM25 times `weight`."""
        query = tantivy.Query.term_query(SCHEMA, field, token, "freq")
        return query if weight == 1.0 else tantivy.Query.boost_query(query, weight)

    def starting(self, field: str, letters: str) -> Query:
        """Documents with a token in `field` that begins with `letters`; no sign in them has a meaning."""
        return tantivy.Query.fuzzy_term_query(SCHEMA, field, letters, distance=0, prefix=True)

    def near(self, field: str, token: str, edits: int) -> Query:
        """Documents with a token in `field` that so many edits make of `token`."""
        return tantivy.Query.fuzzy_term_query(SCHEMA, field, token, distance=edits)

    def phrase(self, field: str, words: Sequence[str]) -> Query:
        """Documents with `words` side by side in `field`."""
        return tantivy.Query.phrase_query(SCHEMA, field, list(words))

    def one_of(self, field: str, values: Iterable[str]) -> Query:
        """Documents with any of `values` in `field`; the library's own query for a set of terms is slower."""
        terms = (tantivy.Query.term_query(SCHEMA, field, value, "basic") for value in values)
        return tantivy.Query.boolean_query([(SHOULD, term) for term in terms])

    def none_of(self, field: str, values: Iterable[str]) -> Query:
        """Documents with none of `values` in `field`."""
        everything = tantivy.Query.all_query()
        return tantivy.Query.boolean_query([(MUST, everything), (MUST_NOT, self.one_of(field, values))])

    def span(self, field: str, lower: int | None, upper: int | None) -> Query:
        """Documents whose number in `field` lies between the bounds."""
        return tantivy.Query.range_query(SCHEMA, field, tantivy.FieldType.Integer, lower, upper)

    def any_of(self, queries: Iterable[Query], at_least: int = 1) -> Query:
        """Documents that so many of `queries` match."""
        return tantivy.Query.boolean_query([(SHOULD, query) for query in queries], at_least)

    def best_of(self, queries: Iterable[Query]) -> Query:
        """Documents that any of `queries` matches, scored by the best of them."""
        return tantivy.Query.disjunction_max_query(list(queries), 0.0)

    def all_of(self, queries: Iterable[Query]) -> Query:
        """Documents that every one of `queries` matches."""
        return tantivy.Query.boolean_query([(MUST, query) for query in queries])

    def among(self, conditions: Iterable[Query], scored: Query, *, required: bool = False) -> Query:
        """Documents that match all `conditions`, scored by `scored` alone."""
        parts = [(MUST, unscored(condition)) for condition in conditions]
        return tantivy.Query.boolean_query([*parts, (MUST if required else SHOULD, scored)])


def unscored(query: Query) -> Query:
    """`query` as a condition that adds nothing to the score."""
    return tantivy.Query.const_score_query(query, 0.0)
