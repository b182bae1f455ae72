"""Arabic: stop words before folding, proclitics off, light endings off, then the long vowels out."""

import re
from typing import Final

from news.text.folding import fold_hamza
from search.analysis.base import Analyzer, Forms, grams, spelled, word_set, written
from search.analysis.data import ar as data

PROCLITIC: Final = re.compile("^" + data.PROCLITICS)
JOINED: Final = frozenset(data.JOINED.split())
UNSTEMMED: Final = word_set(data.UNSTEMMED)
VOWELS: Final = str.maketrans("", "", data.VOWELS)
# No Arabic word has a letter three times in a row: written so, it is drawn out.
LENGTHENED: Final = re.compile(r"([\u0621-\u064a])\1{2,}")
SUFFIXES: Final = tuple(data.SUFFIXES.split())


def stop_words() -> frozenset[str]:
    """Every spelling that is skipped, with a conjunction before it where that makes no other word."""
    words = word_set(data.STOP_GROUPS) | frozenset(data.STOP_CARELESS.split())
    joined = {letter + word for letter in data.STOP_CONJUNCTIONS for word in words if len(word) > 1}
    return (words | joined) - frozenset(data.NOT_STOPPED.split())


class ArabicAnalyzer(Analyzer):
    """The views of Arabic text; Latin words in it are folded and left whole."""

    stop = stop_words()
    whole = word_set(data.WHOLE)

    def word_forms(self, word: str) -> Forms:
        """The forms of one Arabic word."""
        plain = LENGTHENED.sub(r"\1", written(word).replace("'", ""))
        exact = LENGTHENED.sub(r"\1", spelled(plain))
        if plain in self.stop:
            return Forms(exact, "", "", "", ())
        bare = fold_hamza(exact)
        pre = self.without_proclitics(bare)
        light = stem(pre)
        return Forms(exact, pre, light, skeleton(light), grams(bare))

    def without_proclitics(self, word: str) -> str:
        """`word` without conjunction, preposition and article; words of the list keep their first letters."""
        if word in self.whole:
            return word
        for length in (1, 2):
            if word[length:] in self.whole and word[:length] in JOINED:
                return word[length:]
        return PROCLITIC.sub("", word, count=1)


def stem(word: str) -> str:
    """`word` without endings, each tried once in order while three letters remain, or up to a listed word."""
    for suffix in SUFFIXES:
        if word in UNSTEMMED:
            break
        if len(word) - len(suffix) >= data.SHORTEST_STEM and word.endswith(suffix):
            word = word[: -len(suffix)]
    return word


def skeleton(stem: str) -> str:
    """`stem` without its long vowels, or whole where fewer than two letters would remain."""
    bare = stem.translate(VOWELS)
    return bare if len(bare) >= data.SHORTEST_SKELETON else stem
