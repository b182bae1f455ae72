"""Tells how a question is understood, why its answers stand where they do, and why a story is missing."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from news.record.models import PublishedDocument, live_now
from news.text.plain import clean
from search.analysis.base import View
from search.analysis.registry import analyzer_for
from search.documents import ARTICLE
from search.engines.base import (
    MAX_DEPTH,
    Explanation,
    Filters,
    Hit,
    IndexMissingError,
    SearchResult,
)
from search.engines.clauses import FIRST
from search.engines.factory import engine
from search.engines.wording import Wording
from search.queries.asking import (
    LONGEST_TEXT,
    NAMED_FILTERS,
    Question,
    answered,
    engine_query,
    ids_by_slug,
    resolved,
)
from search.queries.current import current_engine
from search.queries.shares import Asked, WordShare, shares_of
from search.queries.tuning import worded

SHOWN: Final = 10
UNSAID: Final = ("none", "letters")


@dataclass(frozen=True)
class TookPart:
    """A rule of the editors that took part in a question: `kind` is synonym, best_bet or protected_word."""

    kind: str
    text: str


@dataclass(frozen=True)
class Placed:
    """An answer at its place, from 1; `score` is what it was ranked by."""

    place: int
    id: UUID
    card: dict[str, Any]
    score: float
    words: tuple[WordShare, ...]

    @property
    def by_date(self) -> float:
        """What its date adds to what the words make; nothing where answers are not ranked by words.

        What a best bet adds, FIRST or a multiple of it, is left out.
        """
        return max(0.0, self.score % FIRST - sum(word.score for word in self.words))


@dataclass(frozen=True)
class Verdict:
    """Why a story is an answer, or none.

    `reason` is `found` (at `place`), `beyond` (after the last place that can be read), `not_public`,
    `other_locale`, `no_words` (nothing was asked), `filtered` (`failed` names by what: filters, and `phrase`
    with the phrase after a colon), `not_indexed` (public, but the index is behind), `not_all_words` (the
    newest of those with all words were asked for) or `no_match`. `words` is what each word finds in it.
    """

    reason: str
    place: int = 0
    words: tuple[WordShare, ...] = ()
    failed: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The words of the question that it does not have in any inflection."""
        return tuple(word.word for word in self.words if word.match in UNSAID)


@dataclass(frozen=True)
class Explained:
    """How a question was understood, its first answers, and the verdict on the story that was named."""

    tokens: Mapping[View, tuple[str, ...]]
    stopped: tuple[str, ...]
    phrases: tuple[str, ...]
    by_spelling: bool
    total: int
    weak: bool
    engine: str
    results: tuple[Placed, ...]
    verdict: Verdict | None
    took_part: tuple[TookPart, ...]


def explain(question: Question, story: UUID | None = None, now: datetime | None = None) -> Explained:
    """The first ten answers to `question` and, where one is named, why `story` is among them or is not.

    Pages and facets do not matter. Raises EngineError while the engine is away.
    """
    now = now or timezone.now()
    asked = asked_of(question, now)
    filters = resolved(question, now)
    result = SearchResult()
    if filters is not None:
        query = replace(asked.query, filters=filters, limit=MAX_DEPTH if story else SHOWN)
        asked = replace(asked, query=query)
        result = answered([query]).get(question.locale, result)
    told = [explanation_of(asked, hit.id) for hit in result.hits[:SHOWN]]
    verdict = None
    if story is not None:
        about = explanation_of(asked, story)
        verdict = judge(asked, result, story, about, now)
        verdict = verdict if filters is not None else unknown_names(verdict, question, now)
    return Explained(
        tokens={view: tuple(dict.fromkeys(found)) for view, found in asked.analysis.texts().items()},
        stopped=asked.stopped,
        phrases=asked.query.phrases,
        by_spelling=asked.by_spelling,
        total=result.total,
        weak=result.weak,
        engine=result.engine or engine().name,
        results=tuple(placed(asked, result.hits[:SHOWN], told, now)),
        verdict=verdict,
        took_part=tuple(rules_of(asked.query.wording)),
    )


def rules_of(wording: Wording) -> Iterator[TookPart]:
    """What editors decided that took part in a question."""
    yield from (TookPart("synonym", other) for slot in wording.slots for other in slot.alternatives)
    yield from (TookPart("protected_word", spelling) for spelling in sorted(wording.protected))
    yield from (TookPart("best_bet", str(story)) for story in wording.first)


def asked_of(question: Question, now: datetime) -> Asked:
    """The question as engines take it, without filters."""
    text = clean(question.text)[:LONGEST_TEXT]
    alone = engine_query(replace(question, page=1, facets=(), also=()), text, Filters(), now)
    [query] = worded([replace(alone, near=0)], now)
    return Asked(query, analyzer_for(question.locale).analyze(text))


def explanation_of(asked: Asked, story: UUID) -> Explanation:
    """What the engine says of one story; where there is no index, that it does not have it."""
    try:
        return current_engine().explain(asked.query, story)
    except IndexMissingError:
        return Explanation("not_indexed", 0.0, (), {})


def placed(asked: Asked, hits: tuple[Hit, ...], told: list[Explanation], now: datetime) -> Iterator[Placed]:
    """The answers that are public at `now`, each at its place."""
    rows = public_articles(now).filter(document_id__in=[hit.id for hit in hits])
    cards = dict(rows.values_list("document_id", "card")) if hits else {}
    for place, (hit, explanation) in enumerate(zip(hits, told, strict=True), 1):
        if card := cards.get(hit.id):
            words = shares_of(asked, explanation)
            yield Placed(place, hit.id, json.loads(bytes(card)), hit.score, words)


def public_articles(now: datetime) -> QuerySet[PublishedDocument]:
    """The stories that are public at `now`."""
    return PublishedDocument.objects.filter(live_now(now), type=ARTICLE)


def is_public(story: UUID) -> bool:
    """Whether readers may read this story now."""
    return public_articles(timezone.now()).filter(document_id=story).exists()


def judge(
    asked: Asked, result: SearchResult, story: UUID, explanation: Explanation, now: datetime
) -> Verdict:
    """Why `story` is among the answers, or is not."""
    locale = public_articles(now).filter(document_id=story).values_list("locale", flat=True).first()
    if locale is None:
        return Verdict("not_public")
    if locale != asked.query.locale:
        return Verdict("other_locale")
    if not asked.analysis.words:
        return Verdict("no_words")
    words = shares_of(asked, explanation)
    places = {hit.id: place for place, hit in enumerate(result.hits, 1)}
    if story in places:
        return Verdict("found", places[story], words)
    verdict = Verdict(explanation.reason, 0, words, explanation.failed)
    return replace(verdict, reason=unread(asked, result, verdict)) if verdict.reason == "found" else verdict


def unread(asked: Asked, result: SearchResult, verdict: Verdict) -> str:
    """Why a story that answers the question is not among the answers that can be read."""
    if asked.query.sort == "newest" and verdict.missing:
        return "not_all_words"
    return "beyond" if result.total > len(result.hits) else "not_indexed"


def unknown_names(verdict: Verdict, question: Question, now: datetime) -> Verdict:
    """The verdict where a filter names only what does not exist: that it is what keeps the story out."""
    if verdict.reason in ("not_public", "other_locale", "no_words"):
        return verdict
    slugs = {name: [one for one in getattr(question, name) if isinstance(one, str)] for name in NAMED_FILTERS}
    known = ids_by_slug([one for ones in slugs.values() for one in ones], question.locale, now)
    failed = [name for name, ones in slugs.items() if ones and not any((name, one) in known for one in ones)]
    return replace(verdict, reason="filtered", place=0, failed=tuple(failed))
