"""Finds stories that share the telling words of one story."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Generic

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
    story = Story(index, query, weights)
    words = story.telling(weights.related_min_df)
    if words is None:
        return ()
    whole = story.own_score()
    floor = 0.0 if math.isinf(whole) else weights.related_floor * whole
    ceiling = weights.related_duplicate * whole
    near = [story.lifted(one) for one in story.candidates(words) if floor <= one.score < ceiling]
    chosen = story.distinct(in_order(index, near))
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

    def candidates(self, words: Q) -> Iterable[Candidate]:
        """The best by `words` alone, those of the story's section marked."""
        make, section = self.index.dialect, self.entry.section
        marks = make.one_of("own_section", [str(section)]) if section else None
        asked = make.among(self.dates(), words, required=True)
        return self.index.best(Ask([asked], count=WINDOW, marks=marks, facts=True)).candidates

    def dates(self) -> list[Q]:
        """What is not newer than the story, or what is; any date where it has none."""
        make, published = self.index.dialect, self.entry.published_at
        if published is None:
            return [make.any_of([])] if self.query.newer else [make.one_of("state", [LIVE])]
        second = int(published.timestamp())
        lower, upper = (second + 1, None) if self.query.newer else (None, second)
        return [make.span("published", lower, upper)]

    def lifted(self, candidate: Candidate) -> Candidate:
        """`candidate` with the advantage of its date and section."""
        origin = self.entry.published_at
        days = abs(origin.timestamp() - candidate.published) / DAY if origin else math.inf
        date = 1 + self.weights.related_recency * gauss(days, self.weights.related_days)
        section = 1 + self.weights.related_section * candidate.marked
        return candidate._replace(score=candidate.score * date * section)

    def distinct(self, ordered: Iterable[Candidate]) -> Iterator[Candidate]:
        """The first of `ordered` that are neither the story, nor its group, nor have a title seen before."""
        entry, left = self.entry, self.query.limit
        titles = {" ".join(analyzer_for(entry.locale).analyze(entry.title).texts()["light"])} - {""}
        for candidate in ordered:
            if not left:
                return
            facts = self.index.facts(candidate)
            own = self.index.story(candidate) == entry.id
            group = entry.group is not None and facts.group == str(entry.group)
            if not own and not group and facts.title not in titles:
                titles |= {facts.title} - {""}
                left -= 1
                yield candidate


def gauss(distance: float, scale: float) -> float:
    """1 at no distance, one half at `scale`, next to nothing far beyond."""
    return float(0.5 ** ((distance / scale) ** 2))
