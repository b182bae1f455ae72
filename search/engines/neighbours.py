"""Finds stories that share the telling words of one story."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
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

TITLE: Final = token_field("title", "light")
BODY: Final = token_field("body", "light")


def related(index: AskedIndex[Q], query: RelatedQuery, weights: Weights) -> tuple[Hit, ...]:
    """The neighbours of a story, best first."""
    chosen = Story(index, query, weights).neighbours()
    return tuple(Hit(index.story(one), one.score) for one in chosen)


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

    def neighbours(self) -> Iterator[Candidate]:
        """As many as are asked for, best first; what is newer is looked into only where more are wanted."""
        words = self.telling(self.weights.related_min_df)
        if words is None:
            return iter(())
        near = (self.near(words, dates) for dates in self.dates())
        return islice(self.distinct(chain.from_iterable(near)), self.query.limit)

    def near(self, words: Q, dates: Q) -> Iterator[Candidate]:
        """Those within `dates` that share enough words with the story, and not all of them, in order."""
        lowest, highest = self.bounds
        found = self.candidates(words, dates)
        return in_order(self.index, [self.lifted(one) for one in found if lowest <= one.score < highest])

    @cached_property
    def bounds(self) -> tuple[float, float]:
        """From which score on a story is a neighbour, and from which it is the same story again."""
        whole = self.own_score()
        floor = 0.0 if math.isinf(whole) else self.weights.related_floor * whole
        return floor, self.weights.related_duplicate * whole

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
        """The terms that tell this story from others: what it says often, and few but `rarest` others say."""
        documents = max(1, self.frequencies.documents)
        commonest = max(COMMON, self.weights.related_max_share * documents)
        weighed = sorted(
            (-count * math.log(1 + documents / frequency), token)
            for token, count in self.counts.items()
            if rarest <= (frequency := self.frequencies.of(BODY, token)) <= commonest
        )
        chosen = [token for _, token in weighed[: self.weights.related_terms]]
        texts = ((TITLE, self.weights.related_title), (BODY, self.weights.related_body))
        make = self.index.dialect
        parts = [make.term(field, token, weight) for token in chosen for field, weight in texts]
        return make.any_of(parts) if parts else None

    def own_score(self) -> float:
        """What the story itself scores, infinite where the index does not have it yet."""
        telling = self.telling(1)
        scores = [] if telling is None else self.index.scores(self.entry.id, [telling])
        return next((score for score in scores if score is not None), math.inf)

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

    def distinct(self, ordered: Iterable[Candidate]) -> Iterator[Candidate]:
        """Those of `ordered` that are neither the story, nor its group, nor have a title seen before."""
        entry = self.entry
        titles = {" ".join(analyzer_for(entry.locale).analyze(entry.title).texts()["light"])} - {""}
        for candidate in ordered:
            facts = self.index.facts(candidate)
            own = self.index.story(candidate) == entry.id
            group = entry.group is not None and facts.group == str(entry.group)
            if not own and not group and facts.title not in titles:
                titles |= {facts.title} - {""}
                yield candidate


def gauss(distance: float, scale: float) -> float:
    """1 at no distance, one half at `scale`, next to nothing far beyond."""
    return float(0.5 ** ((distance / scale) ** 2))
