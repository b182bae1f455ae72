"""A link shows one draft to who has no account: once exchanged, for a while, until the draft changes."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry

from news.api.editorial.models import PreviewLink
from news.models import ArticlePage
from news.publication.kills import kill
from tests import factories
from tests.news.access.support import person
from tests.news.editorial.support import edit
from tests.news.editorial_api.support import Program, data, pointers, problem

pytestmark = pytest.mark.usefixtures("newsroom")
PREVIEW = "/api/preview/v1/"


@pytest.fixture
def page() -> ArticlePage:
    return factories.article("مسودة سرية", body=[("paragraph", "<p>متن لم يره أحد</p>")])


@pytest.fixture
def desk() -> Program:
    return Program(factories.user("Desk editor"))


def made(program: Program, page: ArticlePage, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = data(program.post("preview-links/", {"article": str(page.uuid), **more}), 201)
    return found


def open_link(link: str) -> Any:
    return Client().post(PREVIEW, {"link": link}, content_type="application/json")


def look(token: str) -> Any:
    return Client().get(PREVIEW, headers={"Authorization": f"Bearer {token}"})


def test_a_link_is_exchanged_once_and_shows_the_draft(desk: Program, page: ArticlePage) -> None:
    link = made(desk, page)["link"]
    token = data(open_link(link))["token"]
    problem(open_link(link), 401, "not_authenticated")
    answer = look(token)
    document = data(answer)
    assert (document["title"], document["version"], document["id"]) == ("مسودة سرية", 0, str(page.uuid))
    assert document["body"][0]["value"]["text"] == "متن لم يره أحد"
    assert answer["X-Robots-Tag"] == "noindex"
    assert "Access-Control-Allow-Origin" not in answer
    kept = PreviewLink.objects.values().get()
    assert not [value for value in kept.values() if value in (link, token)]
    actions = PageLogEntry.objects.filter(page=page.pk, action__startswith="nashra.preview")
    assert sorted(actions.values_list("action", flat=True)) == ["nashra.preview.make", "nashra.preview.open"]


def test_it_ends_when_the_draft_changes(desk: Program, page: ArticlePage) -> None:
    unused = made(desk, page)["link"]
    token = data(open_link(made(desk, page)["link"]))["token"]
    edit(page, desk.user)
    problem(look(token), 410, "preview_stale")
    problem(open_link(unused), 410, "preview_stale")


def test_it_ends_with_a_kill(desk: Program, page: ArticlePage) -> None:
    unused = made(desk, page)["link"]
    token = data(open_link(made(desk, page)["link"]))["token"]
    kill(page, notice="سُحب الخبر.", by=None)
    problem(look(token), 401, "not_authenticated")
    problem(open_link(unused), 401, "not_authenticated")


def test_none_is_made_of_a_killed_story(desk: Program, page: ArticlePage) -> None:
    kill(page, notice="سُحب الخبر.", by=None)
    problem(desk.post("preview-links/", {"article": str(page.uuid)}), 409, "killed")
    assert not PreviewLink.objects.exists()


def test_it_ends_when_time_is_over_or_its_maker_may_not_know_the_story(
    desk: Program, page: ArticlePage
) -> None:
    token = data(open_link(made(desk, page, minutes=5)["link"]))["token"]
    row = PreviewLink.objects.get()
    assert timedelta(minutes=4) < row.expires_at - timezone.now() <= timedelta(minutes=5)
    PreviewLink.objects.update(expires_at=timezone.now())
    problem(look(token), 401, "not_authenticated")
    PreviewLink.objects.update(expires_at=timezone.now() + timedelta(minutes=5))
    data(look(token))
    desk.user.groups.clear()
    problem(look(token), 401, "not_authenticated")


def test_it_is_revoked_by_its_maker_or_who_may_publish(desk: Program, page: ArticlePage) -> None:
    mine, other = made(desk, page), made(desk, page)
    token = data(open_link(mine["link"]))["token"]
    reporter = Program(factories.user("Reporter"))
    problem(reporter.ask("delete", f"preview-links/{mine['id']}/"), 403, "not_allowed")
    stranger = Program(person("stranger"))
    problem(stranger.ask("delete", f"preview-links/{mine['id']}/"), 404, "not_found")
    assert desk.ask("delete", f"preview-links/{mine['id']}/").status_code == 204
    problem(look(token), 401, "not_authenticated")
    duty = Program(factories.user("Duty editor"))
    assert duty.ask("delete", f"preview-links/{other['id']}/").status_code == 204
    problem(open_link(other["link"]), 401, "not_authenticated")
    listed = data(reporter.get(f"preview-links/?article={page.uuid}"))
    assert [one["id"] for one in listed] == [other["id"], mine["id"]]
    assert all(one["revoked_at"] for one in listed)
    assert not any("link" in one for one in listed)


def test_what_is_no_secret_opens_nothing(desk: Program, page: ArticlePage) -> None:
    link = made(desk, page)["link"]
    cache.clear()
    for wrong in ("", "x", link, PreviewLink.objects.get().link_digest, desk.secret, "ض"):
        problem(look(wrong), 401, "not_authenticated")
    for wrong in (link[:-1], desk.secret, PreviewLink.objects.get().link_digest):
        problem(open_link(wrong), 401, "not_authenticated")
    problem(Client().get(PREVIEW), 401, "not_authenticated")
    assert data(open_link(link))


def test_links_are_made_by_who_knows_the_story_within_bounds(desk: Program, page: ArticlePage) -> None:
    at = {"article": str(page.uuid)}
    problem(Program(person("stranger")).post("preview-links/", at), 404, "not_found")
    problem(Program(desk.user, "read").post("preview-links/", at), 403, "scope")
    for minutes in (0, 1441, "x"):
        assert pointers(desk.post("preview-links/", {**at, "minutes": minutes})) == ["/minutes"]
    assert pointers(desk.post("preview-links/", {"colour": 1})) == ["/colour", "/article"]
    assert made(desk, page, minutes=1440)
    assert PreviewLink.objects.count() == 1
