"""English: possessives off, stop words, Snowball stems."""

from search.analysis.base import Analyzer, Forms, grams, spelled, word_set, written
from search.analysis.data import en as data
from search.analysis.stems import Stemmer


class EnglishAnalyzer(Analyzer):
    """The views of English text."""

    stop = word_set(data.STOP_GROUPS)
    stemmer = Stemmer("english")

    def word_forms(self, word: str) -> Forms:
        """The forms of one English word."""
        plain = written(word).removesuffix("'s").replace("'", "")
        exact = spelled(plain)
        if plain in self.stop:
            return Forms(exact, "", "", "", ())
        light = self.stemmer.stem(exact) or exact
        return Forms(exact, exact, light, light, grams(exact))
