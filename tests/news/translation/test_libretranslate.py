"""The class that speaks LibreTranslate's interface, against a service that does everything wrong in turn."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from news.translation.machine import libretranslate
from news.translation.machine.base import MachineFailed, Reason
from news.translation.machine.libretranslate import LibreTranslate
from tests.news.translation.machines import Service, saying, service, translating


@pytest.fixture
def server() -> Iterator[Service]:
    with service() as running:
        yield running


class Hasty(LibreTranslate):
    """As it is, but for who cannot wait."""

    connect, read, whole = 2.0, 0.3, 0.3


def failure(server: Service, *texts: str, key: str = "secret") -> Reason:
    with pytest.raises(MachineFailed) as caught:
        Hasty(server.url, key).translate(texts or ["نص"], "ar", "en")
    assert "secret" not in str(caught.value)
    return caught.value.reason


def test_texts_come_back_in_their_order(server: Service) -> None:
    texts = [f"<p>نص <b>{place}</b></p>" for place in range(120)]
    found = LibreTranslate(f"{server.url}/", "secret").translate(texts, "ar", "en")
    assert found == [text.replace("<p>", "<p>EN ") for text in texts]
    assert server.paths == ["/translate"] * 3
    first = server.asked[0]
    assert {**first, "q": len(first["q"])} == {
        "q": 50, "source": "ar", "target": "en", "format": "html", "api_key": "secret"
    }  # fmt: skip


def test_questions_are_no_longer_than_a_service_takes(server: Service) -> None:
    LibreTranslate(server.url).translate(["x" * 3000, "y" * 3000, "z" * 9000], "ar", "en")
    assert [len(asked["q"]) for asked in server.asked] == [1, 1, 1]
    assert "api_key" not in server.asked[0]
    assert LibreTranslate(server.url).translate([], "ar", "en") == []


REASONS: dict[str, tuple[Any, Reason]] = {
    "quota": (saying(429, b'{"error": "Slowdown: 10 per 1 minute"}'), Reason.QUOTA),
    "no key": (saying(403, b'{"error": "Invalid API key"}'), Reason.UNAVAILABLE),
    "fault": (saying(500, b"oops"), Reason.UNAVAILABLE),
    "away": (saying(503), Reason.UNAVAILABLE),
    "pair": (saying(400, b'{"error": "tlh is not supported"}'), Reason.PAIR),
    "too long": (
        saying(400, b'{"error": "Invalid request: request (9000) exceeds text limit (5000)"}'),
        Reason.TOO_LONG,
    ),
    "far too long": (saying(413), Reason.TOO_LONG),
    "garbage": (saying(200, b"<html>"), Reason.BAD_ANSWER),
    "another shape": (saying(200, b'["x"]'), Reason.BAD_ANSWER),
    "no list": (saying(200, b'{"translatedText": "x"}'), Reason.BAD_ANSWER),
    "no strings": (saying(200, b'{"translatedText": [1]}'), Reason.BAD_ANSWER),
    "nested": (saying(200, b"[" * 100_000), Reason.BAD_ANSWER),
    "wrong count": (saying(200, b'{"translatedText": ["a", "b"]}'), Reason.BAD_ANSWER),
    "empty": (saying(200, b""), Reason.BAD_ANSWER),
    "huge": (saying(200, b" " * (libretranslate.MOST_BYTES + 1)), Reason.BAD_ANSWER),
    "drip": (saying(200, b"drip"), Reason.UNAVAILABLE),
}


@pytest.mark.parametrize("name", REASONS)
def test_whatever_goes_wrong_has_a_reason(server: Service, name: str) -> None:
    server.answer, reason = REASONS[name]
    assert failure(server) == reason
    assert len(server.asked) == 1, "nothing is asked twice"


def test_who_does_not_answer_in_time_is_unavailable(server: Service) -> None:
    def late(question: dict[str, Any]) -> tuple[int, bytes]:
        server.over.wait(5)
        return 200, json.dumps({"translatedText": question["q"]}).encode()

    server.answer = late
    assert failure(server) == Reason.UNAVAILABLE


def test_no_redirect_is_followed(server: Service) -> None:
    with service() as other:
        server.location, server.answer = f"{other.url}/translate", saying(307)
        assert failure(server) == Reason.UNAVAILABLE
        assert other.asked == []


@pytest.mark.parametrize("url", ["", "ftp://x.example", "http://127.0.0.1:9", "http://[", "nonsense"])
def test_an_address_that_leads_nowhere_is_unavailable(url: str) -> None:
    with pytest.raises(MachineFailed) as caught:
        Hasty(url).translate(["x"], "ar", "en")
    assert caught.value.reason == Reason.UNAVAILABLE


def test_the_second_question_failing_fails_all(server: Service) -> None:
    def once(question: dict[str, Any]) -> tuple[int, bytes]:
        server.answer = saying(429)
        return translating(str.upper)(question)

    server.answer = once
    assert failure(server, *["x"] * 51) == Reason.QUOTA
