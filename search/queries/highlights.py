"""Shows where a story has the words of a question: whole title and summary, the best part of the body."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from search.analysis.base import Word, grams
from search.analysis.registry import analyzer_for
from search.documents import body_text
from search.engines.wording import NOTHING, Key, Wording, elements

SNIPPET: Final = 240
# How much of a snippet stands before its first mark.
LEAD: Final = 40
# A misspelled word is marked where a story's word has this share of its grams.
ALIKE: Final = 0.5

Range = tuple[int, int]


@dataclass(frozen=True)
class Highlight:
    """A piece of one field with the places of what was found; places count code points of `text`."""

    field: str
    text: str
    ranges: tuple[Range, ...]


class Marker:
    """Knows what to mark for one question."""

    def __init__(self, text: str, locale: str, *, exact: bool, wording: Wording = NOTHING) -> None:
        self.analyzer = analyzer_for(locale)
        self.protected = wording.protected
        self.otherwise = [
            self.key(alternative) for slot in wording.slots for alternative in slot.alternatives
        ]
        words = [word.forms for word in self.analyzer.analyze(text).words]
        self.by_spelling = exact or not any(forms.light for forms in words)
        self.spellings = {forms.exact for forms in words}
        self.stems = {forms.light for forms in words if forms.light and forms.exact not in self.protected}
        self.grams = [
            set(forms.grams) for forms in words if len(forms.grams) > 1 and forms.exact not in self.protected
        ]

    def key(self, text: str) -> Key:
        """A synonym as it is compared."""
        return tuple(one for _, one in elements(self.analyzer.analyze(text).words, self.protected))

    def highlights(self, data: Mapping[str, Any]) -> tuple[Highlight, ...]:
        """The highlights of one public document; where no word is found, of words spelled alike."""
        texts = {
            "title": str(data.get("title") or ""),
            "summary": str(data.get("summary") or ""),
            "body": body_text(data).replace("\n", " "),
        }
        return tuple(self.marked(texts, self.is_said)) or tuple(self.marked(texts, self.is_alike))

    def marked(self, texts: Mapping[str, str], wanted: Any) -> Iterator[Highlight]:
        """A highlight for each text with at least one `wanted` word."""
        for field, text in texts.items():
            words = self.analyzer.analyze(text).words
            others = self.said_otherwise(words)
            ranges = [
                (word.start, word.end)
                for number, word in enumerate(words)
                if number in others or wanted(word)
            ]
            if ranges and field == "body":
                yield snippet(field, text, ranges, [word.end for word in words])
            elif ranges:
                yield Highlight(field, text, tuple(ranges))

    def said_otherwise(self, words: Sequence[Word]) -> set[int]:
        """The numbers of words that say, together, what editors say means the same as the question."""
        if not self.otherwise:
            return set()
        said = list(elements(words, self.protected))
        found: set[int] = set()
        for key in self.otherwise:
            for start in range(len(said) - len(key) + 1):
                part = said[start : start + len(key)]
                if tuple(one for _, one in part) == key:
                    found |= {number for number, _ in part}
        return found

    def is_said(self, word: Word) -> bool:
        """Whether the question has this word, in any inflection unless spelling counts."""
        if self.by_spelling or word.forms.exact in self.protected:
            return word.forms.exact in self.spellings
        return word.forms.light in self.stems

    def is_alike(self, word: Word) -> bool:
        """Whether the question may have meant this word."""
        own = set(grams(word.forms.exact)) | set(word.forms.grams)
        return bool(word.forms.light) and any(len(own & asked) >= ALIKE * len(asked) for asked in self.grams)


class Markers:
    """Knows what to mark for one question in stories of any locale, each by the analyzer of its own."""

    def __init__(self, text: str, *, exact: bool, wordings: Mapping[str, Wording]) -> None:
        self.text = text
        self.exact = exact
        self.wordings = wordings
        self.made: dict[str, Marker] = {}

    def of(self, locale: str) -> Marker:
        """The marker for stories of `locale`."""
        if locale not in self.made:
            self.made[locale] = Marker(
                self.text, locale, exact=self.exact, wording=self.wordings.get(locale, NOTHING)
            )
        return self.made[locale]


def snippet(field: str, text: str, ranges: Sequence[Range], ends: Sequence[int]) -> Highlight:
    """The part of `text` with the most of `ranges` in it, cut between words, with an ellipsis at each cut.

    `ends` are those of all words.
    """
    start, end = cut(text, densest(ranges), ends)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    inside = tuple((first + shift, last + shift) for first, last in ranges if start <= first and last <= end)
    return Highlight(field, before + text[start:end] + after, inside)


def densest(ranges: Sequence[Range]) -> Range:
    """The range from which most ranges fit into a snippet; the first of equals."""
    best, most, last = ranges[0], 0, 0
    for first, (start, _) in enumerate(ranges):
        while last < len(ranges) and ranges[last][1] <= start + SNIPPET - LEAD:
            last += 1
        if last - first > most:
            best, most = ranges[first], last - first
    return best


def cut(text: str, mark: Range, ends: Sequence[int]) -> Range:
    """The bounds of a snippet around `mark`, moved to spaces where there are some near, else to words."""
    start = max(0, mark[0] - LEAD)
    if start:
        space = text.find(" ", start, mark[0])
        start = space + 1 if space >= 0 else mark[0]
    end = min(len(text), start + SNIPPET)
    if end < len(text):
        space = text.rfind(" ", mark[1], end + 1)
        end = space if space >= 0 else max(mark[1], *ends[: bisect_right(ends, end)][-1:], 0)
    return start, end
