"""Every request has an id: in the logs always, in answers that are nobody else's."""

import logging

import pytest
from django.test import Client

from news.http.request_id import RequestIdFilter, current_request_id


def test_one_is_made(client: Client) -> None:
    first, second = (client.get("/api/request-id/") for _ in range(2))
    assert len(first.content) == 32
    assert first.content != second.content
    assert first["X-Request-ID"] == first.content.decode()
    assert current_request_id() == ""


@pytest.mark.parametrize("given", ["edge-7f3a.0001", "a" * 64, "018f3c52-7a1e-4d0b-9c57-2f6f0f5b7a11"])
def test_a_well_formed_one_is_kept(client: Client, given: str) -> None:
    assert client.get("/api/request-id/", headers={"X-Request-ID": given}).content.decode() == given


@pytest.mark.parametrize(
    "given", ["", "short", "a" * 65, "two words", "معرّف-الطلب", "a;b=c;d=e", "id\nforged-line"]
)
def test_anything_else_is_replaced(client: Client, given: str) -> None:
    answered = client.get("/api/request-id/", headers={"X-Request-ID": given}).content.decode()
    assert answered != given
    assert len(answered) == 32


def test_shared_answers_do_not_name_it(client: Client) -> None:
    assert "X-Request-ID" not in client.get("/api/answers/", headers={"X-Request-ID": "edge-7f3a.0001"})
    assert client.get("/api/nothing/", headers={"X-Request-ID": "edge-7f3a.0001"})["X-Request-ID"]


def test_log_records_carry_it(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    carrier = RequestIdFilter()
    caplog.handler.addFilter(carrier)
    try:
        visitor.get("/api/broken/", headers={"X-Request-ID": "edge-7f3a.0001"})
    finally:
        caplog.handler.removeFilter(carrier)
    assert "edge-7f3a.0001" in {vars(record)["request_id"] for record in caplog.records}
    outside = logging.makeLogRecord({})
    assert carrier.filter(outside)
    assert vars(outside)["request_id"] == "-"
