"""Asks other services for many texts: in portions, and never for an answer without end."""

from collections.abc import Iterator, Sequence
from time import monotonic
from typing import Final

import requests

PORTION: Final = 64 * 1024  # bytes read at once


class TooLargeError(Exception):
    """An answer has more bytes than it may have."""


class TooSlowError(Exception):
    """An answer takes longer than it may take."""


def body_of(answer: requests.Response, most: int, whole: float) -> bytes:
    """The body of a streamed answer, `most` bytes at most, read within `whole` seconds.

    Raises TooLargeError and TooSlowError, and what the connection raises.
    """
    begun, parts, size = monotonic(), [], 0
    while part := answer.raw.read1(PORTION, decode_content=True):
        size += len(part)
        if size > most:
            raise TooLargeError
        if monotonic() - begun > whole:
            raise TooSlowError
        parts.append(part)
    return b"".join(parts)


def portions(texts: Sequence[str], most_texts: int, most_letters: int) -> Iterator[list[str]]:
    """The texts in their order, as many at a time as one question may hold.

    A text of more than `most_letters` by itself is a portion of its own.
    """
    part: list[str] = []
    for text in texts:
        if part and (len(part) == most_texts or sum(map(len, part)) + len(text) > most_letters):
            yield part
            part = []
        part.append(text)
    if part:
        yield part
