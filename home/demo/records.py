"""Reading JSON objects field by field, with errors that say which file and which key is wrong."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any


class DemoDataError(ValueError):
    """The demo data is wrong at one key of one file."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        super().__init__(f"{file}: {key}: {problem}")
        self.file = file
        self.key = key


class Record:
    """One JSON object, its file, and the dotted path that leads to it inside the file."""

    def __init__(self, file: str, raw: Any, path: str = "") -> None:
        self.file = file
        self.path = path
        if not isinstance(raw, dict):
            raise DemoDataError(file, path or "(file)", "must be an object")
        self._raw = raw

    def error(self, key: str, problem: str) -> DemoDataError:
        """An error to raise about one key of this object."""
        return DemoDataError(self.file, self._path_to(key), problem)

    def has(self, key: str) -> bool:
        """Whether the object has the key at all."""
        return key in self._raw

    def text(self, key: str) -> str:
        """A string that is not blank."""
        value = self._raw.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, "must be a string with something in it")
        return value

    def choice(self, key: str, choices: Sequence[str]) -> str:
        """A string out of a short list."""
        value = self.text(key)
        if value not in choices:
            raise self.error(key, f"is {value!r}, not one of {', '.join(choices)}")
        return value

    def moment(self, key: str) -> datetime:
        """A moment in ISO 8601 that names its time zone."""
        try:
            value = datetime.fromisoformat(self.text(key))
        except ValueError as error:
            raise self.error(key, "must be a date and time in ISO 8601") from error
        if value.tzinfo is None:
            raise self.error(key, "must name its time zone")
        return value

    def array(self, key: str) -> list[Any]:
        """A list that is not empty."""
        value = self._raw.get(key)
        if not isinstance(value, list) or not value:
            raise self.error(key, "must be a list with something in it")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings, none of them blank."""
        values = self.array(key)
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.error(key, "must be a list of strings with something in them")
        return tuple(values)

    def record(self, key: str) -> "Record":
        """An object inside this one."""
        return Record(self.file, self._raw.get(key), self._path_to(key))

    def records(self, key: str) -> list["Record"]:
        """A list of objects."""
        path = self._path_to(key)
        return [Record(self.file, raw, f"{path}[{number}]") for number, raw in enumerate(self.array(key))]

    def children(self) -> dict[str, "Record"]:
        """Every value of this object as an object of its own."""
        return {key: self.record(key) for key in self._raw}

    def localised(self, key: str, locales: Sequence[str]) -> dict[str, str]:
        """A string for each of these locales, and for no other."""
        words = self.record(key)
        extra = [locale for locale in words._raw if locale not in locales]
        if extra:
            raise self.error(key, f"has words in {', '.join(extra)}, which this text is not in")
        return {locale: words.text(locale) for locale in locales}

    def _path_to(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key
