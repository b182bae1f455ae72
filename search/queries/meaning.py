"""Adds to questions what is near them in meaning, where there is an embedder and it answers in time."""

from collections.abc import Sequence
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.conf import settings

from news.record.models import PublicState, PublishedDocument
from search.analysis.registry import analyzer_for
from search.documents import ARTICLE
from search.embedding.factory import consumer, nearness
from search.engines.base import Filters, SearchQuery
from search.models import Embedding
from search.queries.current import outdated

if TYPE_CHECKING:  # it computes with numbers, for which a newsroom without an embedder has no package
    from search.embedding.nearness import Nearness

# The share of stories that must have vectors: a part of an archive would be found before all the rest.
COVERED: Final = 0.9
# Seconds for which is remembered that enough have them.
REMEMBERED: Final = 30.0

_covered: dict[str, float] = {}


def source() -> "Nearness | None":
    """What tells the meaning of questions; None where there is no embedder, or it has embedded too little."""
    if "EMBEDDER" not in settings.SEARCH:
        return None
    found = nearness()
    return found if is_covered(found.model) else None


def with_meaning(queries: Sequence[SearchQuery]) -> list[SearchQuery]:
    """One question, to each of its locales, with the stories of that locale that are near it in meaning.

    A question by spelling, for a phrase or for the newest is left as it is, and so is every question while
    meaning cannot be told.
    """
    if not all(map(has_meaning, queries)) or (known := source()) is None:
        return list(queries)
    behind = outdated(consumer())
    return [
        replace(one, meaning=known.of(one.text, [one.locale], without(one.filters, behind)))
        for one in queries
    ]


def without(filters: Filters, behind: frozenset[UUID]) -> Filters:
    """`filters` that leave out what vectors are behind on."""
    return replace(filters, without=filters.without | behind)


def has_meaning(query: SearchQuery) -> bool:
    """Whether more than the letters of a question counts."""
    words = analyzer_for(query.locale).analyze(query.text).words
    by_words = query.sort == "relevance" and query.mode == "smart" and not query.phrases
    return by_words and any(word.forms.light for word in words)


def is_covered(model: str) -> bool:
    """Whether nearly all public stories have vectors by `model`; that they have is remembered for a while."""
    if monotonic() - _covered.get(model, -REMEMBERED) < REMEMBERED:
        return True
    live = PublishedDocument.objects.filter(type=ARTICLE, state=PublicState.LIVE).count()
    covered = Embedding.objects.filter(model=model).count() >= COVERED * live
    if covered:
        _covered[model] = monotonic()
    return covered


def forget() -> None:
    """Count anew at the next question how many stories have vectors."""
    _covered.clear()
