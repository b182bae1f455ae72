"""Adds to an answer stories of other languages that mean what was asked, whatever words they have."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from heapq import merge
from itertools import islice
from typing import Final
from uuid import UUID

from django.conf import settings

from news.record.models import PublishedDocument
from search.documents import ARTICLE
from search.embedding.factory import consumer
from search.engines.base import TOTAL_BOUND, Meaning, SearchQuery, SearchResult
from search.queries.current import outdated
from search.queries.meaning import has_meaning, source, without
from search.queries.merging import added

# A story abroad that fits as well as any counts nearly as much as the best at home.
SHARE: Final = 0.9
# So many stories at home are looked through for translations of those abroad.
DEEP: Final = 200

Answer = Callable[[SearchQuery], SearchResult]


def deepened(query: SearchQuery) -> SearchQuery:
    """What is asked at home for a page with stories from abroad: all up to its end, and at least DEEP."""
    return replace(query, offset=0, limit=max(query.offset + query.limit, DEEP))


def with_abroad(
    query: SearchQuery, locales: Collection[str], home: SearchResult, answer: Answer
) -> SearchResult:
    """The page of `query`, asked in `locales`, with stories of all other languages that mean the same.

    `home` is what `locales` have of the deepened query; `answer` gives what one of the others has. A story
    that is there in one of `locales` is not shown in another language too. Where meaning cannot be told, the
    page is what `locales` have.
    """
    end = query.offset + query.limit
    meaning = meaning_abroad(query, locales)
    if meaning is None:
        return replace(home, hits=home.hits[query.offset : end])
    alone = translated_once(meaning, [hit.id for hit in home.hits])
    results = [
        answer(
            replace(query, text="", locale=locale, offset=0, limit=end, meaning=replace(meaning, alone=some))
        )
        for locale, some in by_locale(alone).items()
    ]
    return joined(home, results, query, sure=meaning.sure)


def meaning_abroad(query: SearchQuery, locales: Collection[str]) -> Meaning | None:
    """What is near a question in the languages that it was not asked in; None where nothing is."""
    others = [code for code, _ in settings.LANGUAGES if code not in locales]
    if not others or not has_meaning(query) or (known := source()) is None:
        return None
    return known.abroad(query.text, others, without(query.filters, outdated(consumer())))


def translated_once(meaning: Meaning, home: Sequence[UUID]) -> list[tuple[str, UUID]]:
    """Locale and id of the stories of `meaning`, nearest first, without translations of what came before."""
    nearest = sorted(meaning.alone, key=lambda story: (-meaning.near[story], story))
    rows = PublishedDocument.objects.filter(type=ARTICLE, document_id__in=[*home, *nearest])
    facts = {
        story: (group, locale) for story, group, locale in rows.values_list("document_id", "group", "locale")
    }
    seen = {facts[story][0] for story in home if story in facts} - {None}
    chosen = []
    for story in nearest:
        group, locale = facts.get(story, (None, ""))
        if locale and (group is None or group not in seen):
            seen.add(group)
            chosen.append((locale, story))
    return chosen


def by_locale(stories: Iterable[tuple[str, UUID]]) -> dict[str, frozenset[UUID]]:
    """The stories of each locale."""
    found: dict[str, set[UUID]] = {}
    for locale, story in stories:
        found.setdefault(locale, set()).add(story)
    return {locale: frozenset(some) for locale, some in found.items()}


def joined(
    home: SearchResult, abroad: Sequence[SearchResult], query: SearchQuery, *, sure: bool
) -> SearchResult:
    """One page of both, the best first; at home comes first of equals. Counts are added up."""
    best = max((hit.score for hit in home.hits), default=1.0) or 1.0
    lists = [[replace(hit, score=SHARE * best * hit.score) for hit in result.hits] for result in abroad]
    order = merge(home.hits, *lists, key=lambda hit: -round(hit.score, 4))
    total = home.total + sum(result.total for result in abroad)
    return replace(
        home,
        hits=tuple(islice(order, query.offset, query.offset + query.limit)),
        total=min(total, TOTAL_BOUND),
        weak=home.weak and not (sure and any(result.hits for result in abroad)),
        facets={
            name: added([result.facets.get(name, {}) for result in (home, *abroad)]) for name in home.facets
        },
    )
