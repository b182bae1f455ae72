"""The editorial API tells of drafts, their states and what may be done with them, to who may know."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from wagtail.users.models import UserProfile

from news.editorial.assignments import assign
from news.editorial.fingerprint import fingerprint
from news.editorial.models import Assignment
from news.editorial.refusals import Refused
from news.models import ArticlePage
from news.publication.desk.registry import ACTIONS, offered
from news.publication.states import states
from tests import factories
from tests.news.access.support import enrolled, person
from tests.news.admin.crowd import bulk_pages
from tests.news.editorial.support import approved_by, fresh, submit
from tests.news.editorial_api.support import BASE, Program, data, problem

pytestmark = pytest.mark.usefixtures("newsroom")


MOST_QUERIES = 60


def ids(answer: Any) -> list[str]:
    return [card["id"] for card in data(answer)]


def test_nobody_and_readers_addresses_are_told_nothing() -> None:
    answer = Client().get(f"{BASE}articles/")
    problem(answer, 401, "not_authenticated")
    assert answer["WWW-Authenticate"].startswith("Bearer")
    found = problem(Program(factories.user("Reporter"), "write").get("articles/"), 403, "scope")
    assert found["scope"] == "read"


def test_a_session_counts_once_all_of_it_was_shown(settings: Any) -> None:
    editor = factories.user("Duty editor")
    browser = Client()
    browser.force_login(editor)
    assert browser.get(f"{BASE}articles/").status_code == 200
    enrolled(editor)
    settings.TWO_FACTOR = True
    problem(browser.get(f"{BASE}articles/"), 401, "not_authenticated")


def test_the_detail_is_the_draft_with_its_states_and_actions() -> None:
    desk = factories.user("Desk editor")
    image, author, topic = factories.image(), factories.author(), factories.topic()
    page = factories.published("مكتوب", lead_image=image, bylines=[author], topics=[topic], tags=["موانئ"])
    draft = page.get_latest_revision_as_object()
    draft.title = "عنوان لم يُنشر"
    draft.save_revision(user=desk)
    answer = Program(desk).get(f"articles/{page.uuid}/", Accept_Language="en")
    told = data(answer)
    assert (told["title"], told["state"]) == ("عنوان لم يُنشر", {"editorial": "draft", "public": "live"})
    assert told["lead_image"]["id"] == image.pk
    assert [one["id"] for one in told["authors"]] == [str(author.uuid)]
    assert [one["name"] for one in told["topics"]] == [topic.name]
    assert told["tags"] == ["موانئ"]
    assert told["body"] == list(page.body.get_prep_value())
    assert told["saved_by"] == desk.get_username()
    content = fresh(page).get_latest_revision_as_object()
    assert answer["ETag"] == f'"{fingerprint(content)}"'
    assert [one["name"] for one in told["actions"]] == list(ACTIONS)
    for one in told["actions"]:
        refusal = offered(fresh(page), desk)[one["name"]]
        assert one["allowed"] == (refusal is None)
        assert (one["refusal"] or {}).get("code") == (refusal.code if refusal else None)
        assert one["scope"]
    publish = next(one for one in told["actions"] if one["name"] == "publish")
    assert publish["refusal"]["message"] == "You have no right to do this here."


def test_refusals_are_in_the_language_asked_for_or_of_the_account() -> None:
    reporter = factories.user("Reporter")
    page = factories.article("خبر")
    program = Program(reporter)

    def said(**headers: str) -> str:
        told = data(program.get(f"articles/{page.uuid}/", **headers))
        return next(one["refusal"]["message"] for one in told["actions"] if one["name"] == "publish")

    in_each = {}
    for code in ("ar", "en", "fr", "tr"):
        with override(code):
            in_each[code] = Refused("not_allowed").message
    assert len(set(in_each.values())) == 4
    assert said() == in_each["ar"]
    assert said(Accept_Language="tr-TR,ar;q=0.5") == in_each["tr"]
    assert said(Accept_Language="zh, fr;q=0.5") == in_each["fr"]
    profile = UserProfile.get_for_user(reporter)
    profile.preferred_language = "en"
    profile.save()
    assert said() == "You have no right to do this here."


def test_who_may_not_know_a_story_is_told_that_there_is_none() -> None:
    page = factories.article("سر")
    stranger = Program(person("stranger"))
    problem(stranger.get(f"articles/{page.uuid}/"), 404, "not_found")
    assert ids(stranger.get("articles/")) == []
    problem(Program(factories.user("Reporter")).get("articles/" + "0" * 8 + "/"), 404, "not_found")


def test_filters_choose_what_the_states_say() -> None:
    desk, duty = factories.user("Desk editor"), factories.user("Duty editor")
    factories.section("عام")  # where stories stand that name no section
    sport = factories.section("رياضة")
    football = factories.section("كرة القدم", parent=sport)
    plain = factories.article("مسودة", parent=football)
    waiting = factories.article("قيد المراجعة")
    submit(waiting, factories.user("Reporter"))
    ready = factories.article("جاهز", kind="brief")
    approved_by(ready, duty)
    live = factories.published("منشور")
    english = factories.translation(live, "en", "Published")
    program = Program(desk)
    everything = [plain, waiting, ready, live, english]
    assert ids(program.get("articles/")) == [str(page.uuid) for page in everything[::-1]]
    found = states(ArticlePage.objects.all())
    for axis in ("editorial", "public"):
        by_state: dict[str, set[str]] = {}
        for page in everything:
            by_state.setdefault(getattr(found[page.pk], axis).value, set()).add(str(page.uuid))
        name = "state" if axis == "editorial" else "public"
        for state, wanted in by_state.items():
            assert set(ids(program.get(f"articles/?{name}={state}"))) == wanted, state
    assert ids(program.get(f"articles/?section={sport.uuid}")) == [str(plain.uuid)]
    assert ids(program.get("articles/?section=لا-شيء")) == []
    assert ids(program.get("articles/?locale=en")) == [str(english.uuid)]
    assert ids(program.get("articles/?kind=brief,opinion")) == [str(ready.uuid)]
    assign(plain, assignee=desk, by=duty)
    Assignment.objects.update(due=timezone.now() - timedelta(hours=1))
    for asked, wanted in {
        "assignee=me": [plain], f"assignee={duty.username}": [], "needs=overdue": [plain],
        "needs=overdue,embargoed&assignee=me": [plain], "needs=withheld,breaking": [],
        "assignee=nobody": everything[:0:-1],
    }.items():  # fmt: skip
        assert ids(program.get(f"articles/?{asked}")) == [str(page.uuid) for page in wanted], asked
    for wrong in ("needs=rest", "colour=red", "state=gone", "locale=xx", "limit=101", "cursor=x", "kind=x"):
        problem(program.get(f"articles/?{wrong}"), 400, "invalid_parameters")


def test_a_story_is_told_in_a_bounded_number_of_queries() -> None:
    program = Program(factories.user("Desk editor"))
    alone = factories.article("وحيد", bylines=[factories.author()], topics=[factories.topic()])
    many = factories.article(
        "كثير",
        bylines=[factories.author(f"كاتب {number}") for number in range(20)],
        topics=[factories.topic(f"موضوع {number}") for number in range(20)],
    )
    program.get(f"articles/{alone.uuid}/")
    counts = []
    for page in (alone, many):
        with CaptureQueriesContext(connection) as caught:
            data(program.get(f"articles/{page.uuid}/"))
        counts.append(len(caught))
    # Reading a revision, the library asks after each author and topic whether it is still there.
    assert counts[1] - counts[0] == 2 * 19
    assert counts[0] <= MOST_QUERIES


def test_pages_follow_each_other_without_gap() -> None:
    written = [factories.article() for _ in range(5)]
    program = Program(factories.user("Desk editor"))
    following, seen = f"{BASE}articles/?limit=2", []
    while following:
        answer = program.get(following)
        seen += ids(answer)
        following = answer.json()["links"]["next"]
    assert seen == [str(page.uuid) for page in written[::-1]]


def test_a_list_takes_the_same_queries_however_long() -> None:
    section = factories.section("طويل")
    first = factories.article("الأول", parent=section)
    program = Program(factories.user("Desk editor"))
    program.get("articles/")

    def asked(limit: int) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert data(program.get(f"articles/?limit={limit}&state=draft&public=none"))
        return len(caught)

    alone = asked(1)
    bulk_pages(
        [
            ArticlePage(
                title=f"نسخة {number}", draft_title=f"نسخة {number}", slug=f"n{number}", live=False,
                locale=first.locale, path=f"{section.path}{number + 5:04}", depth=section.depth + 1,
                url_path=f"{section.url_path}n{number}/", content_type=first.content_type,
            )
            for number in range(2000)
        ]
    )  # fmt: skip
    assert len(data(program.get("articles/?limit=100"))) == 100
    assert {asked(1), asked(20), asked(100)} == {alone}
    assert alone <= 25
