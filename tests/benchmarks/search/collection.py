"""Reads a judged collection from a directory: documents, queries, judgements, groups."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from search.documents import IndexEntry

# The sets that ask about the documents of another.
DOCUMENTS_OF = {"none": "news", "related": "news", "qa-en": "qa"}
LOCALE = "ar"


@dataclass(frozen=True)
class Question:
    """One query, its type, and the documents judged right."""

    text: str
    type: str
    document: UUID | None
    right: frozenset[UUID]


def identity(name: str) -> UUID:
    """The UUID that stands for a document's or a section's name."""
    return uuid5(NAMESPACE_URL, name)


def documents(root: Path, name: str) -> Iterator[IndexEntry]:
    """The documents of set `name` as entries, sequences in the order of the file."""
    with gzip.open(root / DOCUMENTS_OF.get(name, name) / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            yield entry(json.loads(line), number)


def entry(row: dict[str, Any], number: int) -> IndexEntry:
    """One document as an entry."""
    section = identity(f"section:{row['section']}") if row.get("section") else None
    date = row.get("date") or ""
    return IndexEntry(
        id=identity(row["id"]),
        locale=LOCALE,
        sequence=number,
        published_at=datetime.fromisoformat(date).replace(tzinfo=UTC) if date else None,
        kind="story",
        title=row.get("title") or "",
        standfirst=row.get("lead") or "",
        body=row.get("body") or "",
        section=section,
        sections=(section,) if section else (),
    )


def questions(root: Path, name: str) -> list[Question]:
    """The judged queries of set `name`."""
    right: dict[str, set[UUID]] = {}
    judgements = root / name / "qrels.tsv"
    for line in judgements.read_text().splitlines() if judgements.exists() else ():
        query, _, document, grade = line.split("\t")
        if int(grade) > 0:
            right.setdefault(query, set()).add(identity(document))
    rows = [json.loads(line) for line in (root / name / "queries.jsonl").read_text().splitlines()]
    return [
        Question(
            text=row["text"],
            type=row["type"],
            document=identity(row["doc"]) if row.get("doc") else None,
            right=frozenset(right.get(row["qid"], ())),
        )
        for row in rows
    ]


def groups(root: Path, name: str) -> dict[str, list[str]]:
    """Which query types make up each group of set `name`."""
    path = root / name / "groups.json"
    return dict(json.loads(path.read_text())) if path.exists() else {}
