"""Runs one question: filters resolved, the engine asked, cards and highlights from the store."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from news.record.models import PublicState, PublishedDocument, live_now
from news.text.plain import clean
from search.analysis.registry import analyzer_for
from search.documents import ARTICLE, document_of
from search.engines.base import (
    TOTAL_BOUND,
    Filters,
    Hit,
    IndexMissingError,
    Mode,
    SearchQuery,
    SearchResult,
    Sort,
)
from search.engines.factory import engine
from search.engines.wording import NOTHING, Wording
from search.queries.current import current_engine
from search.queries.facets import FacetValue, named
from search.queries.highlights import Highlight, Marker
from search.queries.phrases import phrases_in
from search.queries.tuning import wording_of

LONGEST_TEXT: Final = 500
NAMED_FILTERS: Final = ("section", "topic", "tag", "author")

Names = tuple[str | UUID, ...]


@dataclass(frozen=True)
class Question:
    """What a reader asks. Filters take slugs or ids, any of which may hold; pages count from 1.

    `page` times `page_size` is at most 1,000, `page_size` at most 50.
    """

    text: str
    locale: str
    section: Names = ()
    topic: Names = ()
    tag: Names = ()
    author: Names = ()
    kind: tuple[str, ...] = ()
    published_after: datetime | None = None
    published_before: datetime | None = None
    sort: Sort = "relevance"
    mode: Mode = "smart"
    facets: tuple[str, ...] = ()
    page: int = 1
    page_size: int = 20


@dataclass(frozen=True)
class Found:
    """One story found: its public card, its score within this answer, where its words are."""

    id: UUID
    card: dict[str, Any]
    score: float
    highlights: tuple[Highlight, ...]
    visible_until: datetime | None


@dataclass(frozen=True)
class Answer:
    """One page of what was found. `open_ended` says that there are more than `total`.

    `weak` says that nothing has a word of the question, only letters of one. `words` and `phrases` are how
    the question was understood, `wording` what editors decided that took part in it.
    """

    results: tuple[Found, ...] = ()
    total: int = 0
    open_ended: bool = False
    weak: bool = False
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    wording: Wording = NOTHING
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    engine: str = ""


def ask(question: Question, now: datetime | None = None) -> Answer:
    """The answer to `question`. Raises EngineError while the engine is away."""
    now = now or timezone.now()
    text = clean(question.text)[:LONGEST_TEXT]
    phrases = phrases_in(text, question.locale)
    wording = wording_of(text, question.locale, question.mode, phrases, now)
    filters = resolved(question, now)
    result = SearchResult()
    if filters is not None:
        result = answered(replace(engine_query(question, text, phrases, filters, now), wording=wording))
    marker = Marker(text, question.locale, exact=question.mode == "exact", wording=wording)
    return Answer(
        results=tuple(hydrated(result.hits, marker, now)),
        total=result.total,
        open_ended=result.total >= TOTAL_BOUND,
        weak=result.weak,
        words=understood(text, question),
        phrases=phrases,
        wording=wording,
        facets=named(result.facets, now),
        engine=result.engine or engine().name,
    )


def engine_query(
    question: Question, text: str, phrases: tuple[str, ...], filters: Filters, now: datetime
) -> SearchQuery:
    """`question` as engines take it."""
    return SearchQuery(
        text=text,
        locale=question.locale,
        phrases=phrases,
        mode=question.mode,
        filters=filters,
        sort=question.sort,
        offset=(question.page - 1) * question.page_size,
        limit=question.page_size,
        facets=question.facets,
        now=now,
    )


def answered(query: SearchQuery) -> SearchResult:
    """The engine's answer; nothing where the locale has no index because it has no story yet."""
    try:
        return current_engine().search(query)
    except IndexMissingError:
        stories = PublishedDocument.objects.filter(type=ARTICLE, locale=query.locale, state=PublicState.LIVE)
        if stories.exists():
            raise
        return SearchResult()


def understood(text: str, question: Question) -> tuple[str, ...]:
    """The folded words that are looked for, each once; stop words only where nothing else was said."""
    forms = [word.forms for word in analyzer_for(question.locale).analyze(text).words]
    kept = forms if question.mode == "exact" else [form for form in forms if form.light] or forms
    return tuple(dict.fromkeys(form.exact for form in kept))


def resolved(question: Question, now: datetime) -> Filters | None:
    """The filters by id; None where one names only what does not exist, so that nothing can be found."""
    names = {field: getattr(question, field) for field in NAMED_FILTERS}
    slugs = [name for values in names.values() for name in values if isinstance(name, str)]
    known = ids_by_slug(slugs, question.locale, now) if slugs else {}
    ids = {field: frozenset(ids_of(field, values, known)) for field, values in names.items()}
    if any(names[field] and not ids[field] for field in NAMED_FILTERS):
        return None
    return Filters(
        section=ids["section"],
        topic=ids["topic"],
        tag=ids["tag"],
        author=ids["author"],
        kind=frozenset(question.kind),
        published_after=question.published_after,
        published_before=question.published_before,
    )


def ids_by_slug(slugs: Iterable[str], locale: str, now: datetime) -> dict[tuple[str, str], list[UUID]]:
    """The public things of these slugs in `locale`, or without one, by type and slug."""
    rows = PublishedDocument.objects.filter(
        live_now(now), type__in=NAMED_FILTERS, slug__in=set(slugs), locale__in=[locale, ""]
    )
    found: dict[tuple[str, str], list[UUID]] = {}
    for kind, slug, document_id in rows.values_list("type", "slug", "document_id"):
        found.setdefault((kind, slug), []).append(document_id)
    return found


def ids_of(kind: str, names: Names, known: Mapping[tuple[str, str], list[UUID]]) -> Iterable[UUID]:
    """The ids that `names` of one kind stand for."""
    for name in names:
        yield from [name] if isinstance(name, UUID) else known.get((kind, name), ())


def hydrated(hits: Sequence[Hit], marker: Marker, now: datetime) -> Iterable[Found]:
    """The stories of `hits` that the public may read at `now`, by one query, in the order of `hits`."""
    rows = PublishedDocument.objects.filter(
        live_now(now), type=ARTICLE, document_id__in=[hit.id for hit in hits]
    ).only("document_id", "type", "card", "body", "visible_until")
    by_id = {row.document_id: row for row in rows} if hits else {}
    for hit in hits:
        if row := by_id.get(hit.id):
            marks = marker.highlights(document_of(row))
            yield Found(hit.id, json.loads(bytes(row.card)), hit.score, marks, row.visible_until)
