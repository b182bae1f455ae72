"""The class that asks for vectors over HTTP, against a service that does everything wrong in turn."""

import json
from typing import Any

import numpy as np
import pytest

from search.embedding.base import EmbedderError
from tests.search.embedding.services import DIMENSION, Hasty, Service, rows, saying, vector

SECRET = "geheim"


def client(server: Service, **options: Any) -> Hasty:
    """A client that knows a secret."""
    told = {"url": server.url, "name": "words", "dimension": DIMENSION, "key": SECRET, "patience": 5.0}
    return Hasty(**{**told, **options})


def test_vectors_come_back_in_the_order_of_their_texts(server: Service) -> None:
    texts = [f"نص {place}" for place in range(70)]
    found = client(server, url=f"{server.url}/").passages(texts)
    expected = np.array([vector(text) for text in texts])
    assert np.allclose(found, expected / np.linalg.norm(expected, axis=1, keepdims=True), atol=1e-5)
    assert server.paths == ["/v1/embeddings"] * 3
    assert [len(asked["input"]) for asked in server.asked] == [32, 32, 6]
    assert server.asked[0]["model"] == "words"
    assert client(server).passages([]).shape == (0, DIMENSION)


def test_the_key_is_sent_and_nothing_of_the_environment(
    server: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    client(server).queries(["سؤال"])
    assert server.headers[0]["Authorization"] == f"Bearer {SECRET}"
    client(server, key="").queries(["سؤال"])
    assert "Authorization" not in server.headers[1]


def test_prefixes_are_put_before_texts_and_make_another_model(server: Service) -> None:
    plain = client(server)
    prefixed = client(server, query_prefix="query: ", passage_prefix="passage: ")
    prefixed.queries(["سؤال"])
    prefixed.passages(["نص"])
    assert server.texts == ["query: سؤال", "passage: نص"]
    assert plain.model == f"words.{DIMENSION}"
    assert prefixed.model.startswith(f"{plain.model}.")


def test_long_texts_are_sent_a_few_at_a_time(server: Service) -> None:
    client(server).passages(["x" * 40_000, "y" * 40_000, "z" * 90_000])
    assert [len(asked["input"]) for asked in server.asked] == [1, 1, 1]


SPOILED: dict[str, Any] = {
    "refused": saying(401, json.dumps({"error": SECRET}).encode()),
    "away": saying(503),
    "no JSON": saying(200, b"<html>"),
    "deep JSON": saying(200, b"[" * 100_000),
    "no vectors": saying(200, b'{"data": []}'),
    "a vector twice": saying(
        200, b'{"data": [{"index": 0, "embedding": [1]}, {"index": 0, "embedding": [1]}]}'
    ),
    "too short": saying(200, rows([[1.0, 2.0]])),
    "words": saying(200, rows([["a"] * DIMENSION])),  # type: ignore[list-item]  # the fault itself
    "not finite": saying(200, b'{"data": [{"index": 0, "embedding": [' + b"1e999," * 63 + b"1]}]}"),
    "nothing": saying(200, rows([[0.0] * DIMENSION])),
    "too large": saying(200, b" " * 1_000_000),
    "too slow": saying(200, b"drip"),
}


@pytest.mark.parametrize("fault", SPOILED)
def test_a_spoiled_answer_is_refused_and_says_no_secret(server: Service, fault: str) -> None:
    server.answer = SPOILED[fault]
    with pytest.raises(EmbedderError) as caught:
        client(server).passages(["نص"])
    assert SECRET not in str(caught.value)
    with pytest.raises(EmbedderError):
        client(server, patience=0.3).queries(["سؤال"])


def test_what_may_pass_is_asked_again_but_not_while_a_reader_waits(server: Service) -> None:
    server.answer = saying(429)
    with pytest.raises(EmbedderError):
        client(server).passages(["نص"])
    assert len(server.asked) == 2
    with pytest.raises(EmbedderError):
        client(server).queries(["سؤال"])
    assert len(server.asked) == 3
    server.answer = saying(400)
    with pytest.raises(EmbedderError):
        client(server).passages(["نص"])
    assert len(server.asked) == 4


def test_no_redirect_is_followed(server: Service) -> None:
    server.location, server.answer = f"{server.url}/elsewhere", saying(307)
    with pytest.raises(EmbedderError):
        client(server).queries(["سؤال"])
    assert server.paths == ["/v1/embeddings"]


def test_a_service_that_is_not_there_is_an_error_of_ours() -> None:
    nobody = Hasty(url="http://127.0.0.1:9/v1", name="words", dimension=DIMENSION)
    with pytest.raises(EmbedderError):
        nobody.queries(["سؤال"])
