"""The editorial API's document is committed and true; the API is in the process of the admin alone."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests
from django.test import Client
from django.urls import Resolver404, resolve
from django.urls.resolvers import get_resolver
from jsonschema import Draft202012Validator

from news.api.editorial.openapi import openapi_document
from tests import factories
from tests.news.editorial_api.support import BASE, Program, data, problem

COMMITTED = Path("tests/contract/openapi/editorial.json")
PLANES = (f"{BASE}articles/", f"{BASE}schema/", "/api/preview/v1/")


def validate(component: str, value: Any) -> None:
    """Raises where `value` is not a `component` of the document."""
    document = openapi_document()
    schema = {"$ref": f"#/components/schemas/{component}", "components": document["components"]}
    Draft202012Validator(schema).validate(value)


def test_it_is_the_committed_one() -> None:
    """After a change that is meant: `python manage.py spectacular` as docs/editorial-api.md has it."""
    document = json.loads(json.dumps(openapi_document()))
    assert document == json.loads(COMMITTED.read_text())
    assert document["openapi"].startswith("3.1")


def test_every_operation_is_named_explained_and_documented() -> None:
    text = Path("docs/editorial-api.md").read_text()
    names = []
    for path, operations in openapi_document()["paths"].items():
        assert f"`{path}`" in text
        for described in operations.values():
            names.append(described["operationId"])
            assert described["description"]
            for status, answer in described["responses"].items():
                if int(status) >= 400:
                    shape = answer["content"]["application/problem+json"]["schema"]
                    assert shape == {"$ref": "#/components/schemas/PrivateProblem"}
    assert len(names) == len(set(names)) >= 11


@pytest.mark.parametrize("urlconf", ["cms.delivery_urls", "cms.reading_urls", "cms.search_urls"])
def test_no_process_for_readers_has_it(urlconf: str) -> None:
    for path in PLANES:
        assert resolve(path, urlconf="cms.urls").func.__module__.startswith("news.api.editorial")
        try:
            found = get_resolver(urlconf).resolve(path).func
        except Resolver404:
            continue
        assert not found.__module__.startswith("news.api.editorial")
        assert found.view_class.__name__ == "NothingHere"


@pytest.mark.usefixtures("newsroom")
class TestAnswers:
    def test_they_are_of_the_declared_shapes(self) -> None:
        duty = factories.user("Duty editor")
        program = Program(duty)
        page = factories.published("خبر", lead_image=factories.image(), bylines=[factories.author()])
        validate("DraftAnswer", program.get(f"articles/{page.uuid}/").json())
        validate("CardListAnswer", program.get("articles/").json())
        validate("TakenAnswer", program.act(page, "raise-breaking").json())
        validate("AuditAnswer", program.get(f"audit/?article={page.uuid}").json())
        validate("MadeLinkAnswer", program.post("preview-links/", {"article": str(page.uuid)}).json())
        validate("LinkListAnswer", program.get(f"preview-links/?article={page.uuid}").json())
        draft = {"title": "معًا", "articles": [str(factories.article("مسودة").uuid)]}
        release = program.post("releases/", draft).json()
        validate("ReleaseAnswer", release)
        validate("ReleaseListAnswer", program.get("releases/").json())
        address = f"releases/{release['data']['id']}/actions/"
        validate("PrivateProblem", program.post(f"{address}release/").json())
        validate("ReleaseDoneAnswer", program.post(f"{address}cancel/").json())
        for refused in (
            program.act(page, "publish", {"colour": 1}), program.act(page, "kill"), program.get("x/"),
            program.act(page, "check-breaking"),
        ):  # fmt: skip
            assert refused.status_code >= 400
            validate("PrivateProblem", refused.json())

    def test_the_document_is_for_who_is_let_in(self) -> None:
        problem(Client().get(f"{BASE}schema/"), 401, "not_authenticated")
        answer = Program(factories.user("Reporter")).get("schema/")
        assert answer.json() == json.loads(COMMITTED.read_text())

    def test_a_browser_needs_a_csrf_token_to_change_anything(self) -> None:
        duty, page = factories.user("Duty editor"), factories.article("خبر")
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(duty)
        address = f"{BASE}articles/{page.uuid}/actions/set-embargo/"
        assert browser.get(f"{BASE}articles/{page.uuid}/").status_code == 200
        problem(browser.post(address, {}, content_type="application/json"), 403, "permission_denied")
        browser.get("/admin/account/")
        given = {"X-CSRFToken": browser.cookies["csrftoken"].value}
        data(browser.post(address, {}, content_type="application/json", headers=given))

    def test_it_is_throttled(self, settings: Any) -> None:
        program = Program(factories.user("Reporter"))
        settings.API_RATES = {**settings.API_RATES, "token": "2/minute"}
        assert [program.get("articles/").status_code for _ in range(3)] == [200, 200, 429]
        found = program.get("articles/")
        assert int(found["Retry-After"]) > 0
        problem(found, 429, "throttled")


@pytest.mark.usefixtures("newsroom")
def test_a_program_writes_a_story_over_http(live_server: Any) -> None:
    section = factories.section("اقتصاد")
    reporter = Program(factories.user("Reporter"))
    base = f"{live_server.url}{BASE}"
    with requests.Session() as session:
        session.headers.update({"Authorization": f"Bearer {reporter.secret}", "Accept-Language": "en"})
        begun = session.post(
            f"{base}articles/",
            json={"section": str(section.uuid), "title": "ميناء", "standfirst": "خطوة جديدة"},
            headers={"Idempotency-Key": "first"}, timeout=60,
        )  # fmt: skip
        assert begun.status_code == 201, begun.text
        address = f"{live_server.url}{begun.headers['Location']}"
        lacking = session.post(f"{address}actions/submit/", timeout=60)
        assert (lacking.status_code, lacking.json()["code"]) == (409, "field_required")
        body = [{"type": "paragraph", "value": "<p>نص</p>"}]
        etag = {"If-Match": begun.headers["ETag"]}
        assert session.patch(address, json={"body": body}, headers=etag, timeout=60).ok
        assert session.patch(address, json={"body": body}, headers=etag, timeout=60).status_code == 412
        done = session.post(f"{address}actions/submit/", json={}, timeout=60).json()["data"]
        assert done["article"]["state"] == {"editorial": "desk_review", "public": "none"}
        (waiting,) = session.get(f"{base}articles/?state=desk_review", timeout=60).json()["data"]
        assert waiting["title"] == "ميناء"
