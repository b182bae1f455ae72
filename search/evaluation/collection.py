"""A judged collection: documents, questions, and which documents are answers to which question.

A directory holds `docs.jsonl.gz` (`id`, and as far as there are any `title`, `lead`, `body`, `section`,
`date`, `locale`), `queries.jsonl` (`qid`, `type`, `text`, `locale`; `doc` where its neighbours are asked
for), `qrels.tsv` (query, 0, document, grade) and `groups.json` (group to types). Without `groups.json`
every type is a group; without `qrels.tsv` nothing is an answer.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from search.documents import IndexEntry
from search.evaluation.measures import Grades, Plan, plan, right_of
from search.evaluation.reading import (
    DOCUMENTS,
    JUDGEMENTS,
    QUERIES,
    CollectionError,
    Line,
    groups_in,
    lines,
)


@dataclass(frozen=True)
class Question:
    """One query, its type, and the grades of the documents that were judged.

    `document` is the one whose neighbours are asked for.
    """

    id: str
    text: str
    type: str
    locale: str
    document: UUID | None
    grades: Grades

    @property
    def judged(self) -> bool:
        """Whether there is a right answer."""
        return bool(right_of(self.grades))


@dataclass(frozen=True)
class Collection:
    """What is asked, of which documents; `source` is the directory the documents are of."""

    name: str
    source: Path
    entries: tuple[IndexEntry, ...]
    questions: tuple[Question, ...]
    groups: Mapping[str, tuple[str, ...]]

    @property
    def neighbours(self) -> bool:
        """Whether it asks for stories like a story, and not for answers to words."""
        return any(question.document for question in self.questions)

    @property
    def plan(self) -> Plan:
        """How its questions make up figures: neighbours by question, others by type and group."""
        return plan([one.type for one in self.questions], self.groups, pooled=self.neighbours)

    @property
    def latest(self) -> datetime | None:
        """The moment at which it is asked: that of its newest document."""
        return max((entry.published_at for entry in self.entries if entry.published_at), default=None)


def read(directory: Path, locale: str, documents: Path | None = None) -> Collection:
    """The collection in `directory`. Raises CollectionError.

    Without documents of its own it asks about those of `documents`, or else of the largest collection
    beside it that has every document it names. `locale` is that of rows that name none.
    """
    if not directory.is_dir():
        raise CollectionError(f"There is no directory {directory}.")
    queries = list(lines(directory / QUERIES))
    judged = list(lines(directory / JUDGEMENTS)) if (directory / JUDGEMENTS).exists() else []
    source = documents or source_of(directory, names_in(queries, judged))
    entries = tuple(entries_in(source, locale))
    known = {entry.id for entry in entries}
    grades = grades_in(judged, known)
    questions = tuple(questions_in(queries, locale, grades, known))
    if not questions:
        raise CollectionError(f"{directory / QUERIES} has no query.")
    asked = {question.id for question in questions}
    for line in judged:
        if line.columns()[0] not in asked:
            line.refuse(f"there is no query {line.columns()[0]!r} in {QUERIES}.")
    found = groups_in(directory)
    types = dict.fromkeys(question.type for question in questions)
    groups = {kind: (kind,) for kind in types} if found is None else found
    return Collection(directory.resolve().name, source, entries, questions, groups)


def identity(name: str) -> UUID:
    """The UUID that stands for a name: itself where it is one."""
    try:
        return UUID(name)
    except ValueError:
        return uuid5(NAMESPACE_URL, name)


def names_in(queries: list[Line], judged: list[Line]) -> set[UUID]:
    """The documents that questions and judgements name."""
    asked = (line.string(line.row(), "doc") for line in queries)
    return {identity(name) for name in asked if name} | {identity(line.columns()[1]) for line in judged}


def source_of(directory: Path, names: set[UUID]) -> Path:
    """The directory whose documents are asked about. Raises CollectionError where none fits."""
    if (directory / DOCUMENTS).exists():
        return directory
    beside = directory.resolve().parent.glob(f"*/{DOCUMENTS}")
    for path in sorted(beside, key=lambda one: (-one.stat().st_size, one)):
        if names <= {identity(line.string(line.row(), "id", needed=True)) for line in lines(path)}:
            return path.parent
    raise CollectionError(
        f"{directory} has no {DOCUMENTS}, and no directory beside it has every document it names: "
        "say which one to ask about with --documents."
    )


def entries_in(source: Path, locale: str) -> Iterator[IndexEntry]:
    """The documents as entries, sequences in the order of the file."""
    seen: set[UUID] = set()
    for line in lines(source / DOCUMENTS):
        row = line.row()
        name = line.string(row, "id", needed=True)
        if identity(name) in seen:
            line.refuse(f"there is a document {name!r} already.")
        seen.add(identity(name))
        yield entry_in(line, row, locale)


def entry_in(line: Line, row: dict[str, Any], locale: str) -> IndexEntry:
    """One document as an entry."""
    name = line.string(row, "section")
    section = identity(f"section:{name}") if name else None
    return IndexEntry(
        id=identity(row["id"]),
        locale=line.string(row, "locale") or locale,
        sequence=line.number,
        published_at=moment_in(line, row),
        kind="story",
        title=line.string(row, "title"),
        standfirst=line.string(row, "lead"),
        body=line.string(row, "body"),
        section=section,
        sections=(section,) if section else (),
    )


def moment_in(line: Line, row: dict[str, Any]) -> datetime | None:
    """When the document appeared, in UTC where it does not say."""
    if not (text := line.string(row, "date")):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        line.refuse(f"{text!r} is no date.")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def grades_in(judged: list[Line], known: Container[UUID]) -> dict[str, dict[UUID, int]]:
    """The grades of each query's documents."""
    grades: dict[str, dict[UUID, int]] = {}
    for line in judged:
        query, name, grade = line.columns()
        document = identity(name)
        if document not in known:
            line.refuse(f"there is no document {name!r}.")
        if document in grades.setdefault(query, {}):
            line.refuse(f"query {query!r} and document {name!r} were judged already.")
        grades[query][document] = grade
    return grades


def questions_in(
    queries: list[Line], locale: str, grades: Mapping[str, Grades], known: Container[UUID]
) -> Iterator[Question]:
    """The judged queries."""
    seen: set[str] = set()
    for line in queries:
        row = line.row()
        query, name = line.string(row, "qid", needed=True), line.string(row, "doc")
        if query in seen:
            line.refuse(f"there is a query {query!r} already.")
        if name and identity(name) not in known:
            line.refuse(f"there is no document {name!r}.")
        seen.add(query)
        yield Question(
            id=query,
            text=line.string(row, "text"),
            type=line.string(row, "type", needed=True),
            locale=line.string(row, "locale") or locale,
            document=identity(name) if name else None,
            grades=grades.get(query, {}),
        )
