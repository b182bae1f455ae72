"""The editorial API tells of the glossary to who may read it, and changes nothing of it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.translation.models import Term
from tests import factories
from tests.news.editorial_api.support import Program, data, problem

pytestmark = pytest.mark.usefixtures("newsroom")


def texts(answer: Any) -> list[str]:
    return [term["forms"][0]["text"] for term in data(answer)]


def test_it_lists_terms_with_their_forms() -> None:
    term = factories.term(
        "place", ar="ميناء", en="port", discouraged={"en": "haven\nharbour"}, note="لا اختصار"
    )
    (told,) = data(Program(factories.user("Translator")).get("glossary/"))
    assert told == {
        "id": term.pk,
        "kind": "place",
        "forms": [
            {"locale": "ar", "text": "ميناء", "discouraged": [], "note": "لا اختصار"},
            {"locale": "en", "text": "port", "discouraged": ["haven", "harbour"], "note": "لا اختصار"},
        ],
    }


def test_it_is_asked_by_words_and_by_language() -> None:
    program = Program(factories.user("Translation editor"))
    factories.term(ar="الأمم المتحدة", en="United Nations")
    factories.term(ar="إسطنبول", tr="İstanbul")
    assert texts(program.get("glossary/")) == ["إسطنبول", "الأمم المتحدة"]
    assert texts(program.get("glossary/?q=الامم")) == ["الأمم المتحدة"]
    assert texts(program.get("glossary/?q=istanbul&locale=tr")) == ["إسطنبول"]
    assert texts(program.get("glossary/?locale=fr")) == []
    for wrong in ("locale=xx", "q=", "colour=1", "limit=0"):
        problem(program.get(f"glossary/?{wrong}"), 400, "invalid_parameters")


def test_it_goes_on_page_by_page_with_the_same_queries() -> None:
    program = Program(factories.user("Translator"))
    for number in range(25):
        factories.term(ar=f"مصطلح{number}", en=f"term {number}")
    found, address = [], "glossary/?limit=10"
    while address:
        answer = program.get(address)
        found += texts(answer)
        address = answer.json()["links"]["next"]
    assert found == [f"مصطلح{number}" for number in reversed(range(25))]

    def queries(limit: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            program.get(f"glossary/?limit={limit}")
        return len(captured)

    assert queries(25) == queries(2)


@pytest.mark.parametrize("role", ["Reporter", "Copy editor", "Legal", "Reviewer", "Admin"])
def test_others_are_told_nothing(role: str) -> None:
    factories.term(ar="ميناء")
    problem(Program(factories.user(role)).get("glossary/"), 403, "not_allowed")


def test_a_token_reads_it_by_its_scope_and_nobody_writes() -> None:
    problem(Program(factories.user("Translator"), "write").get("glossary/"), 403, "scope")
    answer = Program(factories.user("Translation editor")).post("glossary/", {"kind": "place"})
    assert answer.status_code == 403
    assert not Term.objects.exists()
