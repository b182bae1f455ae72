"""Asking for translations over the API, and what it tells of them."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from news.publication.kills import kill
from news.record.documents import rfc3339
from news.translation.models import TranslationRequest
from news.translation.requests import claim
from tests import factories
from tests.news.editorial_api.support import Program, data, problem
from tests.news.publication.support import fresh
from tests.news.translation.support import requested, source, translate
from tests.news.translation.test_requests import narrowed

pytestmark = pytest.mark.usefixtures("newsroom")


def states(program: Program, page: Any) -> dict[str, str]:
    told = data(program.get(f"articles/{page.uuid}/translations/"))
    return {one["locale"]: one["state"] for one in told}


def test_translations_are_asked_for_taken_and_followed() -> None:
    page = source()
    desk, translator = Program(factories.user("Desk editor")), Program(factories.user("Translator"))
    due = rfc3339(timezone.now() + timedelta(hours=4))
    data(desk.act(page, "request-translation", {"locales": ["en", "fr"], "priority": "4", "due": due}))
    assert states(desk, page) == {"en": "requested", "fr": "requested", "tr": "none"}
    told = data(translator.get(f"articles/{page.uuid}/translations/"))[0]
    assert (told["source_id"], told["request"]) == (str(page.uuid), {"priority": "urgent", "due": due})
    assert told["progress"] == {
        "pieces": 4, "untranslated": 4, "machine": 0, "stale": 0, "stale_public": 0,
    }  # fmt: skip
    target = TranslationRequest.objects.order_by("pk").first().translation.page.specific
    data(translator.act(target, "claim"))
    assert states(desk, page)["en"] == "in_progress"
    body = {"title": "The port grows", "standfirst": "A new step."}
    etag = translator.get(f"articles/{target.uuid}/")["ETag"]
    data(translator.patch(f"articles/{target.uuid}/", body, If_Match=etag))
    pieces = data(translator.get(f"articles/{target.uuid}/pieces/"))
    assert [piece["state"] for piece in pieces] == ["current", "current", "untranslated", "untranslated"]
    assert pieces[0]["source_html"] == page.title
    assert data(translator.get(f"articles/{page.uuid}/pieces/")) == []
    problem(translator.act(target, "submit"), 409, "untranslated")
    data(translator.act(target, "decline-translation", {"reason": "لا وقت"}))


def test_what_is_wrong_with_a_request_is_said() -> None:
    page, desk = source(), Program(factories.user("Desk editor"))
    for body in ({}, {"locales": []}, {"locales": "en"}, {"locales": ["xx"]}, {"locales": [1]}):
        problem(desk.act(page, "request-translation", body), 422, "invalid")
    problem(desk.act(page, "request-translation", {"locales": ["en"], "priority": "9"}), 422, "invalid")
    requested(page, "fr")
    problem(desk.act(page, "request-translation", {"locales": ["en", "fr"]}), 409, "requested")
    assert states(desk, page)["en"] == "none", "all of them or none"
    problem(
        Program(factories.user("Reviewer")).act(page, "request-translation", {"locales": ["en"]}),
        403,
        "not_allowed",
    )


def test_a_language_one_may_not_know_of_is_not_told() -> None:
    page = source()
    target = requested(page)
    program = Program(narrowed("Reporter", page.get_parent()))
    assert states(program, page) == dict.fromkeys(("en", "fr", "tr"), "none")
    problem(program.get(f"articles/{target.uuid}/translations/"), 404, "not_found")
    problem(program.get(f"articles/{target.uuid}/pieces/"), 404, "not_found")


def test_what_the_source_says_is_for_who_may_write_the_translation() -> None:
    target = requested(source())
    told = data(Program(factories.user("Reviewer")).get(f"articles/{target.uuid}/pieces/"))
    assert {piece["source_html"] for piece in told} == {""}


def test_what_a_killed_source_said_is_for_nobody() -> None:
    page = source()
    target, translator = requested(page), factories.user("Translator")
    claim(target, by=translator)
    address = f"articles/{target.uuid}/pieces/"
    assert page.title in [piece["source_html"] for piece in data(Program(translator).get(address))]
    kill(page, notice="سُحب.", reason="خطأ", by=None, all_locales=False)
    told = data(Program(translator).get(address))
    assert {piece["source_html"] for piece in told} == {""}
    assert [piece["state"] for piece in told] == ["untranslated"] * 4


def test_stale_translations_are_listed() -> None:
    page = source()
    target = requested(page)
    translate(target)
    factories.publish(fresh(target))
    program = Program(factories.user("Desk editor"))
    assert data(program.get("articles/?needs=stale")) == []
    factories.publish(fresh(page), title="عنوان آخر")
    assert [one["id"] for one in data(program.get("articles/?needs=stale"))] == [str(target.uuid)]
    assert states(program, page)["en"] == "live_stale"
