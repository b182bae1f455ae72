"""What editors decided about the words of a language, and which of it takes part in a question."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.functional import cached_property

from news.text.folding import fold_hamza
from search.analysis.base import Analysis, Word
from search.analysis.registry import analyzer_for

# So much of the editors' words a question may take along; more would cost time and find nothing better.
MOST_SLOTS: Final = 8
MOST_ALTERNATIVES: Final = 24
MOST_FIRST: Final = 3
# Before the spelling of a word that is compared as it is spelled; never part of a stem.
SPELLED: Final = "="

# Words as they are compared: stems, or spellings of protected words. Stop words are left out.
Key = tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """`words` all mean the same; where there are `also`, who asks for any of `words` finds those too."""

    words: tuple[str, ...]
    also: tuple[str, ...] = ()

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Each word with each that is looked for besides."""
        for one in self.words:
            yield from ((one, other) for other in (self.also or self.words) if other != one)


@dataclass(frozen=True)
class Bet:
    """A story that stands first, until a moment if there is one."""

    story: UUID
    until: datetime | None = None


@dataclass(frozen=True)
class Slot:
    """The words from number `start` to before `end` of a question, and what else is looked for instead."""

    start: int
    end: int
    alternatives: tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """What of the editors' decisions takes part in one question.

    `protected` are spellings, as the exact view has them, of the question and of what is looked for besides;
    `first` are stories, in order.
    """

    slots: tuple[Slot, ...] = ()
    protected: frozenset[str] = frozenset()
    first: tuple[UUID, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.slots or self.protected or self.first)


NOTHING: Final = Wording()


@dataclass(frozen=True)
class Book:
    """All that editors decided about the words of one language."""

    locale: str
    rules: tuple[Rule, ...] = ()
    protected: frozenset[str] = frozenset()
    bets: Mapping[str, tuple[Bet, ...]] = field(default_factory=dict)

    @cached_property
    def synonyms(self) -> dict[Key, dict[Key, str]]:
        """What is looked for besides, as editors wrote it, by how it and the word asked for are compared."""
        found: dict[Key, dict[Key, str]] = {}
        lines = {line for rule in self.rules for line in (*rule.words, *rule.also)}
        keys = {line: self.key(line) for line in lines}
        for asked, other in (pair for rule in self.rules for pair in rule.pairs()):
            key, other_key = keys[asked], keys[other]
            if key and other_key and key != other_key:
                found.setdefault(key, {}).setdefault(other_key, other)
        return found

    @cached_property
    def longest(self) -> int:
        """How many words the longest of those asked for has."""
        return max(map(len, self.synonyms), default=0)

    def key(self, text: str) -> Key:
        """`text` as it is compared."""
        words = analyzer_for(self.locale).analyze(text).words
        return tuple(element for _, element in elements(words, self.protected))

    def wording(self, text: str, phrases: Sequence[str] = (), now: datetime | None = None) -> Wording:
        """What takes part in the question `text`; `phrases` are its quoted parts, which stay as they are."""
        if not (self.rules or self.protected or self.bets):
            return NOTHING
        analyze = analyzer_for(self.locale).analyze
        asked = analyze(text)
        slots = tuple(self.slots(asked, quoted(asked, phrases, self.locale)))
        others = (analyze(alternative) for slot in slots for alternative in slot.alternatives)
        spelled = {word.forms.exact for analysis in (asked, *others) for word in analysis.words}
        return Wording(slots, self.protected & spelled, self.first(text, now))

    def slots(self, analysis: Analysis, unchanged: frozenset[int]) -> Iterator[Slot]:
        """The parts of a question that may be said otherwise: from the first word on, the longest first.

        None is looked for that the question says itself, or looks for already: each counts once.
        """
        asked = list(elements(analysis.words, self.protected))
        taken = set(keys_in([element for _, element in asked], self.longest_alternative))
        left, number, found = MOST_ALTERNATIVES, 0, 0
        while number < len(asked) and found < MOST_SLOTS and left:
            length, others = self.longest_at(asked, number, unchanged)
            chosen = {key: word for key, word in others.items() if key not in taken}
            kept = tuple(list(chosen.values())[:left])
            if kept:
                taken |= set(chosen)
                left, found = left - len(kept), found + 1
                yield Slot(asked[number][0], asked[number + length - 1][0] + 1, kept)
            number += length

    def longest_at(
        self, asked: Sequence[tuple[int, str]], start: int, unchanged: frozenset[int]
    ) -> tuple[int, dict[Key, str]]:
        """How many words from `start` on have synonyms, and these; one word and none where none has."""
        for length in range(min(self.longest, len(asked) - start), 0, -1):
            part = asked[start : start + length]
            key = tuple(element for _, element in part)
            if key in self.synonyms and unchanged.isdisjoint(range(part[0][0], part[-1][0] + 1)):
                return length, self.synonyms[key]
        return 1, {}

    @cached_property
    def longest_alternative(self) -> int:
        """How many words the longest of those looked for besides has."""
        return max((len(key) for others in self.synonyms.values() for key in others), default=0)

    def first(self, text: str, now: datetime | None) -> tuple[UUID, ...]:
        """The stories that stand first for a question at this moment."""
        bets = self.bets.get(question_key(text, self.locale), ()) if self.bets else ()
        lasting = (bet.story for bet in bets if bet.until is None or now is None or now < bet.until)
        return tuple(dict.fromkeys(lasting))[:MOST_FIRST]


def elements(words: Sequence[Word], protected: frozenset[str]) -> Iterator[tuple[int, str]]:
    """The number of each word that is no stop word, and how it is compared."""
    for number, word in enumerate(words):
        if word.forms.exact in protected:
            yield number, SPELLED + word.forms.exact
        elif word.forms.light:
            yield number, word.forms.light


def quoted(analysis: Analysis, phrases: Iterable[str], locale: str) -> frozenset[int]:
    """The numbers of the words of a question that stand in a quoted phrase."""
    spelled = [word.forms.exact for word in analysis.words]
    found: set[int] = set()
    for phrase in phrases:
        words = analyzer_for(locale).analyze(phrase).texts()["exact"]
        for start in range(len(spelled) - len(words) + 1):
            if words and spelled[start : start + len(words)] == words:
                found |= set(range(start, start + len(words)))
    return frozenset(found)


def keys_in(elements: Sequence[str], longest: int) -> Iterator[Key]:
    """Every run of at most `longest` words."""
    for start in range(len(elements)):
        for end in range(start + 1, min(start + longest, len(elements)) + 1):
            yield tuple(elements[start:end])


def question_key(text: str, locale: str) -> str:
    """A whole question as it is compared: spellings folded, hamzas bare, signs and their places left out."""
    words = analyzer_for(locale).analyze(text).words
    return " ".join(fold_hamza(word.forms.exact) for word in words)
