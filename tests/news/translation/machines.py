"""Machine translators for tests: a real HTTP service with a mind of its own, and classes beside it."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from news.translation.machine.base import Translator
from tests import services
from tests.services import Answer, running

BASE = "tests.news.translation.machines."


class Service(services.Service):
    """Answers like LibreTranslate, or as `answer` says; keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(translating(upper))


@contextmanager
def service() -> Iterator[Service]:
    """A service that runs for as long as the block does."""
    with running(Service()) as server:
        yield server


def upper(text: str) -> str:
    """A translation: what it is of stays visible, and so do its marks."""
    return text.replace("<p>", "<p>EN ", 1) if text.startswith("<p>") else f"EN {text}"


def translating(one: Callable[[str], str]) -> Answer:
    """Answers with each text as `one` translates it."""

    def answer(question: dict[str, Any]) -> tuple[int, bytes]:
        return 200, json.dumps({"translatedText": [one(text) for text in question["q"]]}).encode()

    return answer


def saying(status: int, body: bytes = b"{}") -> Answer:
    """Answers so, whatever is asked."""
    return lambda question: (status, body)


class Plain(Translator):
    """A translator that asks nobody; `meanwhile` is what happens while it works."""

    meanwhile: Callable[[], object] = staticmethod(lambda: None)
    asked: list[str] = []

    def translate(self, texts: Sequence[str], source_locale: str, target_locale: str) -> list[str]:
        """Each text with the languages before it."""
        assert not connection.in_atomic_block
        type(self).asked = list(texts)
        type(self).meanwhile()
        return [upper(text) for text in texts]


class Faulty(Translator):
    """A translator with a fault of its own."""

    def translate(self, texts: Sequence[str], source_locale: str, target_locale: str) -> list[str]:
        """Fails."""
        raise RuntimeError("a fault")
