"""Snowball stemmers that threads can share."""

from threading import Lock

import snowballstemmer


class Stemmer:
    """A Snowball algorithm by name. The library keeps the word at hand in the object, so calls take turns."""

    def __init__(self, algorithm: str) -> None:
        self.algorithm = snowballstemmer.stemmer(algorithm)
        self.turn = Lock()

    def stem(self, word: str) -> str:
        """The stem of a small-letter `word`."""
        with self.turn:
            return str(self.algorithm.stemWord(word))
