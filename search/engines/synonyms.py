"""Scores what editors say means the same: like the words asked for, never more, and each only once.

Of the words of a question and what they may be called instead, the one that scores best in a story counts. In
each view what is rarer than the words asked for counts as if it were as frequent, so that a synonym that few
stories have does not outdo the word itself.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Generic

from django.utils.functional import cached_property

from search.analysis.base import JOINT, VIEWS, View, Word
from search.analysis.registry import analyzer_for
from search.engines.asked import AskedIndex, Dialect, Frequencies, Q
from search.engines.fields import TEXTS, VIEWS_OF, token_field
from search.engines.weights import Weights
from search.engines.wording import Slot

# What counts in a view: a token, and the view whose field has it.
Item = tuple[View, str]
Counted = Mapping[View, list[Item]]
# Views in which a word that is not to be taken apart counts by its spelling.
SPELLED: Final[tuple[View, ...]] = ("pre", "light", "skeleton", "gram")
# Shares are cut after so many digits, so that engines that count a little otherwise score alike.
DIGITS: Final = 1000


def texts_of(words: Sequence[Word], protected: frozenset[str]) -> dict[View, list[str]]:
    """The tokens of every view, those of `protected` words in the exact view alone."""
    forms = [word.forms for word in words]
    kept = [form for form in forms if form.pre]
    free = [form for form in kept if form.exact not in protected]
    pairs = [pair for pair in pairwise(kept) if protected.isdisjoint(form.exact for form in pair)]
    return {
        "exact": [form.exact for form in forms],
        "pre": [form.pre for form in free],
        "light": [form.light for form in free],
        "skeleton": [form.skeleton for form in free],
        "gram": [gram for form in free for gram in form.grams],
        "bi": [one.light + JOINT + two.light for one, two in pairs],
    }


def counted(texts: Mapping[View, Sequence[str]], protected: frozenset[str]) -> Counted:
    """What counts in each view, once; a protected word counts by its spelling wherever its forms would."""
    whole: list[Item] = [("exact", token) for token in dict.fromkeys(texts["exact"]) if token in protected]
    return {
        view: [(view, token) for token in dict.fromkeys(texts[view])] + (whole if view in SPELLED else [])
        for view in VIEWS
    }


def field_of(text: str, view: View) -> str:
    """The field of a view in one of the texts; where that has none, as of spellings, the body's."""
    return token_field(text if view in VIEWS_OF[text] else "body", view)


def scored(
    make: Dialect[Q], terms: Counted, weights: Weights, shares: Mapping[tuple[str, View], float] | None = None
) -> list[Q]:
    """A query for each of `terms` with the weight of its views, by their `shares` where there are some."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for (text, view), weight in weights.fields.items():
        share = 1.0 if shares is None else shares[text, view]
        for place, token in terms[view] if share else ():
            found[field_of(text, place), token] += weight * share
    return [make.term(field, token, weight) for (field, token), weight in found.items()]


@dataclass(frozen=True)
class Alternative:
    """Something that is looked for besides: its words, and what counts of them."""

    words: tuple[Word, ...]
    terms: Counted

    def tells(self, protected: frozenset[str]) -> Iterator[Item]:
        """What a text must have to say it: its stem or all pairs of them, protected words as spelled."""
        kept = [word.forms for word in self.words if word.forms.pre]
        yield from (("exact", form.exact) for form in kept if form.exact in protected)
        if len(kept) == 1 and kept[0].exact not in protected:
            yield "light", kept[0].light
        for one, two in pairwise(kept):
            yield "bi", one.light + JOINT + two.light


@dataclass(frozen=True)
class Expanded:
    """A slot of the question: what counts of its own words, and what may be said instead."""

    words: tuple[Word, ...]
    own: Counted
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True)
class Synonyms(Generic[Q]):
    """The slots of a question in one index. `terms` is what counts of the whole question."""

    index: AskedIndex[Q]
    weights: Weights
    locale: str
    words: tuple[Word, ...]
    terms: Counted
    slots: tuple[Slot, ...]
    protected: frozenset[str]

    @property
    def make(self) -> Dialect[Q]:
        """What makes the queries."""
        return self.index.dialect

    @cached_property
    def inside(self) -> frozenset[int]:
        """The numbers of the words that have synonyms."""
        return frozenset(number for slot in self.slots for number in range(slot.start, slot.end))

    @property
    def inside_items(self) -> set[Item]:
        """What stands for words that have synonyms and are asked for nowhere else in the question."""
        return {item for one in self.expanded for view in ("exact", "light") for item in one.own[view]}

    @cached_property
    def expanded(self) -> list[Expanded]:
        """The slots; what other words of the question have in common with one counts with those."""
        outside = [word for number, word in enumerate(self.words) if number not in self.inside]
        taken = {view: set(items) for view, items in self.of(outside).items()}
        taken["bi"] = set()  # neighbours among these words need not be any in the question
        found = []
        for slot in self.slots:
            words = self.words[slot.start : slot.end]
            own = {
                view: [one for one in items if one in self.terms[view] and one not in taken[view]]
                for view, items in self.of(words).items()
            }
            for view, items in own.items():
                taken[view] |= set(items)
            found.append(Expanded(words, own, tuple(map(self.alternative, slot.alternatives))))
        return found

    def of(self, words: Sequence[Word]) -> Counted:
        """What counts of these words."""
        return counted(texts_of(words, self.protected), self.protected)

    def alternative(self, text: str) -> Alternative:
        """What editors wrote, ready to be looked for."""
        words = analyzer_for(self.locale).analyze(text).words
        return Alternative(words, self.of(words))

    @cached_property
    def plain(self) -> Counted:
        """What counts of the question outside the slots."""
        own = {view: {item for one in self.expanded for item in one.own[view]} for view in VIEWS}
        return {view: [item for item in self.terms[view] if item not in own[view]] for view in VIEWS}

    @cached_property
    def frequencies(self) -> Frequencies:
        """How frequent all is that is compared."""
        wanted: dict[str, dict[str, None]] = defaultdict(dict)
        for one in self.expanded:
            for terms in (one.own, *(other.terms for other in one.alternatives)):
                for text, view in self.weights.fields:
                    for place, token in terms[view]:
                        wanted[field_of(text, place)][token] = None
        return self.index.frequencies({field: list(tokens) for field, tokens in wanted.items()})

    def score(self) -> list[Q]:
        """For each slot what scores it: its own words, or what is said instead, whichever scores best."""
        return [self.make.best_of(self.ways(one)) for one in self.expanded if any(one.own.values())]

    def ways(self, one: Expanded) -> Iterator[Q]:
        """A query for a slot's own words, and one for each of its alternatives where a story says it."""
        yield self.make.any_of(scored(self.make, one.own, self.weights))
        for other in one.alternatives:
            if terms := scored(self.make, other.terms, self.weights, self.shares(one.own, other.terms)):
                yield self.make.among([self.said(other)], self.make.any_of(terms))

    def shares(self, own: Counted, other: Counted) -> dict[tuple[str, View], float]:
        """What share of its weight an alternative has in each field, to be worth no more than `own`."""
        found = {}
        for text, view in self.weights.fields:
            mine, theirs = self.worth(text, own[view]), self.worth(text, other[view])
            found[text, view] = math.floor(DIGITS * min(1.0, mine / theirs)) / DIGITS if theirs else 0.0
        return found

    def worth(self, text: str, items: Iterable[Item]) -> float:
        """How telling tokens are together: the sum of their inverse frequencies, as BM25 has them."""
        total = 0.0
        for place, token in items:
            having = self.frequencies.of(field_of(text, place), token)
            others = max(0, self.frequencies.documents - having)
            total += math.log(1 + (others + 0.5) / (having + 0.5))
        return total

    def found(self) -> list[Q]:
        """Documents that say an alternative, a query for each."""
        return [self.said(other) for one in self.expanded for other in one.alternatives]

    def every(self) -> list[Q]:
        """For each slot the documents that say all its own words, or an alternative."""
        return [
            self.make.any_of([self.all_words(one), *map(self.said, one.alternatives)])
            for one in self.expanded
        ]

    def said(self, other: Alternative) -> Q:
        """Documents that say an alternative in title or body, a phrase with its words in a row."""
        tells = list(other.tells(self.protected))
        return self.make.any_of(
            self.make.all_of(self.make.term(token_field(text, view), token) for view, token in tells)
            for text in TEXTS
        )

    def all_words(self, one: Expanded) -> Q:
        """Documents with every word of a slot, in any inflection but of protected ones."""
        texts = texts_of(one.words, self.protected)
        items: list[Item] = [("light", token) for token in texts["light"]]
        items += [("exact", token) for token in texts["exact"] if token in self.protected]
        return self.make.all_of(
            self.make.any_of(self.make.term(token_field(text, view), token) for text in TEXTS)
            for view, token in items
        )
