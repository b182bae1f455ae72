"""While a story is written, its editor shows what is public already; searches are explained to editors."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.running import RunningNewsroom, wait_for

pytestmark = pytest.mark.xdist_group("running")
# A public story of the demo, retold in a draft of its own: the page, and what it retells.
MAKE = """
import json
from wagtail.models import Page
from news.models import ArticlePage
told = ArticlePage.objects.live().filter(locale__language_code="ar", kind="story").order_by("pk").first()
texts = [str(block.value) for block in told.body if block.block_type == "paragraph"]
section = told.get_parent().specific
draft = ArticlePage(title="خبر قيد الكتابة", standfirst="موجز.", locale=told.locale, live=False,
                    body=[("paragraph", text) for text in texts[:2]])
section.add_child(instance=draft)
draft.save_revision()
print(json.dumps({"draft": draft.pk, "section": section.pk, "told": told.pk, "title": told.title}))
"""
NAMED = """
import json
from news.models import ArticlePage
draft = ArticlePage.objects.get(pk={page}).get_latest_revision_as_object()
print(json.dumps([item["value"] for block in draft.body.get_prep_value() if block["type"] == "related"
                  for item in block["value"]["articles"]]))
"""


class Desk:
    """A draft that retells a public story, as its writer sees it."""

    def __init__(self, page: Page, newsroom: RunningNewsroom) -> None:
        self.page, self.newsroom = page, newsroom
        made: dict[str, Any] = json.loads(newsroom.shell(MAKE).splitlines()[-1])
        self.draft, self.section, self.told = made["draft"], made["section"], made["told"]
        self.title = made["title"]
        wait_for(lambda: newsroom.get("/api/v1/search/", q=self.title).json()["meta"]["total"])

    @property
    def panel(self) -> Any:
        return self.page.locator("[data-suggestions]")

    @property
    def same(self) -> Any:
        """The likely duplicates."""
        return self.panel.locator('[data-suggestions-part="duplicates"] > ul > li')

    def open(self, address: str) -> None:
        """Open an editor, and the panel by its toggle, with the keyboard alone."""
        self.page.goto(f"{self.newsroom.base}/admin/pages/{address}")
        toggle = self.page.locator('[data-side-panel-toggle="suggestions"]')
        toggle.focus()
        if toggle.get_attribute("aria-expanded") != "true":
            self.page.keyboard.press("Enter")
        expect(toggle).to_have_attribute("aria-expanded", "true")
        expect(self.panel).to_be_visible()

    def named(self) -> list[int]:
        """The related stories of the newest draft."""
        found: list[int] = json.loads(self.newsroom.shell(NAMED.format(page=self.draft)).splitlines()[-1])
        return found


def test_a_story_that_is_public_already_is_found_and_named_with_one_press(
    running: RunningNewsroom, people: Any, pictures: Path
) -> None:
    desk = Desk(people("desk"), running)
    page = desk.page
    desk.open(f"{desk.draft}/edit/")
    expect(desk.same.first).to_contain_text(desk.title)
    counter = page.locator('[data-side-panel-toggle="suggestions"] [data-side-panel-toggle-counter]')
    expect(counter).to_have_text("1")
    expect(desk.panel.locator("[role=status]")).not_to_be_empty()
    page.screenshot(path=pictures / "writing-ar.png")

    button = desk.same.first.locator("button")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_be_focused()
    expect(page.locator("#body-root .page-chooser .chooser__title")).to_have_text(desk.title)
    page.keyboard.press("Enter")
    expect(page.locator("#body-root .page-chooser")).to_have_count(1)
    page.screenshot(path=pictures / "writing-added-ar.png", full_page=True)

    other = desk.panel.locator('[data-suggestions-part="background"] > ul > li button').first
    other.click()
    expect(other).to_have_attribute("aria-disabled", "true")
    expect(page.locator("#body-root .page-chooser")).to_have_count(2)
    wait_for(lambda: len(desk.named()) == 2)
    assert desk.named()[0] == desk.told


def test_what_is_typed_in_a_new_story_is_compared_as_it_is_typed(
    running: RunningNewsroom, people: Any, pictures: Path
) -> None:
    desk = Desk(people("desk"), running)
    page = desk.page
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if one.url.endswith("/suggestions/") else None)
    desk.open(f"add/news/articlepage/{desk.section}/")
    page.locator("#id_title").press_sequentially(desk.title, delay=20)
    expect(desk.same.first).to_contain_text(desk.title)
    assert len(asked) < len(desk.title) / 4
    box = desk.panel.bounding_box()
    field = page.locator("#id_title").bounding_box()
    assert box
    assert field
    assert box["x"] + box["width"] <= field["x"]
    page.locator("#id_title").fill("")
    expect(desk.same).to_have_count(0)
    page.route("**/search/suggestions/", lambda route: route.abort())
    page.locator("#id_title").fill(desk.title)
    expect(desk.panel.locator("[role=alert]")).not_to_be_empty()


def test_an_editor_asks_why_a_story_is_found_and_another_is_not(
    running: RunningNewsroom, people: Any, pictures: Path
) -> None:
    desk = Desk(people("desk"), running)
    page = desk.page
    page.goto(f"{running.base}/admin/newsroom/search/explain/")
    page.fill("#id_q", f"{desk.title} زرافة")
    page.keyboard.press("Enter")
    rows = page.locator(".explain__table tbody tr")
    expect(rows.first).to_contain_text(desk.title)
    page.screenshot(path=pictures / "explain-ar.png", full_page=True)
    rows.first.locator("a").click()
    story = page.locator("#story")
    expect(story).to_contain_text(desk.title)
    expect(story).to_contain_text("زرافة")
    page.screenshot(path=pictures / "explain-story-ar.png", full_page=True)
    page.goto(f"{running.base}/admin/newsroom/search/explain/?q=خبر&story={desk.draft}")
    expect(story.locator("li").first).to_be_visible()
    page.screenshot(path=pictures / "explain-missing-ar.png", full_page=True)
