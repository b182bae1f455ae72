"""Counts offsets as JavaScript does: in UTF-16 code units."""

from bisect import bisect_left


class Utf16:
    """Converts offsets into one string to UTF-16 code units."""

    def __init__(self, text: str) -> None:
        self.wide = [at for at, letter in enumerate(text) if letter > "\uffff"] if not text.isascii() else []

    def __call__(self, offset: int) -> int:
        """The number of code units before code point `offset`."""
        return offset + bisect_left(self.wide, offset)
