"""Every error is a problem, and says nothing it should not."""

import logging
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from news.http.problems import CONTENT_TYPE, EXPLANATIONS, Problem

MEMBERS = {"type", "title", "status", "detail", "instance", "code", "request_id", "errors"}


def problem_of(response: Any, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status
    assert response["Content-Type"] == CONTENT_TYPE
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Length"] == str(len(response.content))
    assert b"secret" not in response.content
    problem = response.json()
    assert problem.keys() >= MEMBERS
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["type"] == f"/api/v1/docs/#problem-{code}"
    assert problem["request_id"] == response["X-Request-ID"]
    return problem


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("http404", 404, "not_found"),
        ("denied", 403, "permission_denied"),
        ("suspicious", 400, "bad_request"),
        ("unexpected", 500, "server_error"),
        ("anonymous", 401, "not_authenticated"),
        ("wrong-token", 401, "not_authenticated"),
        ("throttled", 429, "throttled"),
        ("parse", 400, "parse_error"),
        ("media", 415, "unsupported_media_type"),
        ("killed", 410, "killed"),
        ("away", 503, "unavailable"),
        ("conflict", 409, "four_eyes"),
    ],
)
def test_whatever_a_view_raises(visitor: Client, name: str, status: int, code: str) -> None:
    response = visitor.get(f"/api/fails/{name}/")
    if name in {"anonymous", "wrong-token"}:
        status = response.status_code  # 403 where no scheme of authentication can challenge
        assert status in {401, 403}
    problem = problem_of(response, status, code)
    assert problem["instance"] == f"/api/fails/{name}/"
    assert problem["title"]
    assert problem["detail"]


def test_what_particular_problems_add(visitor: Client) -> None:
    assert visitor.get("/api/fails/throttled/")["Retry-After"] == "7"
    assert visitor.get("/api/fails/away/")["Retry-After"] == "30"
    assert visitor.get("/api/fails/killed/").json()["notice"] == "حُذف."
    conflict = visitor.get("/api/fails/conflict/").json()
    assert (conflict["title"], conflict["actions"]) == ("Conflict", ["approve"])
    assert conflict["detail"] == "Somebody else must approve this."


def test_an_unexpected_error_is_logged_with_the_request_id(
    visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="news.http.problems"):
        response = visitor.get("/api/fails/unexpected/")
    record = next(record for record in caplog.records if record.name == "news.http.problems")
    assert response["X-Request-ID"] in record.getMessage()
    assert record.exc_info


def test_an_unexpected_error_reaches_error_reporters(client: Client) -> None:
    with pytest.raises(RuntimeError, match="secret password"):
        client.get("/api/fails/unexpected/")


def test_fields_of_a_body_are_named(client: Client) -> None:
    response = client.post(
        "/api/form/", {"title": "عنوان طويل", "blocks": [1, "x"]}, content_type="application/json"
    )
    errors = {(error["field"], error["code"]) for error in problem_of(response, 400, "invalid")["errors"]}
    assert errors == {("title", "max_length"), ("blocks.1", "invalid")}
    problem_of(client.post("/api/form/", "{", content_type="application/json"), 400, "parse_error")
    problem_of(client.post("/api/form/", "x", content_type="text/plain"), 415, "unsupported_media_type")


def test_methods_are_named_where_one_is_refused(client: Client) -> None:
    response = client.get("/api/form/")
    problem_of(response, 405, "method_not_allowed")
    assert response["Allow"] == "POST, OPTIONS"


def test_outside_the_rest_framework_too(visitor: Client) -> None:
    problem_of(visitor.get("/api/broken/"), 500, "server_error")
    problem_of(visitor.get("/api/suspicious/"), 400, "bad_request")
    problem_of(visitor.get("/api/no-such-address/"), 404, "not_found")
    problem_of(visitor.get("/health/no-such-address"), 404, "not_found")
    problem_of(visitor.get("/api/nothing/"), 404, "not_found")


@pytest.mark.parametrize(("path", "status"), [("/broken/", 500), ("/suspicious/", 400), ("/nowhere/", 404)])
def test_people_get_a_page(visitor: Client, path: str, status: int) -> None:
    response = visitor.get(path)
    assert response.status_code == status
    assert response["Content-Type"].startswith("text/html")
    assert b"secret" not in response.content


def test_explanations_do_not_depend_on_the_language_of_the_site(visitor: Client) -> None:
    with translation.override("ar"):
        assert visitor.get("/api/fails/throttled/").json()["detail"] == EXPLANATIONS["throttled"]


def test_a_problem_explains_itself() -> None:
    assert str(Problem(404, "not_found").detail) == EXPLANATIONS["not_found"]
    assert str(Problem(418, "teapot").detail) == "I'm a Teapot"


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("host", ["no host", "foreign.example", "nashra.example:port", "\x00"])
def test_a_host_that_is_not_ours_is_a_problem_too(
    client: Client, settings: Settings, host: str, debug: bool
) -> None:
    settings.DEBUG, settings.ALLOWED_HOSTS = debug, ["nashra.example"]
    problem_of(client.get("/api/request-id/", headers={"Host": host}), 400, "bad_request")
    page = client.get("/nowhere/", headers={"Host": host})
    assert (page.status_code, page["Content-Type"].split(";")[0]) == (400, "text/html")
    assert b"Traceback" not in page.content
    assert client.get("/api/request-id/", headers={"Host": "nashra.example"}).status_code == 200
