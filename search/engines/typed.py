"""What a reader has typed so far: whole words, and the letters of the one that is under way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from news.text.folding import fold_hamza
from search.analysis.base import Forms
from search.analysis.registry import analyzer_for


@dataclass(frozen=True)
class Typed:
    """The words of a text: those that are `whole`, and how the one under way begins.

    `spelled` and `bare` are its letters as they stand, and without article, conjunction and hamza carriers;
    both empty where the text ends with a whole word. Stop words count only where nothing else was typed.
    `line` is all that was typed, stop words too, each word bare.
    """

    whole: tuple[Forms, ...] = ()
    spelled: str = ""
    bare: str = ""
    line: str = ""

    def matches(self, word: Forms) -> bool:
        """Whether a word is one of these, in any inflection, or the one that is under way."""
        return self.continues(word) or any(same(word, one) for one in self.whole)

    def continues(self, word: Forms) -> bool:
        """Whether a word begins as the one that is under way does."""
        if not self.spelled:
            return False
        return word.exact.startswith(self.spelled) or (bool(self.bare) and word.pre.startswith(self.bare))

    def fits(self, words: Sequence[Forms]) -> bool:
        """Whether `words` have every whole word, and one that begins as the last does."""
        whole = all(any(same(word, one) for word in words) for one in self.whole)
        return whole and (not self.spelled or any(map(self.continues, words)))

    def distance(self, line: str) -> int:
        """0 where a line of bare words begins as was typed, 1 where it has that in one piece, else 2."""
        if line.startswith(self.line):
            return 0
        return 1 if f" {self.line}" in line else 2


def typed(text: str, locale: str) -> Typed:
    """What `text` says so far; its last word is whole where anything follows it."""
    words = analyzer_for(locale).analyze(text).words
    if not words:
        return Typed()
    forms = [word.forms for word in words]
    begun = words[-1].end == len(text)
    whole = forms[:-1] if begun else forms
    telling = tuple(one for one in whole if one.light)
    if not begun:
        return Typed(telling or tuple(whole), line=line_of(forms))
    return Typed(telling, forms[-1].exact, bare(forms[-1]), line_of(forms))


def same(word: Forms, other: Forms) -> bool:
    """Whether two words are one, in any inflection."""
    return word.exact == other.exact or (bool(word.light) and word.light == other.light)


def bare(word: Forms) -> str:
    """A word without article, conjunction and hamza carriers; of a stop word without carriers alone."""
    return word.pre or fold_hamza(word.exact)


def line_of(words: Iterable[Forms]) -> str:
    """The bare words with a space between them."""
    return " ".join(map(bare, words))
