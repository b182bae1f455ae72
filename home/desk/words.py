"""Words as the desk's index keeps them and as they are asked for, folded and stemmed as for readers."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from news.text.folding import fold, fold_hamza, plain_letters, word_spans
from news.text.tables import APOSTROPHES
from search.analysis.base import CACHED_WORDS, LONGEST_WORD, number
from search.analysis.registry import ANALYZERS, analyzer_for

# One image or author has no language, and who searches wants all languages at once. So the letters decide:
# Arabic ones are read as Arabic, others in every language that is not.
ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\u0870-\u08ff]")
ARABIC_ONLY: Final = (analyzer_for("ar"),)
OTHERS: Final = tuple(analyzer_for(language) for language in ANALYZERS if language != "ar")
# What databases take for one word; everything else parts words there.
RUN: Final = re.compile(r"[^\W_]+")
APOSTROPHE: Final = re.compile(f"['{re.escape(APOSTROPHES)}]")
# PostgreSQL keeps one megabyte of words for a thing, their places included.
MOST_BYTES: Final = 1 << 19
# Nobody remembers more of a headline; an expression of thousands is refused by SQLite.
MOST_TERMS: Final = 24
# Stands around each whole title in an index, where databases see nothing.
EDGE: Final = "|"


class Forms(NamedTuple):
    """One word of a text: as it stands in a phrase, and what else it is found by."""

    plain: str
    indexed: frozenset[str]
    spelled: frozenset[str]
    stems: frozenset[str]
    stopped: bool


class Term(NamedTuple):
    """One word that was typed: one of `whole` must be there, or a word that begins with one of `begun`."""

    whole: tuple[str, ...]
    begun: tuple[str, ...]


@lru_cache(maxsize=CACHED_WORDS)
def forms(word: str) -> Forms:
    """The forms of a word as written; `plain` is empty where no database would see a word in it.

    What stands before and after an apostrophe is found apart as well: l'eau by eau, İstanbul'da by İstanbul.
    Who asks for one of these asks for the longer part.
    """
    word = word[:LONGEST_WORD]
    plain = known(number(fold(word)).replace("'", ""))
    parts = {part: read(part) for part in APOSTROPHE.split(word) if part}
    if not parts:
        return Forms(plain, frozenset(), frozenset(), frozenset(), stopped=False)
    whole = len(parts) == 1
    asked = parts[max(parts, key=len)]
    every = frozenset(form for found in parts.values() for form in found.spelled | found.stems)
    return Forms(
        plain,
        indexed=frozenset(form for form in every - {plain} if whole or len(form) > 1),
        spelled=asked.spelled | {plain},
        stems=asked.stems,
        stopped=asked.stopped,
    )


class Read(NamedTuple):
    """A word without apostrophes as those who read its letters take it."""

    spelled: frozenset[str]
    stems: frozenset[str]
    stopped: bool


def read(word: str) -> Read:
    """How a word is spelled, what it comes from, and whether it is a stop word to anybody."""
    analyzers = ARABIC_ONLY if ARABIC.search(plain_letters(word)) else OTHERS
    found = [piece.forms for analyzer in analyzers for piece in analyzer.analyze(word).words]
    spelled = {known(form) for piece in found for form in (piece.exact, piece.pre)}
    stems = {known(piece.light) for piece in found}
    return Read(frozenset(spelled - {""}), frozenset(stems - {""}), any(not piece.pre for piece in found))


def known(text: str) -> str:
    """Folded `text` as databases know it: runs of letters and digits."""
    return " ".join(RUN.findall(fold_hamza(text)))


def words(text: str) -> Iterator[Forms]:
    """The words of `text`, in order."""
    return (found for _, _, word in word_spans(text) if (found := forms(word)).plain)


def plain(text: str) -> str:
    """`text` as whole titles and phrases are compared: its words in their plain form."""
    return " ".join(word.plain for word in words(text))


def indexed(texts: Iterable[str]) -> tuple[str, str]:
    """What an index keeps of `texts`: their plain forms between edges, and every other form of their words.

    Together at most MOST_BYTES of UTF-8; what comes after that is left out.
    """
    room, lines, others = MOST_BYTES, list[str](), set[str]()
    for text in texts:
        line = list[str]()
        for word in words(text):
            more = word.indexed - others
            room -= sum(len(form.encode()) + 1 for form in (word.plain, *more))
            if room < 0:
                break
            line.append(word.plain)
            others |= more
        lines.append(" ".join(line))
    return EDGE + EDGE.join(dict.fromkeys(line for line in lines if line)) + EDGE, " ".join(sorted(others))


def terms(text: str) -> tuple[Term, ...]:
    """What must be found of `text`: every word but stop words, and whatever begins as the last one does.

    The last word is never passed over: somebody may be in the middle of it.
    """
    typed = list(words(text))[:MOST_TERMS]
    if not typed:
        return ()
    *before, last = typed
    asked = [Term(tuple(sorted(word.spelled | word.stems)), ()) for word in before if not word.stopped]
    return *asked, Term(tuple(sorted(last.stems - last.spelled)), tuple(sorted(last.spelled)))
