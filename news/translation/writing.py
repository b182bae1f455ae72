"""Writes pieces back into a draft: the inverse of `pieces`, which leaves everything else as it is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.html import escape

from news.editorial.refusals import Refusal, Refused
from news.models import ArticlePage
from news.models.prose import LONGEST, UNREADABLE, rich
from news.text.plain import TextCollector, clean, shows
from news.translation.pieces import FIELDS, PLAIN, WORDS, settled, words_of

Block = Mapping[str, Any]
SEVERAL_LINES: Final = frozenset({"standfirst", "search_description"})


def write(draft: ArticlePage, texts: Mapping[str, str], source: ArticlePage | None = None) -> None:
    """Put these pieces into `draft`; raises Refused with whatever does not fit, and nothing done.

    A block that the draft lacks is copied from `source`, to its place there.
    """
    sheet, against = Sheet(draft, source), []
    for key, text in texts.items():
        try:
            sheet.put(key, text)
        except Refused as refused:
            against += refused.refusals
    if against:
        raise Refused(*against)
    sheet.finish()


class Sheet:
    """The words of a draft while they are written anew, piece by piece; `finish` puts them into it.

    Each text has as many lines as the draft has in its place, or else the source, and is divided as there.
    """

    def __init__(self, draft: ArticlePage, source: ArticlePage | None = None) -> None:
        self.draft = draft
        self.fields: dict[str, str] = {}
        self.blocks: list[Block] = list(draft.body.get_prep_value())
        self.lent: list[Block] = list(source.body.get_prep_value()) if source else []
        self.changed = False

    def says(self, key: str) -> str:
        """What the piece says now; nothing where there is none."""
        if key in FIELDS:
            return settled(escape(self.fields.get(key, getattr(self.draft, key))))
        block = named(self.blocks, key)
        return settled(words_of(block)) if block else ""

    def would_say(self, key: str, text: str) -> str:
        """What the piece would say if this were written; raises Refused."""
        if (text := visible(key, text)) == self.says(key):
            return text
        return settled(escape(field_from(key, text)) if key in FIELDS else words_of(self.block(key, text)))

    def put(self, key: str, text: str) -> None:
        """Write one piece; raises Refused with nothing changed."""
        if (text := visible(key, text)) == self.says(key):
            return
        if key in FIELDS:
            self.fields[key] = field_from(key, text)
            return
        written = self.block(key, text)
        if named(self.blocks, key):
            self.blocks = [written if one["id"] == key else one for one in self.blocks]
        else:
            self.blocks.insert(self.place_of(key), written)
        self.changed = True

    def block(self, key: str, text: str) -> Block:
        """The block that says `text`; raises Refused."""
        lent = named(self.lent, key)
        block = named(self.blocks, key) or lent
        if block is None or block["type"] not in WORDS:
            raise Refused(Refusal("piece_unknown", {"key": key}, key))
        return block_from(block, lent, text)

    def place_of(self, key: str) -> int:
        """Where a block of the source belongs: behind the nearest one before it that is here too."""
        here = [block["id"] for block in self.blocks]
        before: list[str] = []
        for block in self.lent:
            if block["id"] == key:
                break
            before.append(block["id"])
        return max((here.index(one) + 1 for one in before[::-1] if one in here), default=0)

    def finish(self) -> None:
        """Put what was written into the draft."""
        for name, text in self.fields.items():
            setattr(self.draft, name, text)
        if self.changed:
            self.draft.body = self.draft.body.stream_block.to_python([dict(block) for block in self.blocks])


def visible(key: str, text: str) -> str:
    """`text` as pieces are compared; raises Refused where there is nothing to see in it."""
    text = settled(text)
    if not shows(plain_of(text)):
        raise Refused(Refusal("piece_empty", about=key))
    return text


def named(blocks: Sequence[Block], key: str) -> Block | None:
    """The block of this id."""
    return next((block for block in blocks if block["id"] == key), None)


def field_from(name: str, text: str) -> str:
    """The value of a field that says `text`; raises Refused."""
    lines = text.split("\n")
    if len(lines) > 1 and name not in SEVERAL_LINES:
        raise Refused(Refusal("piece_lines", {"given": len(lines)}, name))
    value = "\n".join(plain_of(line) for line in lines)
    return within(value, ArticlePage._meta.get_field(name).max_length, name)


def block_from(block: Block, lent: Block | None, text: str) -> Block:
    """`block` with `text` for its words, divided as its own are, or those of `lent`; raises Refused."""
    kind, key = block["type"], block["id"]
    shapes = [block] if lent is None or lent["type"] != kind else [block, lent]
    for shape in shapes:
        if parts := divided(list(WORDS[kind](shape["value"])), text, kind):
            return {**block, "value": replaced(block["value"], shape["value"], kind, parts, key)}
    raise Refused(Refusal("piece_lines", {"given": text.count("\n") + 1}, key))


def divided(texts: Sequence[str], text: str, kind: str) -> list[str] | None:
    """The lines of `text` divided as these texts of a block are; None where they are not as many.

    What `settled` took from the ends, empty texts among it, stays empty.
    """
    if kind == "paragraph":
        return [text]
    counts = [clean(one).count("\n") + 1 for one in texts]
    lines = "\n".join(map(clean, texts)).split("\n")
    full = [place for place, line in enumerate(lines) if settled(line)]
    begin, end = (full[0], full[-1] + 1) if full else (0, len(texts))
    given = text.split("\n")
    if len(given) != end - begin:
        return None
    padded = iter([*[""] * begin, *given, *[""] * (len(lines) - end)])
    return ["\n".join(next(padded) for _line in range(count)) for count in counts]


def replaced(value: Any, shape: Any, kind: str, parts: Sequence[str], key: str) -> Any:
    """The stored value of a block with these texts; raises Refused where one of them does not fit."""
    if kind == "paragraph":
        return rich_from(parts[0], key)
    if kind == "list":
        return {**value, "items": list(items_from(shape["items"], parts, key))}
    children = ArticlePage._meta.get_field("body").stream_block.child_blocks[kind].child_blocks
    texts = {
        name: within(
            "\n".join(map(plain_of, part.split("\n"))), children[name].field.max_length or LONGEST, key
        )
        for name, part in zip(PLAIN[kind], parts, strict=True)
    }
    return {**value, **texts}


def items_from(stored: Sequence[Any], parts: Sequence[str], key: str) -> Iterator[Any]:
    """The items of a list with these texts; raises Refused."""
    for item, part in zip(stored, parts, strict=True):
        text = rich_from(part, key) if part else ""
        yield {**item, "value": text} if isinstance(item, dict) else text


def rich_from(html: str, key: str) -> str:
    """Rich text as the editor would store it; raises Refused."""
    within(html, LONGEST, key)
    try:
        return rich(html)
    except UNREADABLE as error:
        raise Refused(Refusal("piece_markup", about=key)) from error


def plain_of(html: str) -> str:
    """The words of a line of HTML, on one line, every sign that is read kept."""
    collector = TextCollector()
    collector.feed(html)
    collector.close()
    return clean("".join(collector.parts)).replace("\n", " ")


def within(text: str, most: int | None, key: str) -> str:
    """`text`, if it is not longer than that; raises Refused."""
    if most is not None and len(text) > most:
        raise Refused(Refusal("piece_long", {"given": len(text), "most": most}, key))
    return text
