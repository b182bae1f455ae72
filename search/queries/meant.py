"""Guesses what was meant by words that no story has: the nearest words of stories that are public."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from rapidfuzz.distance import OSA

from news.record.models import PublishedDocument, live_now
from news.text.folding import plain_letters
from search.analysis.base import Forms
from search.analysis.registry import analyzer_for
from search.documents import ARTICLE, body_text, document_of
from search.engines.clauses import LONG

# So many stories are read for each word that no story has.
STORIES: Final = 6

# By locale and light form of a word that no story there has: stories with a word that is spelled nearly so.
Near = Mapping[str, Mapping[str, tuple[UUID, ...]]]
Span = tuple[int, int]


class Missed(NamedTuple):
    """A word that no story of a locale has, and the stories to look in."""

    forms: Forms
    stories: tuple[UUID, ...]


@dataclass
class Spelling:
    """How stories write one word, and how many of them have it."""

    forms: Forms
    stories: int = 0
    written: Counter[str] = field(default_factory=Counter)

    @property
    def usual(self) -> str:
        """What is written most often, of equals the shortest."""
        return min(self.written, key=lambda word: (-self.written[word], len(word), word))


def meant(text: str, near: Near, now: datetime) -> str:
    """`text` with each word that no story has replaced by the nearest; "" where none has one near.

    A word is replaced only where none of the locales asked has it. All the rest stays as it was typed.
    """
    missed = missed_in(text, near)
    known = spellings({story for words in missed.values() for word in words for story in word.stories}, now)
    pieces, reached = [], 0
    for (start, end), words in sorted(missed.items()):
        if word := nearest(words, known):
            pieces += [text[reached:start], word]
            reached = end
    return "".join([*pieces, text[reached:]]) if pieces else ""


def missed_in(text: str, near: Near) -> dict[Span, list[Missed]]:
    """The words of `text` that no locale has, by their place, as each locale reads them."""
    missed: dict[Span, list[Missed]] = {}
    for locale, stories in near.items():
        for word in analyzer_for(locale).analyze(text).words:
            if word.forms.light in stories:
                found = Missed(word.forms, stories[word.forms.light])
                missed.setdefault((word.start, word.end), []).append(found)
    return {span: words for span, words in missed.items() if len(words) == len(near)}


def spellings(stories: Iterable[UUID], now: datetime) -> dict[UUID, dict[Forms, Counter[str]]]:
    """How each of `stories` that is public writes its words, without marks; one query."""
    if not (ids := list(stories)):
        return {}
    rows = PublishedDocument.objects.filter(live_now(now), type=ARTICLE, document_id__in=ids)
    return {row.document_id: words_of(row) for row in rows.only("document_id", "type", "locale", "body")}


def words_of(row: PublishedDocument) -> dict[Forms, Counter[str]]:
    """The words of one story, each with how often it is written how."""
    data = document_of(row)
    text = "\n".join([str(data.get("title") or ""), str(data.get("summary") or ""), body_text(data)])
    words: dict[Forms, Counter[str]] = {}
    for word in analyzer_for(row.locale).analyze(text).words:
        if word.forms.pre:
            words.setdefault(word.forms, Counter())[text[word.start : word.end]] += 1
    return words


def nearest(words: Sequence[Missed], known: Mapping[UUID, Mapping[Forms, Counter[str]]]) -> str:
    """What a word was most likely meant to be, as stories write it; "" where nothing is near enough.

    Fewest edits come first, article and endings aside, then the nearest in shape, then what most of the
    stories have.
    """
    found = [
        (edits, shape, -one.stories, one.forms.exact, one) for edits, shape, one in near_by(words, known)
    ]
    return plain_letters(min(found, key=lambda item: item[:4])[-1].usual) if found else ""


def near_by(
    words: Sequence[Missed], known: Mapping[UUID, Mapping[Forms, Counter[str]]]
) -> Iterator[tuple[int, int, Spelling]]:
    """What stories have that is near enough to one of `words`: the edits without and with article."""
    for asked, stories in words:
        most = 2 if len(asked.pre) >= LONG else 1
        for spelling in together(known[story] for story in stories if story in known):
            edits = OSA.distance(asked.pre, spelling.forms.pre, score_cutoff=most)
            if 0 < edits <= most:
                yield edits, OSA.distance(asked.exact, spelling.forms.exact), spelling


def together(stories: Iterable[Mapping[Forms, Counter[str]]]) -> Iterable[Spelling]:
    """The words of several stories."""
    words: dict[Forms, Spelling] = {}
    for story in stories:
        for forms, written in story.items():
            spelling = words.setdefault(forms, Spelling(forms))
            spelling.stories += 1
            spelling.written.update(written)
    return words.values()
