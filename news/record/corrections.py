"""When the corrections of a story became public: the log alone knows."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from news.record.models import Publication

Correction = dict[str, Any]
Versions = dict[UUID, dict[str, int]]
Moments = dict[UUID, dict[str, datetime]]
FIELDS = ("id", "type", "note", "blocks", "at")


def published_corrections(ids: Iterable[UUID]) -> dict[UUID, dict[str, Correction]]:
    """The corrections that readers of these stories have been told of, by story and id of the correction.

    Each as documents have it, key by key. One query.
    """
    found: dict[UUID, dict[str, Correction]] = {}
    for document_id, correction, _version in tellings("version", ids):
        # PostgreSQL keeps keys in an order of its own; documents are compared byte by byte.
        told = {name: correction[name] for name in FIELDS}
        found.setdefault(document_id, {}).setdefault(correction["id"], told)
    return found


def correction_versions(ids: Iterable[UUID]) -> Versions:
    """The version with which readers of these stories were told of each correction, as above. One query."""
    return first_of("version", ids)


def correction_moments(ids: Iterable[UUID]) -> Moments:
    """The moment readers of these stories were told of each correction, as above. One query."""
    return first_of("occurred_at", ids)


def first_of(name: str, ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """A field of the row of the log that told readers of these stories of each correction. One query."""
    found: dict[UUID, dict[str, Any]] = {}
    for document_id, correction, value in tellings(name, ids):
        found.setdefault(document_id, {}).setdefault(correction["id"], value)
    return found


def tellings(name: str, ids: Iterable[UUID]) -> Iterator[tuple[UUID, Correction, Any]]:
    """Each time readers of these stories were told of a correction, with a field of that row of the log."""
    rows = Publication.objects.filter(
        type="article", document_id__in=list(ids), note__has_key="correction"
    ).order_by("sequence")
    for document_id, value, note in rows.values_list("document_id", name, "note"):
        yield from ((document_id, correction, value) for correction in note["correction"])
