"""In the admin: the page that explains a search, and the panel beside the editor of a story."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from news.models import ArticlePage
from tests import factories
from tests.news.admin.support import client_for, edit_url
from tests.search.editors.support import FLOOD, archive, follow, stranger_to_all

pytestmark = pytest.mark.usefixtures("newsroom", "search_index")
EXPLAIN = "/admin/newsroom/search/explain/"
SUGGESTIONS = "/admin/newsroom/search/suggestions/"
AWAY = {
    "ENGINE": "search.engines.elasticsearch.ElasticsearchEngine",
    "OPTIONS": {"hosts": ["http://localhost:9"], "prefix": "away"},
}


def browser(role: str = "Desk editor") -> Client:
    return client_for(factories.user(role))


def new_story(section: Any) -> str:
    return reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk])


def draft(title: str = "", text: str = "", page: Any = None, parent: Any = None) -> dict[str, str]:
    places = {"page": str(page.pk) if page else "", "parent": str(parent.pk) if parent else ""}
    return {"title": title, "text": text, **places}


def send(client: Client, body: Any) -> Any:
    return client.post(SUGGESTIONS, json.dumps(body), content_type="application/json")


class TestExplaining:
    def test_the_page_asks_and_shows_what_each_word_adds(self) -> None:
        rows = archive()
        client = browser()
        assert "found" not in client.get(EXPLAIN).context
        answer = client.get(EXPLAIN, {"q": "فيضانات النيل في باريس", "locale": "ar"})
        lines = answer.context["lines"]
        titles = {rows[name].title for name in ("flood", "river")}
        assert {line.placed.card["title"] for line in lines} == titles
        assert answer.context["columns"] == ["فيضانات", "النيل", "في", "باريس"]
        text = answer.content.decode()
        assert all(title in text for title in titles)
        about = client.get(lines[0].why.partition("#")[0])
        assert about.context["story"]["title"] == lines[0].placed.card["title"]
        assert about.context["story"]["missing"] == ("باريس",)
        assert [line.asked for line in about.context["lines"]] == [True, False]

    def test_the_story_that_is_missing_is_told_with_its_reason(self) -> None:
        rows = archive()
        client = browser()
        waiting = factories.article("مسودة عن النيل")
        for page, reason in ((rows["oil"], "no_match"), (waiting, "not_public")):
            answer = client.get(EXPLAIN, {"q": "النيل", "story": page.pk})
            assert answer.context["found"].verdict.reason == reason
            assert answer.context["story"]["sentence"] in answer.content.decode()
        assert answer.context["story"]["details"]

    def test_of_a_draft_nothing_is_told_to_who_may_not_know_of_it(self) -> None:
        archive()
        waiting = factories.article("مسودة سرية عن النيل")
        client = client_for(stranger_to_all())
        answer = client.get(EXPLAIN, {"q": "النيل", "story": waiting.pk})
        assert answer.context["form"].errors["story"]
        assert "سرية" not in answer.content.decode()
        for number in ("9" * 30, "x", "0", str(10**6)):
            assert client.get(EXPLAIN, {"q": "النيل", "story": number}).context["form"].errors["story"]

    @pytest.mark.parametrize("role", ["Legal", "Reviewer", "Admin"])
    def test_who_edits_no_story_finds_no_explanation(self, role: str) -> None:
        client = browser(role)
        answer = client.get(EXPLAIN, {"q": "النيل"})
        assert answer.status_code == 302
        assert EXPLAIN not in client.get("/admin/").content.decode()

    def test_the_menu_leads_there(self) -> None:
        assert EXPLAIN in browser("Reporter").get("/admin/").content.decode()

    def test_words_are_escaped_and_an_engine_that_is_away_is_told_of(self, settings: Settings) -> None:
        archive()
        client = browser()
        answer = client.get(EXPLAIN, {"q": "<script>النيل</script>"})
        assert "<script>النيل" not in answer.content.decode()
        settings.SEARCH = AWAY
        answer = client.get(EXPLAIN, {"q": "النيل"})
        assert answer.context["away"]
        assert client.get(EXPLAIN, {"q": " "}).context["form"].errors


class TestSuggestions:
    def test_the_panel_is_beside_the_editor_of_who_may_write(self) -> None:
        page = factories.article("خبر", user=factories.user("Reporter"))
        section = page.get_parent()
        for client in (browser("Desk editor"), browser("Duty editor")):
            assert "data-suggestions" in client.get(edit_url(page)).content.decode()
        assert "data-suggestions" in browser("Reporter").get(new_story(section)).content.decode()
        assert "data-suggestions" not in browser("Reviewer").get(edit_url(page)).content.decode()
        assert "data-suggestions" not in browser("Duty editor").get(edit_url(section)).content.decode()

    def test_it_is_told_what_is_public_beside_the_draft(self) -> None:
        rows = archive()
        page = factories.article("سنار تغرق")
        answer = send(browser(), draft("سنار تغرق", FLOOD, page=page))
        assert answer.status_code == 200
        found = answer.json()
        (same,) = found["duplicates"]
        assert same["chosen"]["id"] == rows["flood"].pk
        assert "%" in same["alike"] or "٪" in same["alike"]
        assert [one["page"] for one in found["background"]] == [rows["river"].pk]
        assert found["told"]
        below = send(browser(), draft("سنار تغرق", FLOOD, parent=page.get_parent())).json()
        assert below["duplicates"] == found["duplicates"]

    def test_the_draft_is_not_saved(self) -> None:
        archive()
        page = factories.article("سنار تغرق")
        before = page.revisions.count()
        send(browser(), draft("عنوان آخر", FLOOD, page=page))
        assert page.revisions.count() == before
        assert ArticlePage.objects.get(pk=page.pk).draft_title == "سنار تغرق"

    def test_who_may_not_write_the_story_is_told_nothing(self) -> None:
        archive()
        page = factories.article("لغيري", user=factories.user("Reporter"))
        for role in ("Reporter", "Reviewer", "Legal", "Admin"):
            answer = send(browser(role), draft("سنار تغرق", FLOOD, page=page))
            assert answer.status_code in (302, 403)
        assert send(Client(), draft("سنار", FLOOD, page=page)).status_code == 302
        stranger = client_for(stranger_to_all())
        assert send(stranger, draft("سنار", FLOOD, parent=page.get_parent())).status_code in (302, 403)

    @pytest.mark.parametrize(
        "body",
        [
            None, [], {}, {"title": "x"}, {"title": 1, "text": "", "page": "", "parent": ""},
            {"title": "", "text": "", "page": 5, "parent": ""},
        ],
    )  # fmt: skip
    def test_what_no_editor_sends_is_refused(self, body: Any) -> None:
        assert send(browser(), body).status_code == 400

    @pytest.mark.parametrize("number", ["", "0", "9" * 30, "x", "٣"])
    def test_a_place_that_is_not_there_is_refused(self, number: str) -> None:
        answer = send(browser(), {**draft("خبر"), "page": number})
        assert answer.status_code in (302, 403)

    def test_too_much_at_once_is_refused(self) -> None:
        page = factories.article("خبر")
        assert send(browser(), draft("خبر", "س" * 900_000, page=page)).status_code == 400

    def test_an_engine_that_is_away_is_told_of(self, settings: Settings) -> None:
        archive()
        settings.SEARCH = AWAY
        answer = send(browser(), draft("سنار تغرق", FLOOD, page=factories.article("خبر")))
        assert (answer.status_code, bool(answer.json()["detail"])) == (503, True)

    def test_a_story_in_a_language_without_others_has_none(self) -> None:
        follow()
        page = factories.article("Sel", locale="tr")
        found = send(browser(), draft("Nil nehri köyleri bastı", "Sel suları", page=page)).json()
        assert (found["enough"], found["background"]) == (True, [])
