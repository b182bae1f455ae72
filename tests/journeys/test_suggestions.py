"""The search of the reader site helps while it is typed into: by keyboard, by pointer, or without script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.running import RunningNewsroom

pytestmark = pytest.mark.xdist_group("running")
OPTIONS = "[role=listbox] [role=option]"
WORDS = "كلمات البحث"
POLICY = "Content Security Policy"


@pytest.fixture
def reader(chromium: Browser, running: RunningNewsroom) -> Iterator[Page]:
    """A reader at the search page of the Arabic site, whose browser complains of nothing."""
    context = chromium.new_context(viewport={"width": 1000, "height": 900}, locale="ar")
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda told: complaints.append(told.text) if POLICY in told.text else None)
    page.goto(f"{running.base}/ar/search/")
    yield page
    context.close()
    assert complaints == []


def chosen(page: Page) -> str:
    """The text of the option that the field says is active."""
    return page.evaluate(
        "document.getElementById(document.querySelector('#q').getAttribute('aria-activedescendant'))"
        "?.textContent ?? ''"
    )


def test_by_keyboard(reader: Page, pictures: Path) -> None:
    field = reader.get_by_role("combobox", name=WORDS)
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("الانتخ")
    options = reader.locator(OPTIONS)
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(reader.get_by_role("status")).to_contain_text("اقتراح")
    expect(reader.get_by_role("listbox")).to_have_attribute("aria-label", "اقتراحات")
    assert options.first.locator("mark").first.text_content()
    reader.screenshot(path=pictures / "suggestions.png")
    count = options.count()
    field.press("ArrowDown")
    assert chosen(reader) == options.first.text_content()
    field.press("ArrowUp")
    assert chosen(reader) == options.nth(count - 1).text_content()
    assert options.locator("xpath=self::*[@aria-selected='true']").count() == 1
    assert field.input_value() == "الانتخ"
    field.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    assert (field.input_value(), chosen(reader)) == ("الانتخ", "")
    field.press("Enter")
    reader.wait_for_url("**/ar/search/?q=*")
    assert reader.locator(".results > li").count() > 0


def test_a_story_that_is_chosen_opens(reader: Page) -> None:
    field = reader.get_by_role("combobox", name=WORDS)
    field.press_sequentially("الانتخابات البلدي")
    expect(reader.locator(OPTIONS).first).to_be_visible()
    title = reader.locator(OPTIONS).first.locator("span").first.text_content()
    field.press("ArrowDown")
    field.press("Enter")
    expect(reader.locator("h1")).to_have_text(title or "")


def test_a_name_without_a_page_is_searched_for(reader: Page, running: RunningNewsroom) -> None:
    topics = running.get("/api/v1/topics/", locale="ar").json()["data"]
    name = topics[0]["name"]
    reader.get_by_role("combobox", name=WORDS).press_sequentially(name[:5])
    reader.locator(OPTIONS, has_text=name).first.click()
    reader.wait_for_url("**/ar/search/?q=*")
    expect(reader.locator("#q")).to_have_value(name)


def test_letters_too_few_or_meaningless_suggest_nothing(reader: Page) -> None:
    field = reader.get_by_role("combobox", name=WORDS)
    field.press_sequentially("الانتخ")
    expect(reader.locator(OPTIONS).first).to_be_visible()
    with reader.expect_response("**/suggest/**"):
        field.press_sequentially("ضظ")
    expect(reader.locator(OPTIONS).first).to_be_hidden()
    field.fill("ا")
    expect(reader.get_by_role("listbox")).to_be_hidden()


def test_leaving_the_field_puts_them_away(reader: Page) -> None:
    field = reader.get_by_role("combobox", name=WORDS)
    field.press_sequentially("الانتخ")
    expect(reader.locator(OPTIONS).first).to_be_visible()
    field.press("Tab")
    expect(reader.get_by_role("listbox")).to_be_hidden()


def test_the_page_works_without_script(chromium: Browser, running: RunningNewsroom) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="ar")
    page = context.new_page()
    page.goto(f"{running.base}/ar/search/")
    page.get_by_role("searchbox").fill("الانتخابات")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/ar/search/?q=*")
    assert page.locator(".results > li").count() > 0
    context.close()
