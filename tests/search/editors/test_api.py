"""The editorial API explains searches and finds what is public beside drafts, for who may edit stories."""

import logging
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import Settings

from news.publication.kills import kill
from tests import factories
from tests.news.editorial_api.support import Program, data, pointers, problem
from tests.news.editorial_api.test_contract import validate
from tests.search.editors.support import FLOOD, archive, follow, stranger_to_all, told

pytestmark = pytest.mark.usefixtures("newsroom", "search_index")


def ids(found: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in found]


def program(role: str = "Desk editor", *scopes: str) -> Program:
    return Program(factories.user(role), *scopes)


def test_beside_a_draft_stand_duplicates_background_and_translations() -> None:
    rows = archive()
    flood = rows["flood"]
    english = factories.publish(factories.translation(flood, "en", "Floods in Sudan"))
    follow()
    answer = program().post("related-suggestions/", {"title": "سنار تغرق", "text": FLOOD})
    found = data(answer)
    validate("SuggestionsAnswer", answer.json())
    (same,) = found["duplicates"]
    assert (same["id"], same["page"]) == (str(flood.uuid), flood.pk)
    assert same["likeness"] > 0.9
    assert ids(same["translations"]) == [str(english.uuid)]
    assert ids(found["background"]) == [str(rows["river"].uuid)]
    assert found["translations"] == []
    own = data(
        program().post("related-suggestions/", {"title": "سنار", "text": FLOOD, "article": str(flood.uuid)})
    )
    assert own["duplicates"] == []
    assert ids(own["translations"]) == [str(english.uuid)]


def test_drafts_are_compared_with_nothing_but_what_is_public() -> None:
    archive()
    factories.article("فيضانات السودان", body=[("paragraph", f"<p>{FLOOD} سر</p>")])
    found = data(program().post("related-suggestions/", {"title": "سنار تغرق", "text": FLOOD}))
    assert len(found["duplicates"]) == 1


def test_a_draft_is_in_no_log_even_where_the_engine_is_away(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    archive()
    caplog.set_level(logging.DEBUG)
    body = {"title": "سرية للغاية", "text": FLOOD}
    data(program().post("related-suggestions/", body))
    options = {"hosts": ["http://localhost:9"], "prefix": "away"}
    settings.SEARCH = {"ENGINE": "search.engines.elasticsearch.ElasticsearchEngine", "OPTIONS": options}
    answer = program().post("related-suggestions/", body)
    problem(answer, 503, "unavailable")
    assert int(answer["Retry-After"]) > 0
    problem(program().get("search/explain/?q=النيل"), 503, "unavailable")
    assert caplog.records
    assert not [one for one in caplog.records if "سرية" in one.getMessage() or "سنجة" in one.getMessage()]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"title": "م" * 256}, "/title"),
        ({"text": 5 * ["x"]}, "/text"),
        ({"article": "x"}, "/article"),
        ({"section": str(uuid4())}, "/section"),
        ({"locale": "xx"}, "/locale"),
        ({"colour": 1}, "/colour"),
    ],
)
def test_what_is_malformed_is_refused_by_name(body: dict[str, Any], pointer: str) -> None:
    assert pointers(program().post("related-suggestions/", body)) == [pointer]


def test_a_place_decides_the_language_and_who_may_write_there() -> None:
    archive()
    section = factories.section("World", locale="en")
    body = {"title": "فيضانات السودان تغمر قرى سنار", "text": FLOOD}
    found = data(program().post("related-suggestions/", {**body, "section": str(section.uuid)}))
    assert found["duplicates"] == []
    draft = factories.article("لغيري", user=factories.user("Reporter"))
    reporter = program("Reporter")
    problem(reporter.post("related-suggestions/", {**body, "article": str(draft.uuid)}), 403, "not_allowed")
    problem(program().post("related-suggestions/", {**body, "article": str(uuid4())}), 404, "not_found")
    assert len(data(reporter.post("related-suggestions/", body))["duplicates"]) == 1


@pytest.mark.parametrize("role", ["Legal", "Reviewer", "Service account", "Admin"])
def test_who_edits_no_story_is_refused(role: str) -> None:
    for answer in (
        program(role).post("related-suggestions/", {"title": "خبر"}),
        program(role).get("search/explain/?q=خبر"),
    ):
        assert answer.status_code in (401, 403)


def test_a_token_needs_the_scope_to_read() -> None:
    problem(program("Desk editor", "write").post("related-suggestions/", {}), 403, "scope")
    problem(program("Desk editor", "write").get("search/explain/?q=خبر"), 403, "scope")


def test_a_question_is_explained_word_by_word() -> None:
    rows = archive()
    answer = program().get(f"search/explain/?q=فيضان النيل في باريس&story={rows['river'].uuid}")
    found = data(answer)
    validate("ExplainedAnswer", answer.json())
    assert {one["id"] for one in found["results"]} == {str(rows[name].uuid) for name in ("flood", "river")}
    words = {word["word"]: word["match"] for word in found["results"][0]["words"] if word["match"] != "pair"}
    assert words == {"فيضان": "letters", "النيل": "word", "في": "stop", "باريس": "none"}
    assert found["story"]["reason"] == "found"
    assert found["story"]["missing"] == ["فيضان", "باريس"]
    assert str(found["story"]["place"]) in found["story"]["message"]


def test_the_state_of_a_story_is_told_to_who_may_know_of_it() -> None:
    archive()
    draft = factories.article("مسودة", user=factories.user("Reporter"))
    found = data(program().get(f"search/explain/?q=مسودة&story={draft.uuid}", Accept_Language="en"))
    assert found["story"]["reason"] == "not_public"
    assert {"Not public yet", "Draft"} <= set(found["story"]["details"])
    stranger = Program(stranger_to_all())
    answer = stranger.get(f"search/explain/?q=مسودة&story={draft.uuid}")
    unknown = stranger.get(f"search/explain/?q=مسودة&story={uuid4()}")
    assert problem(answer, 404, "not_found")["detail"] == problem(unknown, 404, "not_found")["detail"]


def test_a_public_story_is_explained_to_whoever_edits_anything() -> None:
    rows = archive()
    stranger = Program(stranger_to_all())
    found = data(stranger.get(f"search/explain/?q=النيل&story={rows['oil'].uuid}"))
    assert found["story"]["reason"] == "no_match"


def test_a_killed_story_is_said_to_be_killed() -> None:
    rows = archive()
    kill(rows["oil"], by=factories.user("Duty editor"), reason="خطأ", notice="سُحب")
    follow()
    asked = f"search/explain/?q=النفط&story={rows['oil'].uuid}"
    found = data(program().get(asked, Accept_Language="en"))
    assert found["results"] == []
    assert "Killed" in found["story"]["details"]


def test_wrong_parameters_are_refused() -> None:
    for wrong in ("", "q=", "q=خبر&story=5", "q=خبر&locale=xx", "q=خبر&colour=1"):
        problem(program().get(f"search/explain/?{wrong}"), 400, "invalid_parameters")


def test_a_story_that_is_only_told_again_has_its_own_words_there() -> None:
    archive()
    told("خبر آخر", "نص قصير")
    follow()
    assert data(program().post("related-suggestions/", {"title": "خبر", "text": ""}))["enough"] is False
