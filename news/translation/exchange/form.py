"""How a translation is written as XLIFF 2.0: names, and keys as identifiers."""

import re
from typing import Final

from django.utils.functional import Promise
from translate.storage.xliff2 import Xliff2File

from news.models import ArticlePage
from news.translation.pieces import FIELDS

CONTENT_TYPE: Final = "application/xliff+xml"
CORE: Final = Xliff2File.namespace
METADATA: Final = "urn:oasis:names:tc:xliff:metadata:2.0"
XML: Final = "http://www.w3.org/XML/1998/namespace"
CATEGORY: Final = "nashra"
PLAIN_SIGN: Final = re.compile(r"[A-Za-z0-9_-]")
HIDDEN_SIGNS: Final = re.compile(r"(?:\.[0-9a-f]{2})+")


def core(name: str) -> str:
    """The name of one of XLIFF's own elements."""
    return f"{{{CORE}}}{name}"


def metadata(name: str) -> str:
    """The name of an element of its metadata module."""
    return f"{{{METADATA}}}{name}"


def id_of(key: str) -> str:
    """A key as an XML name token: the bytes of other signs as `.` and two digits."""
    return "".join(
        sign if PLAIN_SIGN.match(sign) else "".join(f".{byte:02x}" for byte in sign.encode()) for sign in key
    )


def key_of(name: str) -> str:
    """The key that `id_of` made this of; raises ValueError where it made it of none."""
    return HIDDEN_SIGNS.sub(lambda found: bytes.fromhex(found[0].replace(".", "")).decode(), name)


def label_of(key: str, kind: str) -> Promise | str:
    """What a piece is called where editors meet it: a field, or a kind of block."""
    if key in FIELDS:
        return ArticlePage._meta.get_field(key).verbose_name
    return ArticlePage._meta.get_field("body").stream_block.child_blocks[kind].label
