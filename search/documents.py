"""What the index holds of one article, made from its public document."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from news.record.models import PublishedDocument

ARTICLE: Final = "article"
KINDS: Final = ("story", "brief", "opinion", "analysis")


@dataclass(frozen=True)
class IndexEntry:
    """One article as engines index it: plain text, and the ids lists filter by.

    `sequence` is that of the store's row: of two entries with one id the higher holds. `section` is its own
    section, `sections` that and every one above it.
    """

    id: UUID
    locale: str
    sequence: int
    published_at: datetime | None
    kind: str
    title: str
    standfirst: str = ""
    body: str = ""
    section: UUID | None = None
    sections: tuple[UUID, ...] = ()
    topics: tuple[UUID, ...] = ()
    authors: tuple[UUID, ...] = ()
    tags: tuple[UUID, ...] = ()
    group: UUID | None = None

    @property
    def text(self) -> str:
        """Standfirst and body as one text; the standfirst once where the body begins with it."""
        if not self.standfirst or self.body.startswith(self.standfirst):
            return self.body
        return f"{self.standfirst}\n{self.body}"


@dataclass(frozen=True)
class Gone:
    """An article the public may no longer find, as of `sequence`."""

    id: UUID
    locale: str
    sequence: int


Item = IndexEntry | Gone


def newest(items: Iterable[Item]) -> dict[UUID, Item]:
    """Of items with one id, that of the highest sequence; of equals the last."""
    chosen: dict[UUID, Item] = {}
    for item in items:
        if item.id not in chosen or item.sequence >= chosen[item.id].sequence:
            chosen[item.id] = item
    return chosen


def entry_from(row: PublishedDocument) -> IndexEntry:
    """The entry of a live article's row, whose terms should have been fetched with it.

    Raises ValueError where the row is no article or its body is not the JSON of one.
    """
    if row.type != ARTICLE:
        raise ValueError(f"{row.type} {row.document_id} is not an article")
    data = document_of(row)
    terms: dict[str, list[UUID]] = {}
    for term in row.terms.all():
        terms.setdefault(term.field, []).append(term.value)
    return IndexEntry(
        id=row.document_id,
        locale=row.locale,
        sequence=row.sequence,
        published_at=row.published_at,
        kind=row.kind,
        title=str(data.get("title") or ""),
        standfirst=str(data.get("summary") or ""),
        body=body_text(data),
        section=UUID(section["id"]) if (section := data.get("section")) else None,
        sections=tuple(sorted(terms.get("section", ()))),
        topics=tuple(sorted(terms.get("topic", ()))),
        authors=tuple(sorted(terms.get("author", ()))),
        tags=tuple(sorted(terms.get("tag", ()))),
        group=row.group,
    )


def document_of(row: PublishedDocument) -> dict[str, Any]:
    """The public object in the body of `row`. Raises ValueError where it is not JSON of that shape."""
    answer = json.loads(bytes(row.body))
    if not isinstance(answer, dict) or not isinstance(answer.get("data"), dict):
        raise ValueError(f"{row.type} {row.document_id} has no data")
    return dict(answer["data"])


def body_text(data: Mapping[str, Any]) -> str:
    """The words of an article's blocks, a line each."""
    return "\n".join(line for block in data.get("body") or () for line in block_lines(block) if line)


def block_lines(block: Mapping[str, Any]) -> Iterator[str]:
    """The words of one block; ids of other stories have none."""
    value = block.get("value") or {}
    yield from (str(value.get(name) or "") for name in ("text", "attribution", "caption"))
    yield from (str(item.get("text") or "") for item in value.get("items") or ())
