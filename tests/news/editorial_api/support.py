"""Asks the editorial API as programs and browsers do."""

from typing import Any

from django.core.cache import cache
from django.test import Client

from news.access.scopes import Scope
from tests.news.access.support import token_of

BASE = "/api/editorial/v1/"


class Program:
    """A program with a token of `user`, for every scope unless some are named."""

    def __init__(self, user: Any, *scopes: str) -> None:
        cache.clear()
        self.user = user
        self.secret = token_of(user, *(scopes or Scope.values))[1]
        self.client = Client()

    def ask(self, method: str, address: str, body: Any = None, **headers: str) -> Any:
        """The answer to a request; header names are written with underscores."""
        given = {name.replace("_", "-"): text for name, text in headers.items()}
        options: dict[str, Any] = {"headers": {"Authorization": f"Bearer {self.secret}", **given}}
        if body is not None:
            options |= {"data": body, "content_type": "application/json"}
        url = address if address.startswith("/") else BASE + address
        return getattr(self.client, method)(url, **options)

    def get(self, address: str, **headers: str) -> Any:
        """The answer to a GET."""
        return self.ask("get", address, **headers)

    def post(self, address: str, body: Any = None, **headers: str) -> Any:
        """The answer to a POST of JSON."""
        return self.ask("post", address, {} if body is None else body, **headers)

    def patch(self, address: str, body: Any, **headers: str) -> Any:
        """The answer to a PATCH of JSON."""
        return self.ask("patch", address, body, **headers)

    def act(self, page: Any, name: str, body: Any = None, **headers: str) -> Any:
        """The answer to an action on a story."""
        return self.post(f"articles/{page.uuid}/actions/{name}/", body, **headers)


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The problem that an answer is."""
    assert answer.status_code == status, answer.content.decode()
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store, private"
    found: dict[str, Any] = answer.json()
    assert (found["code"], found["status"]) == (code, status)
    return found


def data(answer: Any, status: int = 200) -> Any:
    """What an answer tells."""
    assert answer.status_code == status, answer.content.decode()
    assert answer["Cache-Control"] == "no-store, private"
    return answer.json()["data"]


def pointers(answer: Any) -> list[str]:
    """Where a body was refused."""
    return [one["pointer"] for one in problem(answer, 422, "invalid")["errors"]]
