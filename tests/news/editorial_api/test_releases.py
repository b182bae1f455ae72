"""Releases over the editorial API: put together, changed, started once, and told of to who may know."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import GroupPagePermission, PageLogEntry

from news.editorial.gathering import schedule
from news.editorial.models import Release, ReleaseItem
from news.editorial.newsroom import set_up_desk
from news.editorial.releases import waits_in
from news.editorial.roles import DESK_ROLES, DUTY_EDITOR
from news.publication.schedule import Clock
from news.record.documents import rfc3339
from tests import factories
from tests.news.editorial_api.support import Program, data, pointers, problem
from tests.news.publication.releases import in_two_languages, public_among, ready, release_of
from tests.news.publication.support import events, is_public

pytestmark = pytest.mark.usefixtures("newsroom")


@pytest.fixture
def duty(newsroom: None) -> Program:
    return Program(factories.user("Duty editor"))


def begin(program: Program, *pages: Any, **more: Any) -> dict[str, Any]:
    sent = {"title": "معًا", "articles": [str(page.uuid) for page in pages], **more}
    found: dict[str, Any] = data(program.post("releases/", sent), 201)
    return found


def ids(told: dict[str, Any]) -> set[str]:
    return {one["id"] for one in told["articles"]}


def test_a_release_is_begun_changed_and_started(duty: Program) -> None:
    arabic, english = in_two_languages()
    other = ready("خبر آخر")
    answer = duty.post("releases/", {"title": "معًا", "articles": [str(arabic.uuid)]})
    told = data(answer, 201)
    address = f"releases/{told['id']}/"
    assert answer["Location"].endswith(address)
    assert (told["state"], told["made_by"]) == ("open", duty.user.get_username())
    both = {"articles": [str(english.uuid), str(other.uuid)]}
    assert ids(data(duty.patch(address, both))) == {str(english.uuid), str(other.uuid)}
    assert waits_in(arabic) is None
    data(duty.patch(address, {"title": "عنوان آخر", "articles": [str(english.uuid), str(arabic.uuid)]}))
    assert data(duty.get(f"articles/{arabic.uuid}/"))["release"] == {"id": told["id"], "title": "عنوان آخر"}
    problem(duty.act(arabic, "publish"), 409, "in_release")
    done = data(duty.post(f"{address}actions/release/"))
    assert (done["action"], done["release"]["state"]) == ("release", "released")
    assert public_among((arabic, english)) == 2
    assert not is_public(other)
    problem(duty.post(f"{address}actions/release/"), 409, "release_over")
    problem(duty.patch(address, {"title": "متأخر"}), 409, "release_over")
    assert data(duty.get(f"articles/{arabic.uuid}/"))["release"] is None


def test_what_holds_it_back_is_told_by_story_before_and_when_it_does(duty: Program) -> None:
    good, bad = ready("جاهز"), factories.article("مسودة", standfirst="")
    told = begin(duty, good, bad)
    found = {one["id"]: [refusal["code"] for refusal in one["refusals"]] for one in told["articles"]}
    assert found == {str(good.uuid): [], str(bad.uuid): ["not_approved", "field_required"]}
    refused = problem(duty.post(f"releases/{told['id']}/actions/release/"), 409, "release_held")
    assert [(one["code"], one["article"]) for one in refused["refusals"]] == [
        ("not_approved", str(bad.uuid)), ("field_required", str(bad.uuid)),
    ]  # fmt: skip
    assert public_among((good, bad)) == 0


def test_a_release_is_started_once_under_one_key(duty: Program) -> None:
    page = ready("خبر")
    address = f"releases/{begin(duty, page)['id']}/actions/release/"
    first, second = (duty.post(address, Idempotency_Key="one") for _ in range(2))
    assert (first.status_code, second["Idempotency-Replayed"]) == (200, "true")
    assert first.content == second.content
    assert events(page) == ["published"]
    sent = {"title": "غيرها"}
    begun = [data(duty.post("releases/", sent, Idempotency_Key="two"), 201)["id"] for _ in range(2)]
    assert begun[0] == begun[1]


def test_it_is_scheduled_and_taken_out_of_the_schedule(duty: Program) -> None:
    page = factories.article("مسودة")
    told = begin(duty, page, at=rfc3339(timezone.now() + timedelta(days=1)))
    address = f"releases/{told['id']}/"
    assert told["state"] == "scheduled"
    past = {"at": rfc3339(timezone.now() - timedelta(days=1)), "title": "لا"}
    problem(duty.patch(address, past), 409, "release_past")
    Release.objects.update(at=timezone.now())
    Clock().fire()
    told = data(duty.get(address))
    assert [(one["article"], one["code"]) for one in told["failure"]] == [(str(page.uuid), "not_approved")]
    assert told["failed_at"]
    told = data(duty.patch(address, {"at": None}))
    assert (told["title"], told["state"], told["failure"]) == ("معًا", "open", [])
    assert data(duty.post(f"{address}actions/cancel/"))["release"]["state"] == "cancelled"
    assert waits_in(page) is None
    states = {state: len(data(duty.get(f"releases/?state={state}"))) for state in ("open", "cancelled")}
    assert states == {"open": 0, "cancelled": 1}


def test_what_is_not_understood_is_refused_by_place(duty: Program) -> None:
    page = ready("خبر")
    nobody = "018f3c52-0000-7000-8000-000000000000"
    sent = {"title": "معًا", "articles": [str(page.uuid), nobody]}
    assert pointers(duty.post("releases/", sent)) == ["/articles/1"]
    assert pointers(duty.post("releases/", {})) == ["/title"]
    assert pointers(duty.post("releases/", {"title": "\u200f"})) == ["/title"]
    assert pointers(duty.post("releases/", {"title": "معًا", "color": 1})) == ["/color"]
    assert pointers(duty.post("releases/", {"title": "معًا", "at": "غدًا"})) == ["/at"]
    assert not Release.objects.exists()
    address = f"releases/{begin(duty, page)['id']}/"
    assert pointers(duty.post(f"{address}actions/release/", {"all": True})) == ["/all"]
    problem(duty.post(f"{address}actions/publish/"), 404, "not_found")
    problem(duty.get("releases/999999/"), 404, "not_found")


def test_a_story_is_added_by_its_own_action_too(duty: Program) -> None:
    arabic, english = in_two_languages()
    told = begin(duty)
    data(duty.act(arabic, "add-to-release", {"release": told["id"], "all_languages": True}))
    assert ReleaseItem.objects.filter(release_id=told["id"]).count() == 2
    problem(duty.act(arabic, "add-to-release", {"title": "غيرها"}), 409, "in_release")
    taken = data(duty.act(english, "take-out-of-release"))
    assert taken["article"]["release"] is None
    problem(duty.act(english, "take-out-of-release"), 409, "release_none")
    assert pointers(duty.act(english, "add-to-release", {})) == [""]
    assert pointers(duty.act(english, "add-to-release", {"release": 999999})) == ["/release"]


def test_a_token_needs_the_scope(duty: Program) -> None:
    page = ready("خبر")
    address = f"releases/{begin(duty, page)['id']}/"
    reading = Program(duty.user, "read")
    data(reading.get(address))
    for answer in (
        reading.post("releases/", {"title": "معًا"}),
        reading.patch(address, {"title": "غيره"}),
        reading.post(f"{address}actions/release/"),
    ):
        problem(answer, 403, "scope")
    assert not is_public(page)


@pytest.mark.parametrize("role", ["Reporter", "Desk editor", "Legal", "Reviewer"])
def test_who_may_not_publish_does_nothing(duty: Program, role: str) -> None:
    page = ready("خبر")
    address = f"releases/{begin(duty, page)['id']}/"
    program = Program(factories.user(role))
    refused = [action["refusal"]["code"] for action in data(program.get(address))["actions"]]
    assert refused == ["not_allowed"] * 2
    tomorrow = rfc3339(timezone.now() + timedelta(days=1))
    for sent in ({"title": "غيره"}, {"at": tomorrow}, {"articles": []}):
        problem(program.patch(address, sent), 403, "not_allowed")
    for name in ("release", "cancel"):
        problem(program.post(f"{address}actions/{name}/"), 403, "not_allowed")
    problem(program.post("releases/", {"title": "غيرها"}), 403, "not_allowed")
    assert not is_public(page)
    row = Release.objects.get()
    assert (row.title, row.state, row.items.count()) == ("معًا", "open", 1)


def test_nobody_is_told_of_stories_they_may_not_know(duty: Program) -> None:
    sport, economy = factories.section("رياضة"), factories.section("اقتصاد")
    set_up_desk(sport)
    mine, secret = ready("مباراة", parent=sport), factories.article("نتائج الشركة", parent=economy)
    row = release_of(mine, secret, by=duty.user)
    hidden = release_of(ready("سر", parent=economy), by=duty.user, title="سر")
    schedule(row, timezone.now() + timedelta(days=1), by=duty.user)
    Release.objects.filter(pk=row.pk).update(at=timezone.now())
    Clock().fire()
    person = factories.user()
    role = next(role for role in DESK_ROLES if role.key == DUTY_EDITOR.key)
    person.groups.add(role.group(sport.url_path))
    program = Program(person)
    told = data(program.get(f"releases/{row.pk}/"))
    assert ids(told) == {str(mine.uuid)}
    assert told["failure"] == []
    assert "نتائج" not in str(told)
    assert [one["id"] for one in data(program.get("releases/"))] == [row.pk]
    problem(program.get(f"releases/{hidden.pk}/"), 404, "not_found")
    problem(program.post(f"releases/{row.pk}/actions/release/"), 403, "not_allowed")
    address = f"releases/{row.pk}/"
    assert pointers(program.patch(address, {"articles": [str(secret.uuid)]})) == ["/articles/0"]
    assert data(program.patch(address, {"articles": []}))["articles"] == []
    problem(program.get(address), 404, "not_found")
    assert [item.page_id for item in row.items.all()] == [secret.pk]
    assert not PageLogEntry.objects.filter(page=secret.pk, user=person).exists()
    assert GroupPagePermission.objects.filter(group__user=person).exists()


def test_a_list_takes_the_same_queries_however_long(
    duty: Program, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for number in (2, 8):
        for _one in range(number):
            begin(duty)
        cache.clear()
        with django_assert_max_num_queries(40) as asked:
            data(duty.get("releases/"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
