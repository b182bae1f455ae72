"""Writes small judged collections."""

import gzip
import json
from pathlib import Path
from typing import Any

DOCUMENTS: list[dict[str, Any]] = [
    {
        "id": "n1",
        "title": "قمة بيروت تبحث إعادة الإعمار",
        "body": "اجتمع الوزراء صباح اليوم",
        "date": "2026-03-01",
    },
    {"id": "n2", "title": "أسعار القمح ترتفع", "lead": "الجفاف يضر بالمحصول", "section": "اقتصاد"},
    {"id": "n3", "title": "افتتاح مهرجان السينما", "body": "عشرون فيلماً من بيروت وتونس"},
    {"id": "n4", "title": "القمح في مخازن الميناء", "body": "وصلت سفينة محملة بالقمح", "section": "اقتصاد"},
]
QUERIES: list[dict[str, Any]] = [
    {"qid": "q1", "type": "clean", "text": "قمة بيروت"},
    {"qid": "q2", "type": "clean", "text": "القمح"},
    {"qid": "q3", "type": "typo", "text": "مهرجن السينما"},
]
JUDGED = [("q1", "n1", 1), ("q2", "n2", 2), ("q2", "n4", 1), ("q3", "n3", 1)]
GROUPS = {"clean": ["clean"], "fuzzy": ["typo"]}


def write_rows(path: Path, rows: list[dict[str, Any]]) -> None:
    """Write one JSON object a line, packed where the name says so."""
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())


def write_collection(
    directory: Path,
    documents: list[dict[str, Any]] | None = None,
    queries: list[dict[str, Any]] | None = None,
    judged: list[tuple[str, str, int]] | None = None,
    groups: dict[str, list[str]] | None = None,
) -> Path:
    """Write the collection above, or what is given of it; an empty part is not written."""
    directory.mkdir(parents=True, exist_ok=True)
    documents, queries = (
        DOCUMENTS if documents is None else documents,
        QUERIES if queries is None else queries,
    )
    judged, groups = JUDGED if judged is None else judged, GROUPS if groups is None else groups
    if documents:
        write_rows(directory / "docs.jsonl.gz", documents)
    write_rows(directory / "queries.jsonl", queries)
    if judged:
        lines = (f"{query}\t0\t{document}\t{grade}\n" for query, document, grade in judged)
        (directory / "qrels.tsv").write_text("".join(lines))
    if groups:
        (directory / "groups.json").write_text(json.dumps(groups))
    return directory
