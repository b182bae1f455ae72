"""Tells what each word of a question adds to the score of a story."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from search.analysis.base import VIEWS, Analysis, Forms, View
from search.engines.base import Explanation, SearchQuery
from search.engines.fields import TEXTS, VIEWS_OF

# Views whose tokens stand for words, and not for letters or pairs of words.
OF_WORDS: Final[tuple[View, ...]] = ("exact", "pre", "light", "skeleton")

Scores = dict[tuple[str, str], float]


@dataclass(frozen=True)
class Share:
    """What one view of the title or of the body adds to a score."""

    text: str
    view: View
    score: float


@dataclass(frozen=True)
class WordShare:
    """What a word of the question, as it was typed, adds to the score of one story.

    `match` is `word` where the story has it in some inflection (or as it is spelled, where only that counts),
    `letters` where it has only letters of it, `none`, or `stop` for a common one that finds nothing by
    itself. A `pair` is two neighbouring words; `other` is what no word of the question is, such as a synonym.
    """

    word: str
    match: str
    shares: tuple[Share, ...] = ()

    @property
    def score(self) -> float:
        """All it adds."""
        return sum(share.score for share in self.shares)


@dataclass(frozen=True)
class Asked:
    """A question as engines take it, with its words."""

    query: SearchQuery
    analysis: Analysis

    @property
    def by_spelling(self) -> bool:
        """Whether only the spelling counts: asked for, or nothing but stop words was said."""
        return self.query.mode == "exact" or not any(word.forms.light for word in self.analysis.words)

    @property
    def stopped(self) -> tuple[str, ...]:
        """The common words that find nothing by themselves, as they were typed."""
        if self.by_spelling:
            return ()
        return tuple(self.typed(word) for word in self.analysis.words if not word.forms.light)

    def typed(self, word: Any) -> str:
        """A word or pair of words as it was typed."""
        return self.query.text[word.start : word.end]


def shares_of(asked: Asked, explanation: Explanation) -> tuple[WordShare, ...]:
    """What each word, each pair of words, and each token beside them adds; tokens count once."""
    scores = {(one.word, field): score for one in explanation.words for field, score in one.scores.items()}
    left = dict(scores)
    return (*of_words(asked, scores, left), *of_pairs(asked, left), *of_others(left))


def of_words(asked: Asked, scores: Mapping[tuple[str, str], float], left: Scores) -> Iterator[WordShare]:
    """A line for each distinct word, in order."""
    seen: set[str] = set()
    for word in asked.analysis.words:
        forms = word.forms
        if forms.exact not in seen:
            seen.add(forms.exact)
            shares = tuple(taken(left, tokens_of(forms)))
            yield WordShare(asked.typed(word), match_of(asked, forms, scores, shares), shares)


def tokens_of(forms: Forms) -> dict[View, tuple[str, ...]]:
    """The tokens of one word by view."""
    return {
        "exact": (forms.exact,),
        "pre": (forms.pre,),
        "light": (forms.light,),
        "skeleton": (forms.skeleton,),
        "gram": forms.grams,
    }


def match_of(
    asked: Asked, forms: Forms, scores: Mapping[tuple[str, str], float], shares: Iterable[Share]
) -> str:
    """How a story has a word."""
    if not asked.by_spelling and not forms.light:
        return "stop"
    view, token = ("exact", forms.exact) if asked.by_spelling else ("light", forms.light)
    if any((token, f"{text}.{view}") in scores for text in TEXTS):
        return "word"
    return "letters" if any(share.view not in OF_WORDS for share in shares) else "none"


def of_pairs(asked: Asked, left: Scores) -> Iterator[WordShare]:
    """A line for each pair of neighbouring words that adds something."""
    for pair in asked.analysis.tokens("bi"):
        if shares := tuple(taken(left, {"bi": (pair.text,)})):
            yield WordShare(asked.typed(pair), "pair", shares)


def of_others(left: Scores) -> Iterator[WordShare]:
    """A line for each token that is left."""
    for token in dict.fromkeys(token for token, _field in left):
        shares = tuple(taken(left, dict.fromkeys(VIEWS, (token,))))
        if shares:
            yield WordShare(token, "other", shares)


def taken(left: Scores, tokens: Mapping[View, Iterable[str]]) -> Iterator[Share]:
    """The shares of these tokens, taken out of `left`."""
    for text in VIEWS_OF:
        for view, ones in tokens.items():
            score = sum(left.pop((one, f"{text}.{view}"), 0.0) for one in ones)
            if score:
                yield Share(text, view, score)
