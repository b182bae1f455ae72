"""Reads what Wagtail's views ask for: words, phrases in quotation marks, both, everything or nothing."""

from collections.abc import Iterator
from typing import Any

from modelsearch.query import MATCH_NONE, And, MatchAll, Not, Phrase, PlainText, SearchQuery

from home.desk import words


class Typed(PlainText):
    """What somebody typed, as the desk's index is asked: all `terms` and all `phrases`.

    `title` is the whole of it as titles are compared.
    """

    def __init__(self, texts: list[str], phrases: list[str]) -> None:
        super().__init__(words.plain(" ".join([*texts, *phrases])))
        self.terms = words.terms(" ".join(texts))
        self.phrases = tuple(found for phrase in phrases if (found := words.plain(phrase)))
        self.title = f"{words.EDGE}{self.query_string}{words.EDGE}"


def typed(query: Any) -> SearchQuery:
    """`query`, a string or one of Wagtail's queries, for the desk's index; finds nothing without a word.

    Raises NotImplementedError for what no view of the admin asks: alternatives, exclusions, boosts.
    """
    if isinstance(query, MatchAll) or (isinstance(query, Not) and isinstance(query.subquery, MatchAll)):
        return query
    parts = list(parts_of(query))
    asked = Typed(
        [part for part in parts if isinstance(part, str)],
        [part.query_string for part in parts if isinstance(part, Phrase)],
    )
    return asked if asked.terms or asked.phrases else MATCH_NONE


def parts_of(query: Any) -> Iterator[str | Phrase]:
    """The words as strings, and the phrases, that must all be found."""
    if isinstance(query, str | Phrase):
        yield query
    elif isinstance(query, And):
        for part in query.subqueries:
            yield from parts_of(part)
    elif isinstance(query, PlainText) and query.operator == "and":
        yield query.query_string
    else:
        raise NotImplementedError(f"The desk's search finds all words and phrases of a query, not {query!r}.")
