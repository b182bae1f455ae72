"""An editor sees what readers ask in vain, and does something about it, in a real browser."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.running import RunningNewsroom, wait_for

pytestmark = pytest.mark.xdist_group("running")
ASKED = "هزات أرضية"
WORD = "زلازل"
STORY = "سفينة تبدأ مدّ أول كابل بحري لشبكة الإنذار المبكر بالزلازل"
SPILLS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def titles(running: RunningNewsroom, text: str) -> list[str]:
    """What readers find."""
    answer = running.get("/api/v1/search/", q=text).json()
    return [card["title"] for card in answer.get("data", ())]


def press(page: Page, name: str = "") -> None:
    """Press a button of the form: the one of this name, or the one that saves."""
    page.locator(f"footer button[type=submit]{f'[name={name}]' if name else ':not([name])'}").click()
    page.wait_for_load_state()


def test_a_question_in_vain_becomes_a_synonym(running: RunningNewsroom, people: Any, pictures: Path) -> None:
    wait_for(lambda: titles(running, "الزلازل"))
    for _ in range(4):
        assert STORY not in titles(running, ASKED)
        titles(running, "الزلازل")
        assert running.get(f"/ar/search/?q={quote('رأس المرجان')}").ok
    page = people("duty")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    address = f"{running.base}/admin/search/asked/"
    row = page.locator("tr", has_text=ASKED.replace("أ", "ا").replace("ة", "ه"))
    wait_for(lambda: page.goto(address) and row.count() == 1, patience=60)
    page.screenshot(path=pictures / "readers-ask.png", full_page=True)
    page.goto(f"{address}?kind=top&locale=fr&days=1")
    page.screenshot(path=pictures / "readers-ask-nothing.png")
    page.goto(address)
    row.locator("a[href*=search_synonyms]").click()
    expect(page.locator("#id_words")).to_have_value(ASKED.replace("أ", "ا").replace("ة", "ه"))
    press(page, "preview")
    expect(page.locator(".error-message")).to_be_visible()
    page.screenshot(path=pictures / "synonyms-refused.png")
    page.fill("#id_words", f"{ASKED}\n{WORD}")
    press(page, "preview")
    preview = page.locator("#preview")
    expect(preview).to_contain_text(STORY)
    assert not page.evaluate(SPILLS)
    page.screenshot(path=pictures / "synonyms-preview.png", full_page=True)
    assert STORY not in titles(running, ASKED)
    press(page)
    expect(page.locator("table.listing")).to_contain_text(f"{ASKED} = {WORD}")
    page.screenshot(path=pictures / "synonyms.png")
    assert STORY in titles(running, ASKED)
    found = running.get("/api/v1/search/", q=ASKED).json()
    assert found["meta"]["weak"] is False


def test_a_story_is_chosen_to_stand_first(running: RunningNewsroom, people: Any, pictures: Path) -> None:
    page = people("duty")
    page.goto(f"{running.base}/admin/search_bets/new/")
    page.fill("#id_questions", "المطر\nأمطار")
    page.locator("[data-chooser-action-choose]").first.click()
    page.locator(".modal-body #id_q").press_sequentially("كابل بحري")
    page.locator(".modal-body .listing a.choose-page", has_text=STORY).first.click()
    expect(page.locator(".chooser__title")).to_contain_text(STORY)
    press(page, "preview")
    expect(page.locator("#preview")).to_contain_text(STORY)
    page.screenshot(path=pictures / "best-bet-preview.png", full_page=True)
    press(page)
    expect(page.locator("table.listing")).to_contain_text(STORY)
    page.screenshot(path=pictures / "best-bets.png")
    assert titles(running, "امطار")[0] == STORY
    page.locator("table.listing a", has_text="المطر").first.click()
    page.wait_for_url("**/edit/**")
    page.goto(page.url.replace("/edit/", "/delete/"))
    page.screenshot(path=pictures / "best-bet-delete.png", full_page=True)
    page.locator("button.serious").click()
    page.wait_for_load_state()
    assert STORY not in titles(running, "امطار")[:1]
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{running.base}/admin/search_protected/new/")
    page.fill("#id_word", "مسقط")
    press(page, "preview")
    assert not page.evaluate(SPILLS)
    page.screenshot(path=pictures / "protected-word-narrow.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 1000})
    press(page)
    expect(page.locator("table.listing")).to_contain_text("مسقط")
