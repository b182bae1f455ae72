"""French: elided words parted, stop words, Snowball stems, accents folded last."""

import re
from collections.abc import Iterator
from typing import Final

from news.text.folding import word_spans
from news.text.tables import APOSTROPHES
from search.analysis.base import Analyzer, Forms, grams, spelled, word_set, written
from search.analysis.data import fr as data
from search.analysis.stems import Stemmer

PART: Final = re.compile(f"[^'{re.escape(APOSTROPHES)}]+")


class FrenchAnalyzer(Analyzer):
    """The views of French text."""

    stop = word_set(data.STOP_GROUPS)
    stemmer = Stemmer("french")

    def pieces(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The words of `text`, what stands before an apostrophe parted from what follows."""
        for start, _, word in word_spans(text):
            for part in PART.finditer(word):
                yield start + part.start(), start + part.end(), part.group()

    def word_forms(self, word: str) -> Forms:
        """The forms of one French word; the stemmer needs the accents, readers may leave them out."""
        plain = written(word)
        exact = spelled(plain)
        if exact in self.stop:
            return Forms(exact, "", "", "", ())
        light = spelled(self.stemmer.stem(plain)) or exact
        return Forms(exact, exact, light, light, grams(exact))
