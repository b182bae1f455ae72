"""A day at the desk in real browsers: sent back, fixed, an embargo broken, published, corrected, killed."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.running import RunningNewsroom, wait_for
from tests.journeys.test_story import approve, opened

pytestmark = pytest.mark.xdist_group("running")
TITLE = "البنك المركزي يخفض سعر الفائدة"
CORRECTION = "ذكرت نسخة سابقة أن الخفض نصف نقطة."
NOTICE = "سُحب الخبر لثبوت خطئه."


def section_of(running: RunningNewsroom) -> str:
    """The number of the page of a section."""
    return running.shell(
        "from news.models import SectionPage; print(SectionPage.objects.get(url_path='/ar/اقتصاد/').pk)"
    )


def write(page: Page, base: str, section: str) -> int:
    """Write a story with a body; returns its page id."""
    page.goto(f"{base}/admin/pages/add/news/articlepage/{section}/")
    page.fill("#id_title", TITLE)
    page.click(".c-sf-add-button")
    page.locator("[role=option]").first.click()
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.type("خفض البنك المركزي سعر الفائدة ربع نقطة مئوية.")
    page.wait_for_function("document.querySelector('[name=body-0-value]').value.includes('نقطة')")
    save(page)
    return int(page.url.split("/pages/")[1].split("/")[0])


def save(page: Page) -> None:
    """Save the draft."""
    page.locator("footer button.action-save").first.click()
    page.wait_for_url("**/edit/")
    page.wait_for_load_state()


def open_editor(page: Page, base: str, page_id: int) -> None:
    """Open the story in the editor."""
    page.goto(f"{base}/admin/pages/{page_id}/edit/")


def told(page: Page) -> str:
    """The messages at the top of the page."""
    return page.locator(".messages").inner_text()


def submit(page: Page, base: str, page_id: int) -> None:
    """Press the button that submits, or submits again."""
    open_editor(page, base, page_id)
    choice = page.locator("button[name=action-submit], button[name=action-restart-workflow]").first
    wait_for(lambda: opened(page, choice))
    choice.click()
    page.wait_for_load_state()


def correct(page: Page, base: str, page_id: int, note: str) -> None:
    """Change a live story, with a note to readers, and save the draft."""
    open_editor(page, base, page_id)
    page.fill("#id_standfirst", "المحافظ: الخفض الثاني هذا العام، وهو ربع نقطة.")
    page.locator("#id_corrections-ADD").click()
    page.fill("#id_corrections-0-note", note)
    save(page)


def send_back(page: Page, base: str, page_id: int, comment: str) -> None:
    """Ask for changes, with a comment."""
    open_editor(page, base, page_id)
    choice = page.locator("[data-workflow-action-name=reject]").first
    wait_for(lambda: opened(page, choice))
    choice.click()
    form = page.locator("form", has=page.locator("[name=comment]:visible"))
    form.locator("[name=comment]").fill(comment)
    form.locator("[type=submit]").first.click()
    page.wait_for_url(lambda url: not url.endswith("/edit/"))


def take(page: Page, base: str, page_id: int, action: str, **fields: str) -> None:
    """Take one of the newsroom's actions, from the header of the editor."""
    open_editor(page, base, page_id)
    link = page.locator(f"a[href$='/stories/{page_id}/{action}/']").first
    wait_for(lambda: shown(page, link))
    link.click()
    page.wait_for_url(f"**/{action}/")
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
        page.keyboard.press("Escape")
    page.locator("form button[type=submit].button").last.click()
    page.wait_for_load_state()


def shown(page: Page, link: Locator) -> bool:
    """Whether a click on what the header holds more of has brought the link up."""
    if not link.is_visible():
        page.locator("header [data-w-dropdown-target=toggle]").last.click()
        page.wait_for_timeout(300)
    return link.is_visible()


def card_of(running: RunningNewsroom) -> dict[str, Any] | None:
    """The card of our story in the API."""
    cards = running.get("/api/v1/articles/", limit=100).json()["data"]
    return next((card for card in cards if card["title"] == TITLE), None)


def test_a_day_at_the_desk(running: RunningNewsroom, people: Any, pictures: Path) -> None:
    base = running.base
    reporter, desk, copy, duty = (people(name) for name in ("reporter", "desk", "copy", "duty"))
    page_id = write(reporter, base, section_of(running))

    submit(reporter, base, page_id)
    assert "المقدمة" in told(reporter)  # it lacks a standfirst, so it stays where it is
    open_editor(reporter, base, page_id)
    reporter.fill("#id_standfirst", "الخفض الثاني هذا العام.")
    save(reporter)
    submit(reporter, base, page_id)

    send_back(desk, base, page_id, "أين تصريح المحافظ؟")
    open_editor(reporter, base, page_id)
    reporter.fill("#id_standfirst", "المحافظ: الخفض الثاني هذا العام.")
    save(reporter)
    submit(reporter, base, page_id)
    approve(desk, base, page_id)
    take(desk, base, page_id, "set-embargo", note="البنك المركزي")
    desk.screenshot(path=pictures / "desk-embargo.png")
    approve(copy, base, page_id)

    open_editor(duty, base, page_id)
    choice = duty.locator("[data-workflow-action-name=approve]").first
    wait_for(lambda: opened(duty, choice))
    choice.click()
    expect(duty.locator(".messages")).to_contain_text("حظر نشر")
    assert card_of(running) is None
    take(duty, base, page_id, "break-embargo", reason="نشرته الوكالات قبل موعده")
    approve(duty, base, page_id)
    card = card_of(running)
    assert card is not None

    correct(reporter, base, page_id, CORRECTION)
    submit(reporter, base, page_id)
    assert running.get(f"/api/v1/articles/{card['id']}/corrections/").json()["data"] == []
    for person in (desk, copy, duty):
        approve(person, base, page_id)
    (published,) = running.get(f"/api/v1/articles/{card['id']}/corrections/").json()["data"]
    assert published["note"] == CORRECTION
    reporter.goto(f"{base}{card['path']}")
    expect(reporter.locator("body")).to_contain_text(CORRECTION)
    reporter.screenshot(path=pictures / "corrected.png", full_page=True)

    take(duty, base, page_id, "kill", notice=NOTICE, reason="طلب قضائي")
    assert re.search(r"/newsroom/kills/\d+/$", duty.url)
    wait_for(lambda: duty.reload() and duty.locator("td strong").count() == 0)
    duty.screenshot(path=pictures / "receipt.png", full_page=True)
    gone = running.get(f"/api/v1/articles/{card['id']}/")
    assert (gone.status_code, gone.json()["notice"]) == (410, NOTICE)
    assert running.get(card["path"]).status_code == 410
