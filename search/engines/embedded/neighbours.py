"""Finds stories that share the telling words of one story."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

import tantivy

from search.analysis.registry import analyzer_for
from search.documents import IndexEntry
from search.engines.base import Hit, RelatedQuery
from search.engines.embedded.clauses import MUST, Query, any_of, term, unscored
from search.engines.embedded.files import id_query
from search.engines.embedded.schema import SCHEMA, token_field
from search.engines.embedded.searching import DAY, Scored, story_id
from search.engines.weights import Weights

# Candidates looked at for date, section and duplicates.
WINDOW: Final = 100
# A word in no more stories than this is never too common, however small the archive.
COMMON: Final = 10

Place = tuple[int, int]
# Address, score with all advantages, score of the words alone.
Candidate = tuple[Any, float, float]


def related(searcher: Any, query: RelatedQuery, weights: Weights) -> tuple[Hit, ...]:
    """The neighbours of a story, best first."""
    entry = query.entry
    telling = telling_query(searcher, entry, weights, weights.related_min_df)
    if telling is None:
        return ()
    whole = score_of(searcher, telling_query(searcher, entry, weights, 1), entry)
    bounded = tantivy.Query.boolean_query([(MUST, telling), (MUST, unscored(dates(query)))])
    hits = searcher.search(bounded, limit=WINDOW, count=False).hits
    floor = 0.0 if math.isinf(whole) else weights.related_floor * whole
    hits = [hit for hit in hits if hit[0] >= floor]
    near = same_section(searcher, bounded, entry)
    ranked = sorted(lifted(searcher, hits, entry, near, weights), key=lambda hit: -hit[1])
    chosen = distinct(searcher, ranked, query, weights.related_duplicate * whole)
    return tuple(Hit(story_id(searcher, address), score) for address, score in chosen)


def telling_query(searcher: Any, entry: IndexEntry, weights: Weights, rarest: int) -> Query | None:
    """The terms that tell this story from others: those it says often, and few but `rarest` others say."""
    analyzer = analyzer_for(entry.locale)
    counts = Counter(analyzer.analyze(f"{entry.title}\n{entry.text}").texts()["light"])
    documents = max(1, searcher.num_docs)
    commonest = max(COMMON, weights.related_max_share * documents)
    weighed: list[tuple[float, str]] = []
    for token, count in counts.items():
        frequency = searcher.doc_freq(token_field("body", "light"), token)
        if rarest <= frequency <= commonest:
            weighed.append((count * math.log(1 + documents / frequency), token))
    weighed.sort(key=lambda pair: (-pair[0], pair[1]))
    texts = (("title", weights.related_title), ("body", weights.related_body))
    parts = [
        tantivy.Query.boost_query(term(token_field(text, "light"), token), boost)
        for _, token in weighed[: weights.related_terms]
        for text, boost in texts
    ]
    return any_of(parts) if parts else None


def score_of(searcher: Any, telling: Query | None, entry: IndexEntry) -> float:
    """What the story itself scores, infinite where the index does not have it yet."""
    if telling is None:
        return math.inf
    itself = tantivy.Query.boolean_query([(MUST, telling), (MUST, unscored(id_query(entry.id)))])
    hits = searcher.search(itself, limit=1, count=False).hits
    return hits[0][0] if hits else math.inf


def dates(query: RelatedQuery) -> Query:
    """What is not newer than the story, or what is; any date where it has none."""
    published = query.entry.published_at
    if published is None:
        return tantivy.Query.empty_query() if query.newer else tantivy.Query.all_query()
    second = int(published.timestamp())
    lower, upper = (second + 1, None) if query.newer else (None, second)
    return tantivy.Query.range_query(SCHEMA, "published", tantivy.FieldType.Integer, lower, upper)


def lifted(
    searcher: Any, hits: Sequence[Scored], entry: IndexEntry, near: set[Place], weights: Weights
) -> Iterator[Candidate]:
    """Each hit with the advantage of its date and section."""
    addresses = [address for _, address in hits]
    moments = searcher.fast_field_values("published", addresses)
    origin = entry.published_at.timestamp() if entry.published_at else None
    for (score, address), moment in zip(hits, moments, strict=True):
        days = abs(origin - (moment or 0)) / DAY if origin is not None else math.inf
        date = 1 + weights.related_recency * gauss(days, weights.related_days)
        section = 1 + weights.related_section * (place(address) in near)
        yield address, score * date * section, score


def gauss(distance: float, scale: float) -> float:
    """1 at no distance, one half at `scale`, next to nothing far beyond."""
    return float(0.5 ** ((distance / scale) ** 2))


def place(address: Any) -> Place:
    """An address as a value that can be looked up."""
    return address.segment_ord, address.doc


def same_section(searcher: Any, bounded: Query, entry: IndexEntry) -> set[Place]:
    """Where the candidates from the section of `entry` are."""
    if entry.section is None:
        return set()
    own = tantivy.Query.term_query(SCHEMA, "own_section", str(entry.section), "basic")
    within = tantivy.Query.boolean_query([(MUST, bounded), (MUST, unscored(own))])
    return {place(address) for _, address in searcher.search(within, limit=WINDOW, count=False).hits}


def distinct(
    searcher: Any, ranked: Sequence[Candidate], query: RelatedQuery, ceiling: float
) -> Iterator[tuple[Any, float]]:
    """The first of `ranked` that are neither the story, nor its group, nor tell the same again."""
    entry = query.entry
    titles = {" ".join(analyzer_for(entry.locale).analyze(entry.title).texts()["light"])} - {""}
    left = query.limit
    for address, score, words_score in ranked:
        document = searcher.doc(address)
        title = document.get_first("title")
        own = document.get_first("id") == str(entry.id)
        group = entry.group is not None and document.get_first("group") == str(entry.group)
        if left and not own and not group and title not in titles and words_score < ceiling:
            titles |= {title} - {""}
            left -= 1
            yield address, score
