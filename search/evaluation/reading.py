"""Reads the files of a judged collection line by line, and says in which line what is wrong."""

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

DOCUMENTS = "docs.jsonl.gz"
QUERIES = "queries.jsonl"
JUDGEMENTS = "qrels.tsv"
GROUPS = "groups.json"


class CollectionError(Exception):
    """A collection cannot be used; says which file and line to correct."""


class Line:
    """One line of a file, by whose place errors are told."""

    def __init__(self, path: Path, number: int, text: str) -> None:
        self.path = path
        self.number = number
        self.text = text

    def refuse(self, what: str) -> NoReturn:
        """Raises CollectionError."""
        raise CollectionError(f"{self.path}, line {self.number}: {what}")

    def row(self) -> dict[str, Any]:
        """The line as a JSON object."""
        try:
            row = json.loads(self.text)
        except ValueError as error:
            self.refuse(f"it is not JSON ({error}).")
        if not isinstance(row, dict):
            self.refuse("it is not a JSON object.")
        return row

    def string(self, row: dict[str, Any], name: str, *, needed: bool = False) -> str:
        """A member that is a string, "" where it is absent or null."""
        value = row.get(name)
        if value is None and not needed:
            return ""
        if not isinstance(value, str) or (needed and not value):
            self.refuse(f"{name!r} must be a string{' that is not empty' if needed else ''}.")
        return value

    def columns(self) -> tuple[str, str, int]:
        """Query, document and grade of a judgement."""
        parts = self.text.split("\t") if "\t" in self.text else self.text.split()
        if len(parts) != 4:
            self.refuse("it must have four columns parted by tabs: query, 0, document, grade.")
        query, _, document, grade = (part.strip() for part in parts)
        if not grade.isascii() or not grade.isdigit():
            self.refuse(f"{grade!r} is no grade: a whole number, 0 for what is no answer.")
        return query, document, int(grade)


def lines(path: Path) -> Iterator[Line]:
    """The lines of a file that say anything. Raises CollectionError where it is missing or broken."""
    number = 0
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            for number, text in enumerate(file, 1):
                if text.strip():
                    yield decoded(path, number, text)
    except FileNotFoundError:
        raise CollectionError(f"There is no file {path}.") from None
    except (OSError, EOFError, zlib.error) as error:
        raise CollectionError(f"{path} cannot be read after line {number} ({error}).") from error


def decoded(path: Path, number: int, text: bytes) -> Line:
    """One line as text."""
    try:
        return Line(path, number, text.decode("utf-8"))
    except UnicodeDecodeError:
        Line(path, number, "").refuse("it is not in UTF-8.")


def groups_in(directory: Path) -> dict[str, tuple[str, ...]] | None:
    """Which types make up each group, None where the collection does not say."""
    path = directory / GROUPS
    if not path.exists():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CollectionError(f"{path} cannot be read ({error}).") from error
    if not isinstance(found, dict) or not all(is_list_of_strings(kinds) for kinds in found.values()):
        raise CollectionError(f"{path} must map the name of each group to a list of types of queries.")
    return {name: tuple(dict.fromkeys(kinds)) for name, kinds in found.items()}


def is_list_of_strings(value: Any) -> bool:
    """Whether it is one."""
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
