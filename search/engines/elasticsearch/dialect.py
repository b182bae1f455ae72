"""Makes Elasticsearch queries, as the plain objects of its query language."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

Query = dict[str, Any]
# So many words of an archive are looked at for one that is misspelled: more than are ever spelled alike.
MOST_NEAR: Final = 500


class ElasticsearchDialect:
    """Queries over the one mapping, as plain objects: a question has hundreds, and each must cost little."""

    def term(self, field: str, token: str, weight: float = 1.0) -> Query:
        """Documents with `token` in `field`, scored by BM25 times `weight`."""
        return {"term": {field: {"value": token, "boost": weight}}}

    def starting(self, field: str, letters: str) -> Query:
        """Documents with a token in `field` that begins with `letters`."""
        return {"prefix": {field: {"value": letters}}}

    def near(self, field: str, token: str, edits: int) -> Query:
        """Documents with a token in `field` that so many edits make of `token`."""
        return {"fuzzy": {field: {"value": token, "fuzziness": edits, "max_expansions": MOST_NEAR}}}

    def phrase(self, field: str, words: Sequence[str]) -> Query:
        """Documents with `words` side by side in `field`."""
        return {"match_phrase": {field: " ".join(words)}}

    def one_of(self, field: str, values: Iterable[str]) -> Query:
        """Documents with any of `values` in `field`."""
        return {"terms": {field: sorted(values)}}

    def none_of(self, field: str, values: Iterable[str]) -> Query:
        """Documents with none of `values` in `field`."""
        return {"bool": {"must_not": [self.one_of(field, values)]}}

    def span(self, field: str, lower: int | None, upper: int | None) -> Query:
        """Documents whose number in `field` lies between the bounds."""
        bounds = {"gte": lower, "lte": upper}
        return {"range": {field: {name: bound for name, bound in bounds.items() if bound is not None}}}

    def any_of(self, queries: Iterable[Query], at_least: int = 1) -> Query:
        """Documents that so many of `queries` match."""
        parts = list(queries)
        if not parts:
            return {"match_none": {}}
        return {"bool": {"should": parts, "minimum_should_match": at_least}}

    def best_of(self, queries: Iterable[Query]) -> Query:
        """Documents that any of `queries` matches, scored by the best of them."""
        return {"dis_max": {"queries": list(queries), "tie_breaker": 0.0}}

    def all_of(self, queries: Iterable[Query]) -> Query:
        """Documents that every one of `queries` matches."""
        return {"bool": {"must": list(queries)}}

    def among(self, conditions: Iterable[Query], scored: Query, *, required: bool = False) -> Query:
        """Documents that match all `conditions`, scored by `scored` alone."""
        role: Query = {"must": [scored]} if required else {"should": [scored], "minimum_should_match": 0}
        return {"bool": {"filter": list(conditions), **role}}
