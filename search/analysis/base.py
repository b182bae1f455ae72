"""What every analyzer gives: the words of a text in six views, with their places in the original."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from news.text.folding import FOLD, fold, lower, plain_letters, word_spans

View = Literal["exact", "pre", "light", "skeleton", "gram", "bi"]
VIEWS: Final[tuple[View, ...]] = ("exact", "pre", "light", "skeleton", "gram", "bi")

# Longer runs of letters are no words; their tail would only cost time and space.
LONGEST_WORD: Final = 64
GRAM: Final = 3
# Never part of a word, so that no pair of words can be mistaken for one.
JOINT: Final = "_"
# 1,400 and 1400 are one number; 3,5 is not 35.
THOUSANDS: Final = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
CACHED_WORDS: Final = 1 << 17


class Token(NamedTuple):
    """One term of a view. `start` and `end` slice the original string; `position` counts its words from 0."""

    text: str
    start: int
    end: int
    position: int


class Forms(NamedTuple):
    """One word in each view; of a stop word all but `exact` are empty."""

    exact: str
    pre: str
    light: str
    skeleton: str
    grams: tuple[str, ...]


class Word(NamedTuple):
    """A word of the text: text[start:end], and its forms."""

    start: int
    end: int
    forms: Forms


@dataclass(frozen=True)
class Analysis:
    """The words of one text, in order."""

    words: tuple[Word, ...]

    def tokens(self, view: View) -> list[Token]:
        """The terms of `view` with their places; a gram has the place of its word, a pair that of both."""
        numbered = list(enumerate(self.words))
        if view == "exact":
            return [Token(word.forms.exact, word.start, word.end, at) for at, word in numbered]
        kept = [(at, word) for at, word in numbered if word.forms.pre]
        if view == "gram":
            return [Token(gram, word.start, word.end, at) for at, word in kept for gram in word.forms.grams]
        if view == "bi":
            return [
                Token(one.forms.light + JOINT + two.forms.light, one.start, two.end, at)
                for (at, one), (_, two) in pairwise(kept)
            ]
        return [Token(getattr(word.forms, view), word.start, word.end, at) for at, word in kept]

    def texts(self) -> dict[View, list[str]]:
        """The terms of every view without their places."""
        forms = [word.forms for word in self.words]
        kept = [form for form in forms if form.pre]
        light = [form.light for form in kept]
        return {
            "exact": [form.exact for form in forms],
            "pre": [form.pre for form in kept],
            "light": light,
            "skeleton": [form.skeleton for form in kept],
            "gram": [gram for form in kept for gram in form.grams],
            "bi": [one + JOINT + two for one, two in pairwise(light)],
        }


class Analyzer(ABC):
    """Turns text of one language into views. Threads may share an instance: its only state is a cache."""

    def __init__(self) -> None:
        self.forms = lru_cache(maxsize=CACHED_WORDS)(self.word_forms)

    def analyze(self, text: str) -> Analysis:
        """The words of `text`; any string is allowed."""
        forms = self.forms
        return Analysis(
            tuple(
                Word(start, end, form)
                for start, end, word in self.pieces(text)
                if (form := forms(word[:LONGEST_WORD])).exact
            )
        )

    def pieces(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The words of `text` as (start, end, word)."""
        return word_spans(text)

    @abstractmethod
    def word_forms(self, word: str) -> Forms:
        """The forms of one word as it is written in the text."""


class PlainAnalyzer(Analyzer):
    """For languages without rules of their own: folded words, none of them stopped or stemmed."""

    def word_forms(self, word: str) -> Forms:
        """The word folded, the same in each view."""
        exact = number(fold(word).replace("'", ""))
        return Forms(exact, exact, exact, exact, grams(exact))


def number(word: str) -> str:
    """`word` without separators of thousands."""
    return THOUSANDS.sub("", word) if "," in word else word


def written(word: str, *, turkish: bool = False) -> str:
    """`word` in plain small letters, spelling and accents kept: the form stop lists and stemmers know."""
    return number(lower(plain_letters(word), turkish=turkish))


def spelled(word: str) -> str:
    """A `written` word with the spellings folded that are confused."""
    return word.translate(FOLD)


def grams(word: str) -> tuple[str, ...]:
    """The runs of three letters of `word`, or the whole of a shorter one."""
    if len(word) <= GRAM:
        return (word,) if word else ()
    return tuple(word[start : start + GRAM] for start in range(len(word) - GRAM + 1))


def word_set(groups: Mapping[str, str]) -> frozenset[str]:
    """All words of a data module's groups."""
    return frozenset(word for words in groups.values() for word in words.split())
