"""What was done to a story is told from everywhere it is written down, newest first."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.editorial.embargo import break_embargo, set_embargo
from news.publication.kills import kill
from tests import factories
from tests.news.access.support import person
from tests.news.editorial.support import approved_by, fresh
from tests.news.editorial_api.support import BASE, Program, data, problem

pytestmark = pytest.mark.usefixtures("newsroom")


@pytest.fixture
def told() -> tuple[Program, Any]:
    """A story to which everything was done, and who may read it."""
    duty = factories.user("Duty editor")
    page = factories.article("له تاريخ", kind="brief")
    set_embargo(page, until=None, by=duty, note="الشركة")
    break_embargo(page, reason="نشرته الوكالات", by=duty)
    approved_by(page, duty)
    kill(fresh(page), notice="سُحب", reason="ثبت خطؤه", by=duty)
    return Program(duty), page


def test_all_of_it_is_told_newest_first(told: tuple[Program, Any]) -> None:
    program, page = told
    entries = data(program.get(f"audit/?article={page.uuid}&limit=100", Accept_Language="en"))
    moments = [entry["at"] for entry in entries]
    assert moments == sorted(moments, reverse=True)
    assert {entry["source"] for entry in entries} == {"log", "approval", "publication", "embargo", "kill"}
    actions = {(entry["source"], entry["action"]) for entry in entries}
    assert {
        ("log", "nashra.embargo.set"), ("log", "wagtail.workflow.start"), ("approval", "final"),
        ("publication", "published"), ("publication", "killed"), ("log", "nashra.kill"),
    } <= actions  # fmt: skip
    final = next(entry for entry in entries if entry["action"] == "final")
    assert (final["by"], final["message"]) == (program.user.get_username(), "Final approval")
    ended = next(entry for entry in entries if entry["source"] == "embargo")["data"]
    assert (ended["reason"], ended["note"]) == ("نشرته الوكالات", "الشركة")


def test_pages_of_it_miss_nothing_and_take_the_same_queries(told: tuple[Program, Any]) -> None:
    program, page = told
    whole = [one["id"] for one in data(program.get(f"audit/?article={page.uuid}&limit=100"))]
    following, seen, counts = f"{BASE}audit/?article={page.uuid}&limit=2", [], set()
    while following:
        with CaptureQueriesContext(connection) as caught:
            answer = program.get(following)
        counts.add(len(caught))
        seen += [one["id"] for one in data(answer)]
        following = answer.json()["links"]["next"]
    assert seen == whole
    assert len(set(seen)) == len(seen) > 8
    assert max(counts) - min(counts) <= 1


def test_who_may_not_know_it_or_has_no_scope_is_told_nothing(told: tuple[Program, Any]) -> None:
    program, page = told
    problem(Program(person("stranger")).get(f"audit/?article={page.uuid}"), 404, "not_found")
    problem(Program(program.user, "read").get(f"audit/?article={page.uuid}"), 403, "scope")
    for wrong in ("", "?article=x", f"?article={page.uuid}&cursor=x", f"?article={page.uuid}&cursor=W10"):
        problem(program.get(f"audit/{wrong}"), 400, "invalid_parameters")
