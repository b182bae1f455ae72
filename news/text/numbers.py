"""Reads the numbers of things from words that anybody may have written."""

from typing import Final

MOST_DIGITS: Final = 18  # no column holds more, and Python turns away some thousands of them


def number_in(word: str) -> int | None:
    """The number that is written in digits of any script; None where it is none, or no thing can have it."""
    return int(word) if word.isdecimal() and len(word) <= MOST_DIGITS else None
