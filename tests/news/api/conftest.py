"""What tests of the delivery API share: its addresses, and a client that reads JSON."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

BASE = "/api/v1/"
Get = Callable[..., Any]


@pytest.fixture(autouse=True)
def _delivery_addresses(settings: Settings, db: None) -> None:
    settings.ROOT_URLCONF = "cms.delivery_urls"


@pytest.fixture
def get(client: Client) -> Get:
    """Asks the delivery API: `get("articles/", section="...", headers={...})`."""

    def ask(address: str, headers: dict[str, str] | None = None, **parameters: Any) -> Any:
        return client.get(BASE + address, parameters, headers=headers)

    return ask


def ids(response: Any) -> list[str]:
    """The ids a list answered, in its order."""
    assert response.status_code == 200, response.content
    return [card["id"] for card in response.json()["data"]]


def pages(client: Client, address: str, step: str = "next") -> Iterator[list[dict[str, Any]]]:
    """The data of each page, following `links`."""
    following: str | None = address
    while following:
        answer = client.get(following).json()
        yield answer["data"]
        following = answer["links"][step]


def refusal(response: Any, status: int, code: str) -> dict[str, Any]:
    """The problem `response` is, after checking that it is one."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    problem = response.json()
    assert problem["status"] == status
    assert problem["code"] == code
    assert problem["request_id"] == response["X-Request-ID"]
    return problem


def faults(response: Any) -> set[tuple[str, str]]:
    """Each refused parameter with the code of its fault."""
    problem = refusal(response, 400, "invalid_parameters")
    return {(error["parameter"], error["code"]) for error in problem["errors"]}
