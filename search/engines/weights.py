"""The measured parameters of ranking, one set for every engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from search.analysis.base import View

Field = tuple[str, View]

# Found by coordinate ascent on news, headline and question collections, one field after the other left out as
# long as their mean held: each field's share of the sum of BM25 scores. The skeleton carries most of a title,
# what is said anywhere, in words and letters, most of a body: see docs/search.md.
FIELD_WEIGHTS: Final[dict[Field, float]] = {
    ("title", "exact"): 0.225,
    ("title", "skeleton"): 0.77,
    ("title", "gram"): 0.30,
    ("body", "exact"): 0.24,
    ("body", "light"): 0.24,
    ("body", "skeleton"): 0.31,
    ("body", "bi"): 0.24,
    ("lead", "gram"): 0.13,
    ("all", "pre"): 0.24,
    ("all", "gram"): 0.32,
}


@dataclass(frozen=True)
class Weights:
    """How an engine scores. `SEARCH["OPTIONS"]["weights"]` replaces any of these by name."""

    fields: Mapping[Field, float] = field(default_factory=lambda: FIELD_WEIGHTS)
    # A story has a misspelled word for another one of its own where it has this share of its grams.
    gram_floor: float = 0.6
    # A story of today scores up to this much more, one `recency_days` old half of that.
    recency: float = 0.05
    recency_days: float = 14.0
    # Only this many of the best are looked at again for recency, so that pages stay in one order.
    recency_window: int = 200
    related_terms: int = 100
    related_min_df: int = 2
    related_max_share: float = 0.20
    related_title: float = 1.5
    related_body: float = 1.0
    related_recency: float = 0.45
    related_days: float = 30.0
    related_section: float = 0.25
    # Below this share of the story's own score a story shares only chance words with it.
    related_floor: float = 0.04
    # A neighbour that scores this share of the story's own score tells the same in the same words.
    related_duplicate: float = 0.80
