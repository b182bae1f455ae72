"""Finds stories that share the telling words of one story."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final, Generic

from django.utils.functional import cached_property

from search.analysis.registry import analyzer_for
from search.documents import IndexEntry
from search.engines.asked import Ask, AskedIndex, Candidate, Frequencies, Q
from search.engines.base import Hit, RelatedQuery
from search.engines.fields import LIVE, token_field
from search.engines.ranking import DAY, in_order
from search.engines.weights import Weights

# Candidates looked at for date, section and duplicates.
WINDOW: Final = 100
# A word in no more stories than this is never too common, however small the archive.
COMMON: Final = 10
# What engines take for BM25's k1, to guess at the score of a story they do not have.
K1: Final = 1.2

TITLE: Final = token_field("title", "light")
BODY: Final = token_field("body", "light")


def related(index: AskedIndex[Q], query: RelatedQuery, weights: Weights) -> tuple[Hit, ...]:
    """The neighbours of a story, best first."""
    chosen = Story(index, query, weights).neighbours()
    return tuple(Hit(index.story(one), one.score, one.published, duplicate) for one, duplicate in chosen)


@dataclass(frozen=True)
class Story(Generic[Q]):
    """The story whose neighbours are asked for, with the queries that find them."""

    index: AskedIndex[Q]
    query: RelatedQuery
    weights: Weights

    @property
    def entry(self) -> IndexEntry:
        """The story itself."""
        return self.query.entry

    def neighbours(self) -> Iterator[tuple[Candidate, bool]]:
        """As many as are asked for, best first, and whether each is the same story again.

        What is newer is looked into only where more are wanted.
        """
        words = self.telling(self.rarest)
        if words is None or self.query.limit < 1:
            return
        left = self.query.limit
        near = (self.near(words, dates) for dates in self.dates())
        for candidate, duplicate in self.distinct(chain.from_iterable(near)):
            left -= not duplicate
            if self.query.duplicates or not duplicate:
                yield candidate, duplicate
            if not left:
                return

    def near(self, words: Q, dates: Q) -> Iterator[tuple[Candidate, bool]]:
        """Those within `dates` that share nearly all words with the story, then those that share enough."""
        lowest, highest = self.bounds
        found = self.candidates(words, dates)
        yield from ((one, True) for one in found if one.score >= highest)
        enough = [self.lifted(one) for one in found if lowest <= one.score < highest]
        yield from ((one, False) for one in in_order(self.index, enough))

    @cached_property
    def bounds(self) -> tuple[float, float]:
        """From which score on a story is a neighbour, and from which it is the same story again.

        Of a story that the index does not have, a draft among them, only the first can be told.
        """
        whole = self.own_score
        if whole is None:
            return self.weights.related_floor * self.likely_score(), math.inf
        return self.weights.related_floor * whole, self.weights.related_duplicate * whole

    @property
    def rarest(self) -> int:
        """In how many stories a telling word must stand; one less where the story is not among them."""
        return max(1, self.weights.related_min_df - (self.own_score is None))

    @cached_property
    def counts(self) -> Counter[str]:
        """How often the story says each word."""
        entry = self.entry
        return Counter(analyzer_for(entry.locale).analyze(f"{entry.title}\n{entry.text}").texts()["light"])

    @cached_property
    def frequencies(self) -> Frequencies:
        """How many stories say each of its words."""
        return self.index.frequencies({BODY: list(self.counts)})

    def telling(self, rarest: int) -> Q | None:
        """The terms that tell this story from others; None where there are none."""
        make = self.index.dialect
        parts = [
            make.term(field, token, weight)
            for token in self.telling_words(rarest)
            for field, weight in ((TITLE, self.weights.related_title), (BODY, self.weights.related_body))
        ]
        return make.any_of(parts) if parts else None

    def telling_words(self, rarest: int) -> list[str]:
        """What the story says often, and few but `rarest` others say."""
        documents = max(1, self.frequencies.documents)
        commonest = max(COMMON, self.weights.related_max_share * documents)
        weighed = sorted(
            (-count * math.log(1 + documents / frequency), token)
            for token, count in self.counts.items()
            if rarest <= (frequency := self.frequencies.of(BODY, token)) <= commonest
        )
        return [token for _, token in weighed[: self.weights.related_terms]]

    @cached_property
    def own_score(self) -> float | None:
        """What the story itself scores, None where the index does not have it yet."""
        telling = self.telling(1)
        return None if telling is None else self.index.scores(self.entry.id, [telling])[0]

    def likely_score(self) -> float:
        """What a story of middling length with these words would score."""
        documents = max(1, self.frequencies.documents)
        title = set(analyzer_for(self.entry.locale).analyze(self.entry.title).texts()["light"])
        whole = 0.0
        for token in self.telling_words(self.rarest):
            frequency, count = self.frequencies.of(BODY, token), self.counts[token]
            rarity = math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))
            said = count * (K1 + 1) / (count + K1)
            whole += rarity * (
                self.weights.related_body * said + self.weights.related_title * (token in title)
            )
        return whole

    def candidates(self, words: Q, dates: Q) -> Iterable[Candidate]:
        """The best within `dates` by `words` alone, those of the story's section marked."""
        make, section = self.index.dialect, self.entry.section
        marks = make.one_of("own_section", [str(section)]) if section else None
        asked = make.among([dates], words, required=True)
        return self.index.best(Ask([asked], count=WINDOW, marks=marks, facts=True, counted=False)).candidates

    def dates(self) -> list[Q]:
        """What is not newer than the story and, if asked for, what is; any date where it has none."""
        make, published = self.index.dialect, self.entry.published_at
        if published is None:
            return [make.one_of("state", [LIVE])]
        second = int(published.timestamp())
        newer = [make.span("published", second + 1, None)] if self.query.filled else []
        return [make.span("published", None, second), *newer]

    def lifted(self, candidate: Candidate) -> Candidate:
        """`candidate` with the advantage of its date and section."""
        origin = self.entry.published_at
        days = abs(origin.timestamp() - candidate.published) / DAY if origin else math.inf
        date = 1 + self.weights.related_recency * gauss(days, self.weights.related_days)
        section = 1 + self.weights.related_section * candidate.marked
        return candidate._replace(score=candidate.score * date * section)

    def distinct(self, ordered: Iterable[tuple[Candidate, bool]]) -> Iterator[tuple[Candidate, bool]]:
        """Those of `ordered` that are neither the story nor its group, and no neighbours with one title.

        What has the story's own title is the same story again.
        """
        entry = self.entry
        own = {" ".join(analyzer_for(entry.locale).analyze(entry.title).texts()["light"])} - {""}
        titles: set[str] = set()
        for candidate, duplicate in ordered:
            facts = self.index.facts(candidate)
            group = entry.group is not None and facts.group == str(entry.group)
            if self.index.story(candidate) == entry.id or group:
                continue
            if duplicate or facts.title in own:
                yield candidate, True
            elif facts.title not in titles:
                titles |= {facts.title} - {""}
                yield candidate, False


def gauss(distance: float, scale: float) -> float:
    """1 at no distance, one half at `scale`, next to nothing far beyond."""
    return float(0.5 ** ((distance / scale) ** 2))
