"""Addresses of the reader site: how they are written in links, read from requests, and paged."""

import base64
import binascii
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode
from uuid import UUID

LONGEST_PATH = 2048  # what the store can hold; longer ones cannot lead anywhere


@dataclass(frozen=True)
class Position:
    """A place in a newest-first list: the last story that was shown."""

    published_at: datetime
    document_id: UUID


def href(path: str, **query: str) -> str:
    """The percent-encoded link to a decoded path, with the parameters that have a value."""
    given = {name: value for name, value in query.items() if value}
    return quote(path, safe="/") + (f"?{urlencode(given)}" if given else "")


def stored_spelling(path: str) -> str | None:
    """`path` as the store would spell it: composed letters, a final slash; None where it never could."""
    spelled = unicodedata.normalize("NFC", path if path.endswith("/") else f"{path}/")
    return spelled if "\x00" not in spelled and len(spelled) <= LONGEST_PATH else None


def first_segment(path: str) -> str:
    """The part of a path that names its locale."""
    return path.strip("/").partition("/")[0]


def to_cursor(position: Position) -> str:
    """`position` as an opaque value for `?before=`."""
    plain = f"{position.published_at.isoformat()}|{position.document_id}"
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def from_cursor(cursor: str) -> Position:
    """The position a cursor stands for. Raises ValueError for anything `to_cursor` did not write."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        moment, _, document_id = base64.urlsafe_b64decode(padded).decode().partition("|")
        position = Position(datetime.fromisoformat(moment), UUID(document_id))
    except (UnicodeError, binascii.Error) as error:
        raise ValueError("not a cursor") from error
    if position.published_at.utcoffset() != timedelta() or to_cursor(position) != cursor:
        raise ValueError("not a cursor")
    return position
