"""Finds what is public already beside a story that is being written; of the draft nothing is kept."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.utils import timezone

from news.record.models import PublicState, PublishedDocument, live_now
from news.text.plain import clean
from search.analysis.registry import analyzer_for
from search.documents import ARTICLE, IndexEntry, body_text, document_of
from search.engines.base import Hit, IndexMissingError, RelatedQuery
from search.queries.current import current_engine

LONGEST_DRAFT: Final = 100_000
MOST_BACKGROUND: Final = 10
MOST_DUPLICATES: Final = 5
# Compared with the draft word by word: more than are shown, for some are the same story again.
LOOKED_AT: Final = 20
# With fewer words than this, whatever is found is there by chance.
ENOUGH_WORDS: Final = 3
# A story that has this share of the draft's pairs of neighbouring words reports the same in the same words.
# Of 6,000 neighbours of half written stories, 20 had it: reports of one event, or of one just like it.
SAME_WORDS: Final = 0.4
# Pairs that must be there before a share of them says anything.
ENOUGH_PAIRS: Final = 20
# Headlines that share so many of their stems are the same headline.
SAME_TITLE: Final = 0.8
ENOUGH_STEMS: Final = 3

# Background scores at least this share of the best of it: of the stories that editors linked, 19 in 20 do.
NEAR_ENOUGH: Final = 0.4

Rows = Mapping[UUID, PublishedDocument]


@dataclass(frozen=True)
class Draft:
    """A story as it is being typed. `id` and `group` are those it will have in public, where it has some."""

    locale: str
    title: str
    text: str
    section: UUID | None = None
    id: UUID | None = None
    group: UUID | None = None


@dataclass(frozen=True)
class Translation:
    """A public story in another language."""

    id: UUID
    locale: str
    card: dict[str, Any]


@dataclass(frozen=True)
class Beside:
    """A public story beside a draft: its card, the share of the draft's words it has, its translations."""

    id: UUID
    card: dict[str, Any]
    likeness: float
    translations: tuple[Translation, ...] = ()


@dataclass(frozen=True)
class Suggestions:
    """What is public beside a draft, the likest first; `enough` says whether there was enough to go by."""

    enough: bool = True
    duplicates: tuple[Beside, ...] = ()
    background: tuple[Beside, ...] = ()
    translations: tuple[Translation, ...] = ()


class Words:
    """The words of a draft, to be compared with stories."""

    def __init__(self, draft: Draft) -> None:
        self.analyzer = analyzer_for(draft.locale)
        self.title = self.stems(draft.title)
        self.words, self.pairs = self.read(f"{draft.title}\n{draft.text}")

    def stems(self, title: str) -> frozenset[str]:
        """What a headline is known by."""
        return frozenset(self.analyzer.analyze(title).texts()["light"])

    def read(self, text: str) -> tuple[frozenset[str], frozenset[str]]:
        """The stems of a text and its pairs of neighbouring stems."""
        views = self.analyzer.analyze(text).texts()
        return frozenset(views["light"]), frozenset(views["bi"])

    def shared(self, data: Mapping[str, Any]) -> float:
        """The share of the draft's pairs that a public document has, 0 where there are too few to tell."""
        if len(self.pairs) < ENOUGH_PAIRS:
            return 0.0
        parts = (str(data.get("title") or ""), str(data.get("summary") or ""), body_text(data))
        return len(self.pairs & self.read("\n".join(parts))[1]) / len(self.pairs)

    def has_title(self, data: Mapping[str, Any]) -> bool:
        """Whether a public document has the draft's headline, or nearly so."""
        other = self.stems(str(data.get("title") or ""))
        both = self.title & other
        return len(both) >= ENOUGH_STEMS and len(both) >= SAME_TITLE * max(len(self.title), len(other))


def suggestions(draft: Draft, now: datetime | None = None) -> Suggestions:
    """What is public beside `draft`. Raises EngineError while the engine is away.

    The draft reaches the engine as a question. Cards come from the store, three queries in all.
    """
    now = now or timezone.now()
    words = Words(draft)
    enough = len(words.words) >= ENOUGH_WORDS
    scores = {hit.id: hit.score for hit in (asked(draft, now) if enough else ())}
    rows = public_rows(list(scores), now)
    data = {one: document_of(row) for one, row in rows.items()}
    likeness = {one: words.shared(found) for one, found in data.items()}
    same = [one for one, found in data.items() if likeness[one] >= SAME_WORDS or words.has_title(found)]
    same = sorted(same, key=lambda one: -likeness[one])[:MOST_DUPLICATES]
    others = nearest({one: scores[one] for one in rows if one not in same and likeness[one] < SAME_WORDS})
    shown = [rows[one] for one in (*same, *others)]
    found = translations_of(draft, shown, now)

    def beside(ids: Iterable[UUID]) -> Iterator[Beside]:
        for one in ids:
            siblings = found.get(rows[one].group, ())
            yield Beside(one, card_of(rows[one]), round(likeness[one], 3), tuple(siblings))

    own = tuple(found.get(draft.group, ())) if draft.group else ()
    return Suggestions(enough, tuple(beside(same)), tuple(beside(others)), own)


def nearest(scores: Mapping[UUID, float]) -> list[UUID]:
    """Those that are near enough to be background, in their order."""
    lowest = NEAR_ENOUGH * max(scores.values(), default=0.0)
    return [one for one, score in scores.items() if score >= lowest][:MOST_BACKGROUND]


def asked(draft: Draft, now: datetime) -> Sequence[Hit]:
    """The neighbours of `draft`, as of a story of this moment; none where its language has no story yet."""
    entry = IndexEntry(
        id=draft.id or uuid4(),
        locale=draft.locale,
        sequence=0,
        published_at=now,
        kind="story",
        title=clean(draft.title),
        body=clean(draft.text)[:LONGEST_DRAFT],
        section=draft.section,
        group=draft.group,
    )
    query = RelatedQuery(entry, limit=LOOKED_AT, filled=True, duplicates=True)
    try:
        return current_engine().related(query)
    except IndexMissingError:
        stories = PublishedDocument.objects.filter(type=ARTICLE, locale=draft.locale, state=PublicState.LIVE)
        if stories.exists():
            raise
        return ()


def public_rows(ids: Sequence[UUID], now: datetime) -> Rows:
    """The rows of those of `ids` that are public at `now`, in their order; one query."""
    found = PublishedDocument.objects.filter(live_now(now), type=ARTICLE, document_id__in=ids)
    rows = {row.document_id: row for row in found} if ids else {}
    return {one: rows[one] for one in ids if one in rows}


def translations_of(
    draft: Draft, shown: Iterable[PublishedDocument], now: datetime
) -> dict[UUID | None, list[Translation]]:
    """The public translations of `draft` and of the stories shown, by group; one query."""
    groups = {row.group for row in shown} | {draft.group}
    rows = PublishedDocument.objects.filter(live_now(now), type=ARTICLE, group__in=groups - {None})
    others = rows.exclude(locale=draft.locale).order_by("locale", "document_id")
    found: dict[UUID | None, list[Translation]] = {}
    for row in others.only("document_id", "locale", "group", "card"):
        found.setdefault(row.group, []).append(Translation(row.document_id, row.locale, card_of(row)))
    return found


def card_of(row: PublishedDocument) -> dict[str, Any]:
    """The card of a public story."""
    card: dict[str, Any] = json.loads(bytes(row.card))
    return card
