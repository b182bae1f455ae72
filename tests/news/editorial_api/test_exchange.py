"""Files of translations over the editorial API: by the rules of the admin, within the token's scopes."""

from typing import Any

import pytest

from news.editorial.spikes import spike
from tests import factories
from tests.news.editorial_api.support import Program, data, problem
from tests.news.editorial_api.test_contract import validate
from tests.news.publication.support import fresh
from tests.news.translation.exchanging import (
    exported,
    keys,
    put,
    said,
    state_of_things,
    story,
    translated_in,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("newsroom")
XLIFF = "application/xliff+xml"


@pytest.fixture
def program() -> Program:
    return Program(factories.user("Translation editor"))


def export(program: Program, page: Any, **headers: str) -> Any:
    return program.get(f"articles/{page.uuid}/xliff/", **headers)


def send(program: Program, page: Any, file: bytes, kind: str = XLIFF) -> Any:
    address = f"/api/editorial/v1/articles/{page.uuid}/xliff/"
    headers = {"Authorization": f"Bearer {program.secret}", "Accept-Language": "en"}
    return program.client.put(address, file, content_type=kind, headers=headers)


def test_a_file_goes_out_and_comes_back(program: Program) -> None:
    _source, page = story()
    for headers in ({}, {"Accept": XLIFF}, {"Accept": "*/*"}):
        answer = export(program, page, **headers)
        assert (answer.status_code, answer["Content-Type"]) == (200, XLIFF)
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer.content == exported(page)
    before = state_of_things(page)
    assert data(send(program, page, answer.content)) == {"taken": [], "left": [], "saved": False}
    assert state_of_things(page) == before
    heading = keys(page)[1]
    file = translated_in(answer.content, {"title": "The <b>port", heading: "Figures"})
    put(page, 1, {"text": "Numbers", "level": "2"})
    answer = send(program, page, file)
    validate("ReportAnswer", answer.json())
    told = data(answer)
    assert told["saved"] is True
    assert [(line["key"], line["text"], line["refusal"]) for line in told["taken"]] == [
        ("title", "The <b>port", None)
    ]
    (left,) = told["left"]
    assert (left["key"], left["refusal"]["code"]) == (heading, "xliff_changed")
    assert said(page)["title"] == "The &lt;b&gt;port"
    assert fresh(page).latest_revision.user == program.user


def test_files_that_cannot_be_taken_are_refused(program: Program, settings: Any) -> None:
    source, page = story()
    file = translated_in(exported(page), {"title": "The port"})
    before = state_of_things(page)
    for wrong, code in {
        b"<x": "xliff_malformed", b"": "xliff_malformed", b"<!DOCTYPE x><x/>": "xliff_doctype",
        file.replace(b'"en"', b'"tr"'): "xliff_locale", "نص".encode("utf-16"): "xliff_encoding",
    }.items():  # fmt: skip
        found = problem(send(program, page, wrong), 409, code)
        assert found["refusals"][0]["message"] == found["detail"]
    problem(send(program, source, file), 409, "not_a_translation")
    problem(export(program, source), 409, "not_a_translation")
    problem(send(program, page, b"{}", "application/json"), 415, "unsupported_media_type")
    assert program.get(f"articles/{page.uuid}/xliff/?x=1").status_code == 400
    settings.XLIFF_MEGABYTES = 1
    problem(send(program, page, b"x" * (1024 * 1024 + 1)), 413, "too_large")
    assert state_of_things(page) == before


def test_who_may_not_write_it_is_refused(program: Program) -> None:
    _source, page = story()
    file = translated_in(exported(page), {"title": "The port"})
    before = state_of_things(page)
    for role in ("Reporter", "Reviewer", "Legal"):
        other = Program(factories.user(role))
        problem(export(other, page), 403, "not_allowed")
        problem(send(other, page, file), 403, "not_allowed")
    nobody = Program(factories.user("Admin"))
    problem(export(nobody, page), 404, "not_found")
    problem(send(nobody, page, file), 404, "not_found")
    problem(send(Program(program.user, "read"), page, file), 403, "scope")
    problem(export(Program(program.user, "write"), page), 403, "scope")
    spike(fresh(page), reason="لا خبر", by=factories.user("Duty editor"))
    problem(export(program, page), 409, "spiked")
    problem(send(program, page, file), 409, "spiked")
    assert state_of_things(page)[1:] == before[1:]
