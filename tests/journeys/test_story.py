"""A story's whole way in a real browser: written, submitted, approved by two people, read, withdrawn."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.running import RunningNewsroom, wait_for

pytestmark = pytest.mark.xdist_group("running")
TITLE = "افتتاح المرفأ الجديد في خليج اللؤلؤ"
QUERY = "المرفا الجديد"  # as a reader types it, without the hamza
SEARCH_PATIENCE = 2.0  # seconds from approval to search


def write(page: Page, base: str, section: str) -> int:
    """Write a story as a reporter does; and save the draft; returns its page id."""
    page.goto(f"{base}/admin/pages/add/news/articlepage/{section}/")
    page.fill("#id_title", TITLE)
    page.fill("#id_standfirst", "وزير النقل: المرفأ يستقبل أول سفينة في ٢٠٢٦")
    page.click(".c-sf-add-button")
    page.locator("[role=option]").first.click()
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.type("قال وزير النقل إن المرفأ الجديد سيفتح أبوابه قبل نهاية العام.")
    # The rich-text editor hands its text to the form a moment after the last key.
    page.wait_for_function("document.querySelector('[name=body-0-value]').value.includes('العام')")
    page.locator("footer button.action-save").first.click()
    page.wait_for_url("**/edit/")
    return int(page.url.split("/pages/")[1].split("/")[0])


def choose_in_menu(page: Page, selector: str) -> None:
    """Choose an action at the foot of the editor; it is done when the editor has made way for the list."""
    choice = page.locator(selector).first
    wait_for(lambda: opened(page, choice))
    choice.click()
    page.wait_for_url(lambda url: not url.endswith("/edit/"))


def opened(page: Page, choice: Locator) -> bool:
    """Whether a click on the menu's toggle has brought the choice up: its script may not have woken yet."""
    if not choice.is_visible():
        page.locator(".w-dropdown__toggle").last.click()
        page.wait_for_timeout(300)
    return choice.is_visible()


def approve(page: Page, base: str, page_id: int) -> None:
    """Open a story in the editor and approve it."""
    page.goto(f"{base}/admin/pages/{page_id}/edit/")
    choose_in_menu(page, "[data-workflow-action-name=approve]")


def in_api(running: RunningNewsroom) -> list[dict[str, Any]]:
    """The cards in the API with our headline."""
    cards = running.get("/api/v1/articles/", limit=100).json()["data"]
    return [card for card in cards if card["title"] == TITLE]


def in_search(running: RunningNewsroom) -> list[dict[str, Any]]:
    """The search results with our headline."""
    found = running.get("/api/v1/search/", q=QUERY, locale="ar").json()["data"]
    return [hit for hit in found if hit["title"] == TITLE]


def test_a_story_from_draft_to_readers_and_back(
    running: RunningNewsroom, people: Any, pictures: Path
) -> None:
    section = running.shell(
        "from news.models import SectionPage; print(SectionPage.objects.get(url_path='/ar/اقتصاد/').pk)"
    )
    reporter = people("reporter")
    page_id = write(reporter, running.base, section)
    reporter.screenshot(path=pictures / "editor.png")
    preview = reporter.request.get(f"{running.base}/admin/pages/{page_id}/view_draft/")
    assert "no-store" in preview.headers["cache-control"]
    assert TITLE in preview.text()
    choose_in_menu(reporter, "button[name=action-submit]")

    reporter.goto(f"{running.base}/admin/pages/{page_id}/edit/")
    expect(reporter.locator("[data-workflow-action-name=approve]")).to_have_count(0)
    assert not in_api(running)

    approve(people("desk"), running.base, page_id)
    assert not in_api(running)
    approve(people("copy"), running.base, page_id)
    assert not in_api(running)
    approve(people("duty"), running.base, page_id)

    (card,) = in_api(running)
    assert wait_for(lambda: in_search(running)) <= SEARCH_PATIENCE
    reader = people("reporter").context.new_page()
    reader.goto(running.base + card["url"])
    expect(reader.locator("h1")).to_have_text(TITLE)
    assert reader.locator("html").get_attribute("dir") == "rtl"
    reader.screenshot(path=pictures / "article.png", full_page=True)
    assert last_events(running, card["id"])[-1] == "published"

    withdraw(people("duty"), running.base, page_id)
    assert not in_api(running)
    assert running.get(f"/api/v1/articles/{card['id']}/").status_code == 404
    assert running.get(card["path"]).status_code == 404
    assert not in_search(running)
    assert last_events(running, card["id"])[-1] == "withdrawn"


def withdraw(page: Page, base: str, page_id: int) -> None:
    """Take a story down as a duty editor does."""
    page.goto(f"{base}/admin/pages/{page_id}/unpublish/")
    with page.expect_navigation():
        page.locator("form[action*='/unpublish/'] [type=submit]").click()


def last_events(running: RunningNewsroom, public_id: str) -> list[str]:
    """What `changes/` tells of a story, oldest first."""
    events, cursor = [], ""
    while True:
        answer = running.get("/api/v1/changes/", limit=100, **({"cursor": cursor} if cursor else {})).json()
        events += [row["event"] for row in answer["data"] if row["id"] == public_id]
        if not answer["data"]:
            return events
        cursor = answer["links"]["next"].split("cursor=")[1].split("&")[0]
