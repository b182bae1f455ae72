"""The shape of a rendered document on its way into the record, and its bytes."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from news.record.tags import cache_tags


@dataclass(frozen=True)
class Rendered:
    """One document as rendered from its source.

    `content` is the public object without `version` and `updated_at`, which the record adds; `card_fields`
    names the keys of `content` that its card keeps, `card_extra` what the card has instead of them.
    `words` is the fingerprint of the approved words. `terms` are pairs of field and document id.
    `files` names what must stand in public storage while this is live. `corrections` are `id, type, note,
    blocks, at`, oldest first; where `at` is None it becomes public with this version. None where a type of
    document has none.
    """

    type: str
    document_id: UUID
    content: dict[str, Any]
    renderer: str
    locale: str = ""
    group: UUID | None = None
    words: str = ""
    card_fields: tuple[str, ...] = ()
    card_extra: dict[str, Any] = field(default_factory=dict)
    path: str = ""
    slug: str = ""
    kind: str = ""
    order: int = 0
    published_at: datetime | None = None
    updated_at: datetime | None = None
    visible_until: datetime | None = None
    terms: frozenset[tuple[str, UUID]] = frozenset()
    files: frozenset[str] = frozenset()
    corrections: tuple[dict[str, Any], ...] | None = None

    def cache_tags(self) -> str:
        """The tags of its answers as the header has them."""
        sections = [value for name, value in self.terms if name == "section"]
        return ",".join(cache_tags(self.type, self.document_id, self.group, self.locale, sections))

    def content_digest(self) -> str:
        """Digest of everything but version and dates of change: equal means there is nothing to append."""
        facts = [
            self.content, self.card_fields, self.card_extra, self.path, self.slug, self.kind, self.order,
            self.words, rfc3339(self.visible_until), rfc3339(self.published_at),
            sorted((name, str(value)) for name, value in self.terms), sorted(self.files),
        ]  # fmt: skip
        if self.corrections:
            facts.append([{**correction, "at": None} for correction in self.corrections])
        return sha256(to_bytes(facts))

    def body(self, version: int, updated_at: datetime | None) -> bytes:
        """The answer of the document's endpoint, as UTF-8 JSON."""
        data = self._dated(self.content, version, updated_at)
        if self.corrections is not None:
            data["corrections"] = self.dated_corrections(updated_at)[::-1]
        return to_bytes({"data": data, "meta": {}})

    def dated_corrections(self, updated_at: datetime | None) -> list[dict[str, Any]]:
        """The corrections, oldest first; those that become public with this version at its date."""
        return [
            {**correction, "at": correction["at"] or rfc3339(updated_at)}
            for correction in self.corrections or ()
        ]

    def new_corrections(self, updated_at: datetime | None) -> list[dict[str, Any]]:
        """Those that become public with this version."""
        new = {correction["id"] for correction in self.corrections or () if correction["at"] is None}
        return [one for one in self.dated_corrections(updated_at) if one["id"] in new]

    def card(self, version: int, updated_at: datetime | None) -> bytes:
        """The object lists join, as UTF-8 JSON."""
        kept = {key: self.content[key] for key in self.card_fields} if self.card_fields else self.content
        return to_bytes(self._dated({**kept, **self.card_extra}, version, updated_at))

    def _dated(self, content: dict[str, Any], version: int, updated_at: datetime | None) -> dict[str, Any]:
        dates = {"published_at": rfc3339(self.published_at), "updated_at": rfc3339(updated_at)}
        return {**content, "version": version, **(dates if self.published_at else {})}


def to_bytes(value: Any) -> bytes:
    """`value` as compact UTF-8 JSON, the one spelling used for storing and for digests."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def sha256(data: bytes) -> str:
    """The hexadecimal SHA-256 of `data`."""
    return hashlib.sha256(data).hexdigest()


def rfc3339(moment: datetime | None) -> str | None:
    """`moment` in UTC to the second, with a Z; None stays None."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
