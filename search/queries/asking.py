"""Runs one question: filters resolved, the engine asked, cards and highlights from the store."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from news.record.models import PublicState, PublishedDocument, live_now
from news.text.plain import clean
from search.analysis.base import Forms
from search.analysis.registry import analyzer_for
from search.documents import ARTICLE, document_of
from search.engines.base import (
    TOTAL_BOUND,
    EngineError,
    Filters,
    Hit,
    IndexMissingError,
    Mode,
    SearchQuery,
    SearchResult,
    Sort,
)
from search.engines.factory import engine
from search.engines.wording import Wording
from search.queries.abroad import deepened, with_abroad
from search.queries.current import current_engine
from search.queries.facets import FacetValue, named
from search.queries.highlights import Highlight, Markers
from search.queries.meaning import source, with_meaning
from search.queries.meant import STORIES, meant
from search.queries.merging import for_each, merged
from search.queries.phrases import phrases_in
from search.queries.tuning import worded

LONGEST_TEXT: Final = 500
NAMED_FILTERS: Final = ("section", "topic", "tag", "author")

Names = tuple[str | UUID, ...]


@dataclass(frozen=True)
class Question:
    """What a reader asks. Filters take slugs or ids, any of which may hold; pages count from 1.

    `page` times `page_size` is at most 1,000, `page_size` at most 50. `also` names further locales to search.
    With `meaning` what stories mean counts too where it can be told; `across` finds by that stories in all
    other languages as well.
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
    also: tuple[str, ...] = ()
    meaning: bool = True
    across: bool = False

    @property
    def locales(self) -> tuple[str, ...]:
        """All locales to search, each once."""
        return tuple(dict.fromkeys((self.locale, *self.also)))


@dataclass(frozen=True)
class Found:
    """One story found: its public card, its score within this answer, where its words are.

    `wordless` says that it was found by what it means and has no word of the question.
    """

    id: UUID
    card: dict[str, Any]
    score: float
    highlights: tuple[Highlight, ...]
    visible_until: datetime | None
    wordless: bool = False


@dataclass(frozen=True)
class Answer:
    """One page of what was found. `open_ended` says that there are more than `total`.

    `weak` says that nothing has a word of the question, only letters of one. `words` and `phrases` are how
    the question was understood, `wordings` what editors decided that took part in it, by locale.
    `did_you_mean` is a question that finds more by its words, "" where there is none or a further page was
    asked for. `meaning` says that what stories mean took part.
    """

    results: tuple[Found, ...] = ()
    total: int = 0
    open_ended: bool = False
    weak: bool = False
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    wordings: Mapping[str, Wording] = field(default_factory=dict)
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    engine: str = ""
    did_you_mean: str = ""
    meaning: bool = False


def ask(question: Question, now: datetime | None = None) -> Answer:
    """The answer to `question`. Raises EngineError while the engine is away."""
    now = now or timezone.now()
    text = clean(question.text)[:LONGEST_TEXT]
    filters = resolved(question, now)
    query = engine_query(question, text, filters or Filters(), now)
    across = question.across and question.meaning and source() is not None
    wide = deepened(query) if across else query
    asked = asked_of(wide, question, now)
    answers = answered(asked) if filters is not None else {}
    result = page_of(answers, wide, question.locales)
    if answers and across:
        result = with_abroad(query, question.locales, result, alone_answered)
    wordings = {one.locale: one.wording for one in asked}
    markers = Markers(text, exact=question.mode == "exact", wordings=wordings)
    return Answer(
        results=tuple(hydrated(result.hits, markers, now)),
        total=result.total,
        open_ended=result.total >= TOTAL_BOUND,
        weak=result.weak,
        words=understood(text, question),
        phrases=tuple(dict.fromkeys(chain.from_iterable(one.phrases for one in asked))),
        wordings=wordings,
        facets=named(result.facets, now),
        engine=result.engine or engine().name,
        did_you_mean=corrected(query, answers, now),
        meaning=result.meaning,
    )


def engine_query(question: Question, text: str, filters: Filters, now: datetime) -> SearchQuery:
    """`question` as engines take it; only on its first page is it asked what else was meant."""
    return SearchQuery(
        text=text,
        locale=question.locale,
        phrases=phrases_in(text, question.locale),
        mode=question.mode,
        filters=filters,
        sort=question.sort,
        offset=(question.page - 1) * question.page_size,
        limit=question.page_size,
        facets=question.facets,
        now=now,
        near=STORIES if question.page == 1 else 0,
    )


def asked_of(query: SearchQuery, question: Question, now: datetime) -> list[SearchQuery]:
    """`query` to each locale, with what editors decided, and what is near it in meaning unless only words are
    wanted.
    """
    asked = worded(for_each(query, question.locales), now)
    return with_meaning(asked) if question.meaning else asked


def alone_answered(query: SearchQuery) -> SearchResult:
    """What the one locale of `query` answers."""
    return answered([query]).get(query.locale, SearchResult())


def answered(queries: Sequence[SearchQuery]) -> dict[str, SearchResult]:
    """What each locale answers; nothing of one that has no index because it has no story yet."""
    asked, answering = list(queries), current_engine()
    while asked:
        try:
            results = answering.search_each(asked)
        except IndexMissingError as error:
            if has_stories(error.locale):
                raise
            asked = [one for one in asked if one.locale != error.locale]
        else:
            return {one.locale: result for one, result in zip(asked, results, strict=True)}
    return {}


def has_stories(locale: str) -> bool:
    """Whether any story of `locale` is public."""
    return PublishedDocument.objects.filter(type=ARTICLE, locale=locale, state=PublicState.LIVE).exists()


def page_of(answers: Mapping[str, SearchResult], query: SearchQuery, locales: Sequence[str]) -> SearchResult:
    """The page of `query` from what each of `locales` answered."""
    if not answers:
        return SearchResult()
    return merged(list(answers.values()), query) if len(locales) > 1 else answers[locales[0]]


def corrected(query: SearchQuery, answers: Mapping[str, SearchResult], now: datetime) -> str:
    """The question with its misspelled words put right; "" unless that finds something by more words.

    It is asked as any other question is; where no engine answers it in time, nothing is proposed.
    """
    locales = tuple(answers)
    proposal = meant(query.text, {one: answers[one].near for one in locales}, now) if missed(answers) else ""
    if not proposal:
        return ""
    phrases = phrases_in(proposal, query.locale)
    again = replace(query, text=proposal, phrases=phrases, limit=1, facets=(), near=1)
    try:
        better = answered(worded(for_each(again, locales), now))
    except EngineError:
        return ""
    found = page_of(better, again, locales)
    return proposal if found.hits and not found.weak and missed(better) < missed(answers) else ""


def missed(answers: Mapping[str, SearchResult]) -> int:
    """How many words of the question no story has in the locale that has most of them."""
    return min((len(answer.near) for answer in answers.values()), default=0)


def understood(text: str, question: Question) -> tuple[str, ...]:
    """The folded words that are looked for, each once; stop words only where nothing else was said."""
    return tuple(
        dict.fromkeys(form.exact for one in question.locales for form in looked_for(text, one, question.mode))
    )


def looked_for(text: str, locale: str, mode: Mode) -> list[Forms]:
    """The words of `text` that are looked for in one locale."""
    forms = [word.forms for word in analyzer_for(locale).analyze(text).words]
    return forms if mode == "exact" else [form for form in forms if form.light] or forms


def resolved(question: Question, now: datetime) -> Filters | None:
    """The filters by id; None where one names only what does not exist, so that nothing can be found."""
    names = {field: getattr(question, field) for field in NAMED_FILTERS}
    slugs = [name for values in names.values() for name in values if isinstance(name, str)]
    known = ids_by_slug(slugs, question.locales, now) if slugs else {}
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


def ids_by_slug(
    slugs: Iterable[str], locales: Sequence[str], now: datetime
) -> dict[tuple[str, str], list[UUID]]:
    """The public things of these slugs in any of `locales`, or without one, by type and slug."""
    rows = PublishedDocument.objects.filter(
        live_now(now), type__in=NAMED_FILTERS, slug__in=set(slugs), locale__in=[*locales, ""]
    )
    found: dict[tuple[str, str], list[UUID]] = {}
    for kind, slug, document_id in rows.values_list("type", "slug", "document_id"):
        found.setdefault((kind, slug), []).append(document_id)
    return found


def ids_of(kind: str, names: Names, known: Mapping[tuple[str, str], list[UUID]]) -> Iterable[UUID]:
    """The ids that `names` of one kind stand for."""
    for name in names:
        yield from [name] if isinstance(name, UUID) else known.get((kind, name), ())


def hydrated(hits: Sequence[Hit], markers: Markers, now: datetime) -> Iterable[Found]:
    """The stories of `hits` that the public may read at `now`, by one query, in the order of `hits`."""
    rows = PublishedDocument.objects.filter(
        live_now(now), type=ARTICLE, document_id__in=[hit.id for hit in hits]
    ).only("document_id", "type", "locale", "card", "body", "visible_until")
    by_id = {row.document_id: row for row in rows} if hits else {}
    for hit in hits:
        if row := by_id.get(hit.id):
            marks = markers.of(row.locale).highlights(document_of(row))
            card = json.loads(bytes(row.card))
            yield Found(hit.id, card, hit.score, marks, row.visible_until, hit.wordless)
