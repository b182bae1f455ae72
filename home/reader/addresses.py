"""Addresses of the reader site: how they are written in links and read from requests."""

import unicodedata
from urllib.parse import quote, urlencode

LONGEST_PATH = 2048  # what the store can hold; longer ones cannot lead anywhere


def href(path: str, **query: str | None) -> str:
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
