"""Turns a question into queries: what counts, what must hold, what restricts. The same for every engine."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Generic
from uuid import UUID

from django.utils.functional import cached_property

from search.analysis.base import VIEWS, Analysis, Forms, View
from search.analysis.registry import analyzer_for
from search.engines.asked import AskedIndex, Dialect, Frequencies, Q
from search.engines.base import Filters, SearchQuery
from search.engines.fields import ID_FIELDS, LIVE, TEXTS, token_field
from search.engines.synonyms import Counted, Item, Synonyms, counted, scored, texts_of
from search.engines.weights import Weights

# A pasted paragraph is a question too; beyond this many words it costs time and finds nothing more.
MOST_TERMS: Final = 48
MOST_GRAMS: Final = 3 * MOST_TERMS
# More than any story scores by its words.
FIRST: Final = 1_000_000.0
# A word of fewer letters is one edit away from too many others; one of more may be misspelled twice.
SHORTEST_NEAR: Final = 3
LONG: Final = 6


@dataclass(frozen=True)
class Clauses(Generic[Q]):
    """The queries of one question to one index."""

    index: AskedIndex[Q]
    query: SearchQuery
    weights: Weights

    @property
    def make(self) -> Dialect[Q]:
        """What makes the queries."""
        return self.index.dialect

    @cached_property
    def analysis(self) -> Analysis:
        """The words asked for."""
        return analyzer_for(self.query.locale).analyze(self.query.text)

    @cached_property
    def terms(self) -> dict[View, list[str]]:
        """The distinct tokens of each view, each counted once however often it is said."""
        texts = texts_of(self.analysis.words, self.protected)
        most = {view: MOST_GRAMS if view == "gram" else MOST_TERMS for view in VIEWS}
        return {view: list(dict.fromkeys(texts[view]))[: most[view]] for view in VIEWS}

    @property
    def protected(self) -> frozenset[str]:
        """The spellings of words that are not to be taken apart."""
        return self.query.wording.protected

    @cached_property
    def by_spelling(self) -> bool:
        """Whether only exact tokens count: asked for, or nothing but stop words was said."""
        return self.query.mode == "exact" or not (
            self.empty or any(word.forms.light for word in self.analysis.words)
        )

    @property
    def empty(self) -> bool:
        """Whether no word was said."""
        return not self.terms["exact"]

    @cached_property
    def counted(self) -> Counted:
        """What counts in each view; the exact one alone where only spelling does."""
        found = counted(self.terms, self.protected)
        return {view: found[view] if view == "exact" or not self.by_spelling else [] for view in VIEWS}

    @cached_property
    def synonyms(self) -> Synonyms[Q]:
        """What may be said instead of words of the question; nothing where only spelling counts."""
        slots = () if self.by_spelling else self.query.wording.slots
        words, locale = self.analysis.words, self.query.locale
        return Synonyms(self.index, self.weights, locale, words, self.counted, slots, self.protected)

    def score(self) -> Q:
        """The weighted sum of all views; what editors want first, before all else."""
        first = [
            self.make.term("id", str(story), FIRST * (len(self.first) - place))
            for place, story in enumerate(self.first)
        ]
        plain = scored(self.make, self.synonyms.plain, self.weights)
        return self.make.any_of([*plain, *self.synonyms.score(), *first])

    @property
    def first(self) -> tuple[UUID, ...]:
        """The stories that stand first whatever they say; none in a list by date."""
        return self.query.wording.first if self.query.sort == "relevance" else ()

    def chosen(self) -> list[Q]:
        """Documents that editors want first, while they are there."""
        return (
            [self.make.all_of([self.live(), self.make.one_of("id", map(str, self.first))])]
            if self.first
            else []
        )

    @property
    def word_view(self) -> View:
        """The view whose tokens stand for words."""
        return "exact" if self.by_spelling else "light"

    @cached_property
    def word_items(self) -> list[Item]:
        """What stands for each word: its token of that view, the spelling of a protected one."""
        return counted(self.terms, self.protected)[self.word_view]

    def words(self) -> Q:
        """Documents with at least one word of the question, in any inflection unless spelling counts.

        What editors say means the same counts as that word.
        """
        by_view: dict[View, list[str]] = {}
        for view, token in self.word_items:
            by_view.setdefault(view, []).append(token)
        asked = (
            self.make.one_of(token_field(text, view), tokens)
            for view, tokens in by_view.items()
            for text in TEXTS
        )
        return self.make.any_of([*asked, *self.synonyms.found()])

    def every_word(self) -> Q:
        """Documents with all words of the question, in any inflection unless spelling counts."""
        inside = self.synonyms.inside_items
        asked = (self.in_any_text(*item) for item in self.word_items if item not in inside)
        return self.make.all_of([*asked, *self.synonyms.every()])

    def in_any_text(self, view: View, token: str) -> Q:
        """Documents with a token of `view` in title or body."""
        return self.make.any_of(self.make.term(token_field(text, view), token) for text in TEXTS)

    @cached_property
    def frequencies(self) -> Frequencies:
        """How many stories have each word of the question in their title, and in their body."""
        tokens = self.terms[self.word_view]
        return self.index.frequencies({token_field(text, self.word_view): tokens for text in TEXTS})

    def frequency(self, token: str) -> int:
        """How many stories have a word in their title or in their body, whichever are more."""
        return max(self.frequencies.of(token_field(text, self.word_view), token) for text in TEXTS)

    @cached_property
    def unknown(self) -> dict[str, Forms]:
        """Each word that no story has in any inflection, by its light form: it may be misspelled."""
        if self.by_spelling:
            return {}
        words = {
            word.forms.light: word.forms
            for number, word in enumerate(self.analysis.words[:MOST_TERMS])
            if word.forms.exact not in self.protected and number not in self.synonyms.inside
        }
        unsaid = self.index.unsaid([token_field(text, "light") for text in TEXTS], [*filter(None, words)])
        unknown, left = {}, MOST_GRAMS
        for light, forms in words.items():
            count = len(set(forms.grams))
            if light in unsaid and count <= left:
                left -= count
                unknown[light] = forms
        return unknown

    def ideal(self) -> float:
        """How telling all words of the question are together, each by its inverse document frequency."""
        documents = self.frequencies.documents
        counts = map(self.frequency, self.terms[self.word_view])
        return sum(math.log1p((documents - count + 0.5) / (count + 0.5)) for count in counts)

    def letters(self, word: Forms) -> Q:
        """Documents with so many of a word's grams that it may be misspelled for a word of theirs."""
        grams = tuple(dict.fromkeys(word.grams))
        enough = max(1, math.ceil(self.weights.gram_floor * len(grams)))
        field = token_field("all", "gram")
        return self.make.any_of((self.make.term(field, gram) for gram in grams), enough)

    def found(self) -> Q:
        """What a document needs to be an answer at all."""
        if self.by_spelling:
            return self.make.any_of([self.every_word(), *self.chosen()]) if self.first else self.every_word()
        spoken = [] if self.empty else [self.words(), *map(self.letters, self.unknown.values())]
        return self.make.any_of([*spoken, *self.meant(), *self.chosen()])

    def meant(self) -> list[Q]:
        """The documents that are answers by what they mean, as one query; none where nothing is."""
        meaning = self.query.meaning
        return [self.among_stories(meaning.alone)] if meaning and meaning.alone else []

    def among_stories(self, stories: Iterable[UUID]) -> Q:
        """The live documents of these ids."""
        return self.make.all_of([self.live(), self.make.one_of("id", map(str, stories))])

    def said(self) -> Q | None:
        """Documents that are answers by a word and not by letters alone; None where all answers are."""
        return self.make.any_of([self.words(), *self.chosen()]) if self.unknown else None

    def near(self, word: Forms) -> list[Q]:
        """Documents within the filters that have a word one edit away from `word`; then, if long, two.

        The best share most with the whole question. None for a number, or for too short a word.
        """
        if len(word.pre) < SHORTEST_NEAR or any(sign.isdigit() for sign in word.pre):
            return []
        within = self.restrictions(self.query.filters)
        return [
            self.make.among([self.nearly(word.pre, edits), *within], self.score())
            for edits in ((1, 2) if len(word.pre) >= LONG else (1,))
        ]

    def nearly(self, token: str, edits: int) -> Q:
        """Documents with a word so many edits away from `token` in title or body."""
        return self.make.near(token_field("all", "pre"), token, edits)

    def conditions(self) -> list[Q]:
        """Phrases and filters, all of which must hold."""
        return [*self.phrases(), *self.restrictions(self.query.filters)]

    def phrases(self) -> list[Q]:
        """The quoted phrases, each where its words stand side by side in title or body."""
        analyzer = analyzer_for(self.query.locale)
        spelled = (analyzer.analyze(phrase).texts()["exact"] for phrase in self.query.phrases)
        return [self.side_by_side(words) for words in spelled if words]

    def side_by_side(self, words: Sequence[str]) -> Q:
        """Documents with `words` side by side in title or body, or the one word."""
        if len(words) == 1:
            return self.in_any_text("exact", words[0])
        return self.make.any_of(self.make.phrase(token_field(text, "exact"), words) for text in TEXTS)

    def restrictions(self, filters: Filters) -> list[Q]:
        """A query for each filter that is set."""
        parts = [
            self.make.one_of(name, map(str, values))
            for name in ID_FIELDS
            if (values := getattr(filters, name))
        ]
        if filters.kind:
            parts.append(self.make.one_of("kind", filters.kind))
        if filters.without:
            parts.append(self.make.none_of("id", map(str, filters.without)))
        if filters.dated:
            parts.append(self.published(filters.published_after, filters.published_before))
        return parts

    def live(self) -> Q:
        """Documents that are not tombstones."""
        return self.make.one_of("state", [LIVE])

    def published(self, after: datetime | None, before: datetime | None) -> Q:
        """Live documents published from `after` and before `before`; None is no bound."""
        lower = math.ceil(after.timestamp()) if after else None
        upper = math.ceil(before.timestamp()) - 1 if before else None
        return self.make.all_of([self.live(), self.make.span("published", lower, upper)])

    def complete(self, found: Q) -> Q:
        """The whole query: scored by all views, among what `found` and the conditions allow."""
        return self.make.among([found, *self.conditions()], self.score())

    def widened(self, found: Q) -> dict[str, Q]:
        """For each facet asked for that its own filter would narrow: the query without that filter."""
        return {
            facet: self.make.all_of([found, *self.phrases(), *self.restrictions(filters)])
            for facet in self.query.facets
            if (filters := without_own(facet, self.query.filters)) != self.query.filters
        }


def without_own(facet: str, filters: Filters) -> Filters:
    """`filters` without the one that a facet's values are chosen by."""
    own: dict[str, Any] = {facet: frozenset()}
    if facet == "year":
        own = {"published_after": None, "published_before": None}
    return replace(filters, **own)
