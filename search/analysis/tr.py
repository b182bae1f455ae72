"""Turkish: dotted and dotless i, endings after an apostrophe off, stop words, Snowball stems."""

from search.analysis.base import Analyzer, Forms, grams, spelled, word_set, written
from search.analysis.data import tr as data
from search.analysis.stems import Stemmer


class TurkishAnalyzer(Analyzer):
    """The views of Turkish text."""

    stop = word_set(data.STOP_GROUPS)
    stemmer = Stemmer("turkish")

    def word_forms(self, word: str) -> Forms:
        """The forms of one Turkish word; what follows the apostrophe of a name is its case ending."""
        plain = written(word, turkish=True)
        exact = spelled(plain).replace("'", "")
        name, apostrophe, _ = plain.partition("'")
        stem = name if apostrophe else self.stemmer.stem(plain)
        if plain in self.stop:
            return Forms(exact, "", "", "", ())
        pre = spelled(name) or exact
        light = spelled(stem) or pre
        return Forms(exact, pre, light, light, grams(exact))
