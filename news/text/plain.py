"""Turns HTML and pasted strings into plain text that is safe to store, compare and index."""

import re
import unicodedata
from html.parser import HTMLParser
from typing import Final

# Tags whose edges are word boundaries; any other tag may stand inside a word.
BLOCKS: Final = frozenset((
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "nav", "ol", "option", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
))  # fmt: skip
# Elements whose content nobody reads.
UNREAD: Final = frozenset({"script", "style", "template", "noscript"})
# Editors' browsers number paragraphs anew; in JSON the quotation marks are escaped.
PARAGRAPH_KEY: Final = re.compile(r'(<[a-z][^<>]*?) data-block-key=(\\?)"[^"\\<>]*\2"')
WHITE: Final = re.compile(r"[ \t\n\r\f\v\u00a0\u2028\u2029]+")
# Lone surrogates cannot be encoded; control characters cannot be shown, and break XML feeds.
UNSAFE: Final = re.compile("[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
# Nobody sees these categories (controls, formats, surrogates, separators), nor some marks and letters.
UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
BLANK: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


class TextCollector(HTMLParser):
    """Collects the text of a fragment."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Break words at blocks; enter what is not read."""
        if tag in UNREAD:
            self.unread += 1
        elif tag in BLOCKS:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Break words at blocks; leave what is not read."""
        if tag in UNREAD:
            self.unread = max(0, self.unread - 1)
        elif tag in BLOCKS:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        if not self.unread:
            self.parts.append(data)


def plain_text(html: str) -> str:
    """The text of an HTML fragment on one line: entities decoded, blocks parted by a space, cleaned."""
    collector = TextCollector()
    collector.feed(html)
    collector.close()
    return WHITE.sub(" ", clean("".join(collector.parts))).strip()


def clean(text: str) -> str:
    """`text` in NFC without lone surrogates and without control characters other than newline and tab."""
    return unicodedata.normalize("NFC", storable(text.replace("\r\n", "\n").replace("\r", "\n")))


def without_keys(html: str) -> str:
    """HTML, by itself or within JSON, but for the keys of its paragraphs, which say nothing."""
    return PARAGRAPH_KEY.sub(r"\1", html)


def storable(text: str) -> str:
    """`text` without lone surrogates and without control characters other than newline and tab."""
    return UNSAFE.sub("", text)


def shows(text: str) -> bool:
    """Whether there is anything to see in `text`: not only spaces, direction marks and the like."""
    return any(unicodedata.category(sign) not in UNSEEN and not BLANK.match(sign) for sign in text)
