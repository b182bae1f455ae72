"""Finds phrases in plain text: whole words, in any spelling readers take for the same."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Generic, NamedTuple, TypeVar

from news.text.folding import fold, fold_hamza, lower, plain_letters, word_spans
from news.text.tables import APOSTROPHES

Value = TypeVar("Value")

# Elisions stand before an apostrophe, endings and possessives behind it: l'ONU, Türkiye'nin, Iran's.
PART: Final = re.compile(f"[^'{re.escape(APOSTROPHES)}]+")
# No phrase goes on behind these, unless it has them itself.
PAUSE: Final = re.compile(r"[,;:!?()\[\]،؛؟…]")
PAUSE_WORD: Final = ","
ARABIC, TURKISH = "ar", "tr"
ARTICLE: Final = "ال"
# Joined to the front of an Arabic word: and, then; by, as, to; the article. لل is to and the article.
CONJUNCTIONS, PREPOSITIONS, TO_THE = "وف", "بكل", "لل"
# A shorter rest is another word as often as not, and so is a short word without its hamza: ماء is not ما.
SHORTEST: Final = 3
CACHED_WORDS: Final = 1 << 16


class Word(NamedTuple):
    """A word of a text, text[start:end].

    `first` is what it may be at the beginning of a phrase, `inner` what later; itself comes first.
    """

    start: int
    end: int
    first: tuple[str, ...]
    inner: tuple[str, ...]


@dataclass(frozen=True)
class Match(Generic[Value]):
    """A phrase in a text, text[start:end], particles joined to an Arabic word included."""

    start: int
    end: int
    value: Value


class Matcher(Generic[Value]):
    """Finds the phrases it was made of in texts of one language; a phrase without any word is passed over."""

    def __init__(self, locale: str, phrases: Iterable[tuple[str, Value]]) -> None:
        self.locale = locale
        self.phrases: dict[str, list[tuple[tuple[str, ...], Value]]] = {}
        for phrase, value in phrases:
            spelled = spellings(phrase, locale)
            if spelled:
                self.phrases.setdefault(spelled[0], []).append((spelled[1:], value))
        for known in self.phrases.values():
            known.sort(key=lambda one: -len(one[0]))

    def every(self, text: str) -> Iterator[Match[Value]]:
        """Every phrase at every place of `text`, in order; of those that begin alike the longest first."""
        found = words(text, self.locale)
        for at in range(len(found)):
            yield from (match for _length, match in self.at(found, at))

    def longest(self, text: str) -> Iterator[Match[Value]]:
        """The phrases in `text`, the longest at each place; no two of them share a word."""
        found, at = words(text, self.locale), 0
        while at < len(found):
            here = max(self.at(found, at), key=lambda one: one[0], default=None)
            if here is not None:
                yield here[1]
            at += here[0] if here else 1

    def at(self, found: list[Word], at: int) -> Iterator[tuple[int, Match[Value]]]:
        """The phrases that begin at one word, with the number of their words."""
        for spelling in found[at].first:
            for rest, value in self.phrases.get(spelling, ()):
                end = at + 1 + len(rest)
                following = found[at + 1 : end]
                if len(following) == len(rest) and all(
                    one in word.inner for one, word in zip(rest, following, strict=True)
                ):
                    yield end - at, Match(found[at].start, found[end - 1].end, value)


def spellings(phrase: str, locale: str) -> tuple[str, ...]:
    """The words of a phrase as they are compared: equal for phrases that readers take for the same."""
    return tuple(word.first[0] for word in words(phrase, locale))


def words(text: str, locale: str) -> list[Word]:
    """The words of `text`, and its pauses, which count as words."""
    language = locale.partition("-")[0]
    found: list[Word] = []
    end = 0
    for start, after, word in word_spans(text):
        if found and PAUSE.search(text, end, start):
            found.append(Word(end, start, (PAUSE_WORD,), (PAUSE_WORD,)))
        for part in PART.finditer(word):
            first, inner = forms(part.group(), language)
            if first:
                found.append(Word(start + part.start(), start + part.end(), first, inner))
        end = after
    return found


@lru_cache(maxsize=CACHED_WORDS)
def forms(word: str, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a word may be at the beginning of a phrase, and what later; itself comes first."""
    if language != ARABIC:
        plain = lower(plain_letters(word), turkish=language == TURKISH)
        alone = (plain,) if plain else ()
        return alone, alone
    folded = fold(word)
    if not folded:
        return (), ()
    first = dict.fromkeys((without_hamza(folded), *map(without_hamza, without_particles(folded))))
    inner = dict.fromkeys((without_hamza(folded), *map(without_hamza, without_article(folded))))
    return tuple(first), tuple(inner)


def without_particles(word: str) -> Iterator[str]:
    """What remains of a folded Arabic word without each run of particles that it may begin with."""
    yield from without_prepositions(word)
    if word[0] in CONJUNCTIONS and len(word) > SHORTEST:
        yield word[1:]
        yield from without_prepositions(word[1:])


def without_prepositions(word: str) -> Iterator[str]:
    """What remains of it without a preposition, the article, or both."""
    yield from without_article(word)
    if word[0] in PREPOSITIONS and len(word) > SHORTEST:
        yield word[1:]
        yield from without_article(word[1:])
    if word.startswith(TO_THE) and len(word) > SHORTEST:
        # للأمم is to the nations, and للجنة to the committee, whose own lam is not written a third time.
        for whole in (ARTICLE + word[2:], "ا" + word):
            yield whole
            yield from without_article(whole)


def without_article(word: str) -> Iterator[str]:
    """What remains of a folded Arabic word without the article."""
    if word.startswith(ARTICLE) and len(word) >= len(ARTICLE) + SHORTEST:
        yield word[len(ARTICLE) :]


def without_hamza(word: str) -> str:
    """A folded Arabic word without its hamzas, where that leaves enough of it."""
    bare = fold_hamza(word)
    return bare if len(bare) >= SHORTEST else word
