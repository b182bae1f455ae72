"""Turns a question into tantivy queries: what counts, what must hold, what restricts."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

import tantivy

from search.analysis.base import VIEWS, Analysis, View
from search.analysis.registry import analyzer_for
from search.engines.base import Filters, SearchQuery
from search.engines.embedded.files import state_query
from search.engines.embedded.schema import ID_FIELDS, LIVE, SCHEMA, TEXTS, token_field
from search.engines.weights import Weights

# A pasted paragraph is a question too; beyond this many words it costs time and finds nothing more.
MOST_TERMS: Final = 48

Query = Any
SHOULD: Final = tantivy.Occur.Should
MUST: Final = tantivy.Occur.Must


def term(field: str, text: str) -> Query:
    """Documents with the token `text` in `field`, scored by BM25."""
    return tantivy.Query.term_query(SCHEMA, field, text, "freq")


def any_of(queries: Iterable[Query], at_least: int | None = None) -> Query:
    """Documents that `at_least` one, or so many, of `queries` match, scored by their sum."""
    return tantivy.Query.boolean_query([(SHOULD, query) for query in queries], at_least)


def all_of(queries: Iterable[Query]) -> Query:
    """Documents that every one of `queries` matches, scored by their sum."""
    return tantivy.Query.boolean_query([(MUST, query) for query in queries])


def unscored(query: Query) -> Query:
    """`query` as a condition that adds nothing to the score."""
    return tantivy.Query.const_score_query(query, 0.0)


def in_any_text(view: View, text: str) -> Query:
    """Documents with a token of `view` in title or body."""
    return any_of(term(token_field(name, view), text) for name in TEXTS)


@dataclass(frozen=True)
class Clauses:
    """The queries of one question to one index."""

    searcher: Any
    query: SearchQuery
    weights: Weights

    @cached_property
    def analysis(self) -> Analysis:
        """The words asked for."""
        return analyzer_for(self.query.locale).analyze(self.query.text)

    @cached_property
    def terms(self) -> dict[View, list[str]]:
        """The distinct tokens of each view, each counted once however often it is said."""
        texts = self.analysis.texts()
        return {view: list(dict.fromkeys(texts[view]))[: self.most(view)] for view in VIEWS}

    @staticmethod
    def most(view: View) -> int:
        """How many tokens of `view` are looked for."""
        return MOST_TERMS * (3 if view == "gram" else 1)

    @property
    def by_spelling(self) -> bool:
        """Whether only exact tokens count: asked for, or nothing but stop words was said."""
        return self.query.mode == "exact" or not self.terms["light"]

    @property
    def empty(self) -> bool:
        """Whether no word was said."""
        return not self.terms["exact"]

    def score(self) -> Query:
        """The weighted sum of all views."""
        return any_of(
            tantivy.Query.boost_query(term(token_field(text, view), token), weight)
            for (text, view), weight in self.weights.fields.items()
            for token in self.terms[view]
            if view == "exact" or not self.by_spelling
        )

    def words(self) -> Query:
        """Documents with at least one word of the question, in any inflection."""
        view: View = "exact" if self.by_spelling else "light"
        return any_of(in_any_text(view, token) for token in self.terms[view])

    def every_word(self) -> Query:
        """Documents with all words of the question, in any inflection unless spelling counts."""
        view: View = "exact" if self.by_spelling else "light"
        return all_of(in_any_text(view, token) for token in self.terms[view])

    def unknown(self) -> list[tuple[str, ...]]:
        """The grams of each word that no story has in any inflection: it may be misspelled."""
        words = {word.forms.light: word.forms.grams for word in self.analysis.words[:MOST_TERMS]}
        return [grams for light, grams in words.items() if light and not self.known(light)]

    def known(self, light: str) -> bool:
        """Whether any story has the stem `light`."""
        return any(self.searcher.doc_freq(token_field(text, "light"), light) for text in TEXTS)

    def letters(self, grams: Sequence[str]) -> Query:
        """Documents with so many of a word's grams that it may be misspelled for a word of theirs."""
        distinct = list(dict.fromkeys(grams))
        enough = max(1, math.ceil(self.weights.gram_floor * len(distinct)))
        return any_of((in_any_text("gram", gram) for gram in distinct), enough)

    def found(self) -> Query:
        """What a document needs to be an answer at all."""
        if self.by_spelling:
            return self.every_word()
        return any_of([self.words(), *map(self.letters, self.unknown())])

    def conditions(self) -> list[Query]:
        """Phrases and filters, all of which must hold."""
        return [unscored(part) for part in [*self.phrases(), *restrictions(self.query.filters)]]

    def phrases(self) -> list[Query]:
        """The quoted phrases, each where its words stand side by side in title or body."""
        analyzer = analyzer_for(self.query.locale)
        spelled = (analyzer.analyze(phrase).texts()["exact"] for phrase in self.query.phrases)
        return [
            any_of(phrase(token_field(text, "exact"), words) for text in TEXTS) for words in spelled if words
        ]

    def complete(self, found: Query) -> Query:
        """The whole query: scored by all views, among what `found` and the conditions allow."""
        parts = [
            (MUST, unscored(found)),
            *((MUST, part) for part in self.conditions()),
            (SHOULD, self.score()),
        ]
        return tantivy.Query.boolean_query(parts)


def phrase(field: str, words: Sequence[str]) -> Query:
    """Documents with `words` side by side in `field`, or the one word."""
    if len(words) == 1:
        return term(field, words[0])
    return tantivy.Query.phrase_query(SCHEMA, field, list(words))


def restrictions(filters: Filters) -> list[Query]:
    """A query for each filter that is set."""
    parts = [one_of(name, map(str, values)) for name in ID_FIELDS if (values := getattr(filters, name))]
    if filters.kind:
        parts.append(one_of("kind", filters.kind))
    if filters.dated:
        parts.append(published(filters.published_after, filters.published_before))
    return parts


def one_of(field: str, values: Iterable[str]) -> Query:
    """Documents with any of `values` in `field`."""
    return tantivy.Query.term_set_query(SCHEMA, field, sorted(values))


def published(after: datetime | None, before: datetime | None) -> Query:
    """Live documents published from `after` and before `before`; None is no bound."""
    lower = math.ceil(after.timestamp()) if after else None
    upper = math.ceil(before.timestamp()) - 1 if before else None
    span = tantivy.Query.range_query(SCHEMA, "published", tantivy.FieldType.Integer, lower, upper)
    return all_of([state_query(LIVE), span])
