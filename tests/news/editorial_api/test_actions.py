"""Every action of the desk over the editorial API: same rules, same refusals, done once under one key."""

from copy import copy
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import WorkflowState

from news.access.scopes import Scope
from news.api.editorial.models import KeptAnswer
from news.api.editorial.scopes import OF_ACTION
from news.editorial.models import Approval, Embargo
from news.publication.desk.registry import ACTIONS
from news.publication.models import Kill
from tests import factories
from tests.news.admin.support import client_for, messages_in
from tests.news.editorial.support import fresh, people, submit
from tests.news.editorial_api.support import BASE, Program, data, pointers, problem
from tests.news.publication.at_once import at_once
from tests.news.publication.support import is_public
from tests.news.record.on_disk import on_disk

__all__ = ["on_disk"]

pytestmark = pytest.mark.usefixtures("newsroom")


def test_every_action_has_a_scope() -> None:
    assert [name for name in ACTIONS if name not in OF_ACTION] == []


def test_a_story_goes_from_draft_to_public() -> None:
    reporter, desk, duty = people()
    page = factories.article("خبر عاجل", user=reporter)
    said = data(Program(reporter).act(page, "submit", Accept_Language="en"))
    assert (said["action"], said["message"]) == ("submit", "It was submitted for review.")
    assert said["article"]["state"]["editorial"] == "desk_review"
    problem(Program(reporter).act(page, "approve"), 409, "not_in_group")
    after = data(Program(desk).act(page, "approve", {"comment": "جيد"}))["article"]["state"]
    while after["editorial"] != "final_approval":
        after = data(Program(desk).act(page, "approve"))["article"]["state"]
    answer = Program(duty).act(page, "approve")
    assert data(answer)["article"]["state"] == {"editorial": "ready", "public": "live"}
    assert answer["ETag"].startswith('"')
    assert is_public(page)


@pytest.mark.parametrize("role", ["Reviewer", "Legal", "Translator"])
def test_who_may_only_comment_does_not_ask_that_a_review_goes_on(role: str) -> None:
    reporter, desk, _duty = people()
    page = factories.article("خبر", user=reporter)
    submit(page, reporter)
    data(Program(desk).act(page, "request-changes", {"comment": "صحح الأرقام"}))
    person = factories.user(role)
    assert Program(person).act(page, "submit").status_code in (403, 404)
    assert fresh(page).current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    data(Program(reporter).act(page, "submit"))


def test_refusals_are_those_of_the_admin() -> None:
    duty = factories.user("Duty editor")
    page = factories.article("نتائج الشركة")
    program, browser = Program(duty), client_for(duty)
    found = problem(program.act(page, "break-embargo", {"reason": "نُشر"}), 409, "embargo_none")
    assert found["refusals"] == [{"code": "embargo_none", "message": found["detail"], "about": ""}]
    address = reverse("newsroom_action", args=[page.pk, "break-embargo"])
    assert messages_in(browser.get(address, follow=True)) == found["detail"]
    several = problem(program.act(page, "publish"), 409, "not_approved")
    assert several["refusals"][0]["code"] == "not_approved"
    yesterday = (timezone.now() - timedelta(days=1)).isoformat()
    problem(program.act(page, "set-embargo", {"until": yesterday}), 409, "embargo_past")
    problem(Program(factories.user("Reporter")).act(page, "publish"), 403, "not_allowed")


def test_a_submission_that_lacks_something_names_all_of_it() -> None:
    reporter = factories.user("Reporter")
    page = factories.article("ناقص", kind="opinion", standfirst="", user=reporter)
    found = problem(Program(reporter).act(page, "submit"), 409, "field_required")
    assert [one["about"] for one in found["refusals"]] == ["standfirst", "bylines"]
    assert fresh(page).current_workflow_state is None


def test_bodies_are_read_strictly() -> None:
    program = Program(factories.user("Duty editor"))
    page = factories.article()
    wrong: list[tuple[str, Any, list[str]]] = [
        ("set-embargo", {"until": "غدًا"}, ["/until"]),
        ("set-embargo", {"until": "2030-01-01"}, ["/until"]),
        ("set-embargo", {"until": "9999-12-31T23:59:59-12:00"}, ["/until"]),
        ("set-embargo", {"until": 5, "colour": "red"}, ["/colour", "/until"]),
        ("kill", {"notice": "\u200f", "reason": "سبب"}, ["/notice"]),
        ("kill", {"notice": "سُحب", "reason": "سبب", "redact": "yes"}, ["/redact"]),
        ("kill", {}, ["/notice", "/reason"]),
        ("kill", [], [""]),
        ("kill", {"notice": "س" * 1001, "reason": "سبب\x00"}, ["/notice", "/reason"]),
    ]
    for name, body, places in wrong:
        assert pointers(program.act(page, name, body)) == places, body
    problem(program.act(page, "kill", "{"), 400, "parse_error")
    problem(program.act(page, "kill", '{"notice": "\\ud800"}'), 400, "parse_error")
    problem(program.act(page, "kill", "[" * 100_000), 400, "parse_error")
    problem(program.act(page, "kill", '"' + "x" * 1024 * 1024 + '"'), 413, "too_large")
    problem(program.act(page, "dance"), 404, "not_found")
    unmeasured = program.client.generic(
        "POST", f"{BASE}articles/{page.uuid}/actions/set-embargo/", b"",
        headers={"Authorization": f"Bearer {program.secret}", "Transfer-Encoding": "chunked"},
    )  # fmt: skip
    problem(unmeasured, 411, "length_required")
    assert not Kill.objects.exists()
    assert not Embargo.objects.exists()


def test_killing_takes_all_languages_unless_told_otherwise() -> None:
    duty = factories.user("Duty editor")
    page = factories.published("خبر كاذب")
    english = factories.publish(factories.translation(page, "en", "A false story"))
    body = {"notice": "سُحب الخبر.", "reason": "ثبت خطؤه"}
    problem(Program(duty, *(set(Scope.values) - {"kill"})).act(page, "kill", body), 403, "scope")
    alone = data(Program(duty).act(english, "kill", {**body, "all_locales": False}))
    assert alone["article"]["state"]["public"] == "killed"
    assert is_public(page)
    data(Program(duty).act(page, "kill", body))
    assert not is_public(page)


def test_a_refused_schedule_leaves_the_draft_as_it_was() -> None:
    program = Program(factories.user("Duty editor"))
    page = factories.article("تحت الحظر")
    Embargo.objects.create(group=page.translation_key)
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    problem(program.act(page, "schedule", {"at": tomorrow}), 409, "embargoed_open")
    assert fresh(page).get_latest_revision_as_object().go_live_at is None


class TestOnce:
    def test_the_same_key_and_request_are_done_once(self) -> None:
        program = Program(factories.user("Duty editor"))
        page = factories.article()
        first = program.act(page, "set-embargo", {"note": "الشركة"}, Idempotency_Key="one")
        second = program.act(page, "set-embargo", {"note": "الشركة"}, Idempotency_Key="one")
        assert data(first) == data(second)
        assert (first["ETag"], second["Idempotency-Replayed"]) == (second["ETag"], "true")
        assert Embargo.objects.count() == 1
        again = program.act(page, "set-embargo", {"note": "أخرى"}, Idempotency_Key="one")
        problem(again, 422, "idempotency_mismatch")
        problem(program.act(page, "break-embargo", {}, Idempotency_Key="one"), 422, "idempotency_mismatch")
        problem(program.act(page, "kill", {}, Idempotency_Key="مفتاح"), 400, "idempotency_key")

    def test_refusals_are_kept_and_other_people_have_other_keys(self) -> None:
        page = factories.article()
        duty = Program(factories.user("Duty editor"))
        first = duty.act(page, "publish", Idempotency_Key="k")
        assert duty.act(page, "publish", Idempotency_Key="k").content == first.content
        problem(
            Program(factories.user("Reporter")).act(page, "publish", Idempotency_Key="k"), 403, "not_allowed"
        )

    def test_it_is_forgotten_after_a_day_and_taken_over_from_the_dead(self) -> None:
        program = Program(factories.user("Duty editor"))
        page = factories.article()
        program.act(page, "publish", Idempotency_Key="k")
        KeptAnswer.objects.update(at=timezone.now() - timedelta(hours=25))
        data(program.act(page, "set-embargo", {}, Idempotency_Key="k"))
        row = KeptAnswer.objects.get()
        KeptAnswer.objects.update(status=None, at=timezone.now() - timedelta(minutes=3))
        problem(program.act(page, "set-embargo", {}, Idempotency_Key="k"), 409, "embargo_shorter")
        row.refresh_from_db()
        assert row.status == 409

    @pytest.mark.usefixtures("on_disk")
    def test_several_at_the_same_moment_do_it_once(self) -> None:
        reporter, desk, _duty = people()
        page = factories.article()
        submit(page, reporter)
        program = Program(desk)
        answers: list[Any] = []

        def approve() -> None:
            asking = copy(program)
            asking.client = Client()
            answers.append(asking.act(page, "approve", {}, Idempotency_Key="at-once"))

        at_once(approve, approve, approve)
        first, *others = [data(answer) for answer in answers]
        assert others == [first, first]
        assert Approval.objects.filter(approved_by=desk).count() == 1
        replayed = [answer.get("Idempotency-Replayed") for answer in answers]
        assert sorted(replayed, key=str) == [None, "true", "true"]
