"""A translator at work in a real browser, with the source beside what they write."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.running import RunningNewsroom

pytestmark = pytest.mark.xdist_group("running")
MAKE = """
import json
from news.editorial.approvals import approve_import
from news.models import ArticlePage, SectionPage
from news.translation.models import Term, TermForm
from wagtail.models import Locale
section = SectionPage.objects.get(url_path="/ar/اقتصاد/")
body = {body}
page = section.add_child(instance=ArticlePage(
    title="الميناء يتوسع", standfirst="خطوة جديدة في توسيع الميناء.", body=body, live=False,
    locale=section.locale))
revision = page.save_revision()
approve_import(revision.as_object(), run="journey", by=None)
revision.publish()
term = Term()
term.forms = [
    TermForm(locale=Locale.objects.get(language_code=code), text=text)
    for code, text in (("ar", "الرصيف"), ("en", "berth")) if not TermForm.objects.filter(text=text)
]
term.save()
copy = ArticlePage.objects.get(pk=page.pk).copy_for_translation(
    Locale.objects.get(language_code="en"), copy_parents=True)
print(json.dumps([page.pk, copy.pk, [str(block.id) for block in copy.body]]))
"""
CORRECT = """
from news.editorial.approvals import approve_import
from news.models import ArticlePage
page = ArticlePage.objects.get(pk={page})
draft = page.get_latest_revision_as_object()
raw = list(draft.body.get_prep_value())
raw[0] = {{**raw[0], "value": "<p>انخفضت الصادرات في الميناء هذا العام.</p>"}}
draft.body = draft.body.stream_block.to_python(raw)
revision = draft.save_revision()
approve_import(revision.as_object(), run="journey", by=None)
revision.publish()
"""
BODY = """[
    ("paragraph", "<p>ارتفعت الصادرات في الميناء هذا العام.</p>"),
    ("heading", {"text": "العمل مستمر", "level": "2"}),
    ("quote", {"text": "سنواصل العمل ليل نهار.", "attribution": "مدير الميناء"}),
    ("paragraph", "<p>وتبلغ كلفة الرصيف مليون دولار.</p>"),
]"""

LONG_BODY = '[("paragraph", f"<p>الفقرة {number}: وقال المدير إن العمل مستمر.</p>") for number in range(200)]'


class Desk:
    """The editor of a translation, as a translator sees it."""

    def __init__(self, page: Page, newsroom: RunningNewsroom, body: str = BODY) -> None:
        made = newsroom.shell(MAKE.format(body=body))
        self.source, self.page_id, self.blocks = json.loads(made.splitlines()[-1])
        self.page, self.newsroom = page, newsroom

    def open(self, page: Page | None = None) -> None:
        """Open the editor and wait for the source."""
        self.page = page or self.page
        self.page.goto(f"{self.newsroom.base}/admin/pages/{self.page_id}/edit/")
        self.page.locator(".beside-card").first.wait_for()

    def card(self, key: str) -> Locator:
        """What stands beside a piece."""
        return self.page.locator(f'[id="beside-{key}"]')

    def field(self, key: str) -> Locator:
        """The rich text of a block."""
        return self.page.locator(f'[data-contentpath="{key}"] [contenteditable=true]')

    def write(self, key: str, text: str) -> None:
        """Type in a block in place of what it says."""
        self.field(key).click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def order(self) -> list[str]:
        """The blocks of the translation, as they stand."""
        children = self.page.locator("[data-streamfield-child]")
        found: list[str] = children.evaluate_all("all => all.map(one => one.dataset.contentpath)")
        return found

    def delete(self, key: str) -> None:
        """Take a block out of the translation."""
        child = self.page.locator(f'[data-streamfield-child][data-contentpath="{key}"]')
        child.locator("[data-streamfield-action=DELETE]").first.click()

    def expect_state(self, key: str, state: str) -> None:
        """Wait until a piece is in a state."""
        expect(self.card(key)).to_have_attribute("data-state", state, timeout=30_000)

    def correct(self) -> None:
        """Publish a correction of the first block of the source, as somebody else."""
        self.newsroom.shell(CORRECT.format(page=self.source))


def overlapping(page: Page) -> list[Any]:
    """Pieces that stand beside each other and cover each other."""
    found: list[Any] = page.evaluate(
        """() => [...document.querySelectorAll('.beside-host')].flatMap(host => {
          const card = host.querySelector('.beside-card').getBoundingClientRect();
          const field = host.lastElementChild.getBoundingClientRect();
          const apart = card.right <= field.left + 1 || field.right <= card.left + 1
            || card.bottom <= field.top + 1;
          return card.width && !apart ? [host.querySelector('.beside-card').dataset.key] : [];
        })"""
    )
    return found


def test_what_is_typed_is_saved_before_anything_is_done(
    running: RunningNewsroom, people: Any, pictures: Path
) -> None:
    desk = Desk(people("desk"), running)
    page = desk.page
    _first, _heading, quote, last = desk.blocks
    desk.open()
    desk.delete(quote)
    desk.expect_state(quote, "missing")
    page.fill("#id_title", "")
    desk.card(quote).locator("[data-beside-add]").click()
    expect(page.locator(".beside [role=alert]")).not_to_be_empty()
    desk.write(last, "The berth costs a million.")
    page.fill("#id_title", "The port grows")
    desk.card(quote).locator("[data-beside-add]").click()
    desk.expect_state(quote, "untranslated")
    expect(desk.field(last)).to_contain_text("The berth costs a million.")
    expect(page.locator("#id_title")).to_have_value("The port grows")


def test_a_translation_is_written_beside_its_source(
    running: RunningNewsroom, people: Any, pictures: Path
) -> None:
    desk = Desk(people("desk"), running)
    page = desk.page
    first, heading, quote, last = desk.blocks
    desk.open()

    words = desk.card(first).locator(".beside-card__words")
    expect(words).to_have_attribute("dir", "rtl")
    expect(words).to_have_attribute("lang", "ar")
    expect(words).to_contain_text("ارتفعت الصادرات")
    expect(desk.card("title")).to_contain_text("الميناء يتوسع")
    expect(desk.card(last).locator(".beside-card__terms")).to_contain_text("berth")
    assert overlapping(page) == []
    page.screenshot(path=pictures / "beside-ar.png", full_page=True)

    desk.write(first, "Exports of the port rose this year.")
    desk.expect_state(first, "current")
    page.locator(f'[data-contentpath="{heading}"] input[name$="-text"]').fill("The work goes on")
    desk.expect_state(heading, "current")
    told = page.locator(".beside__told").inner_text()
    assert "2" in told

    desk.correct()
    desk.expect_state(first, "stale")
    expect(desk.card(first).locator("del")).to_contain_text("ارتفعت")
    expect(desk.card(first).locator("ins")).to_contain_text("انخفضت")
    expect(desk.card(first).locator(".beside-card__fresh")).to_be_visible()
    page.screenshot(path=pictures / "beside-stale-ar.png", full_page=True)
    desk.card(first).locator("[data-beside-settle]").click()
    desk.expect_state(first, "current")
    expect(desk.card(first)).to_be_focused()

    desk.delete(quote)
    desk.expect_state(quote, "missing")
    desk.card(quote).locator("[data-beside-add]").click()
    page.wait_for_load_state()
    desk.expect_state(quote, "untranslated")
    expect(page.locator(f'[data-contentpath="{quote}"] textarea').first).to_be_focused()
    assert desk.order() == [first, heading, quote, last]

    page.keyboard.press("F8")
    expect(desk.field(last)).to_be_focused()
    page.keyboard.press("Shift+F8")
    expect(page.locator(f'[data-contentpath="{quote}"] textarea').first).to_be_focused()
    page.keyboard.press("Shift+F8")
    expect(page.locator("#id_standfirst")).to_be_focused()


def test_several_pieces_are_settled_and_added_at_once(running: RunningNewsroom, people: Any) -> None:
    desk = Desk(people("desk"), running)
    page = desk.page
    first, heading, quote, last = desk.blocks
    desk.open()
    desk.write(first, "Exports of the port rose this year.")
    desk.expect_state(first, "current")
    desk.correct()
    desk.expect_state(first, "stale")
    question = page.locator(".beside dialog")
    page.locator("[data-beside-all]").click()
    question.locator("[value='']").click()
    expect(question).to_be_hidden()
    desk.expect_state(first, "stale")
    page.locator("[data-beside-all]").click()
    question.locator("[value=yes]").click()
    desk.expect_state(first, "current")

    for key in (heading, last):
        desk.delete(key)
        desk.expect_state(key, "missing")
    page.locator("[data-beside-structure]").click()
    desk.expect_state(last, "untranslated")
    expect(page.locator(f'[data-contentpath="{heading}"] input[name$="-text"]')).to_be_focused()
    assert desk.order() == [first, heading, quote, last]


def test_two_hundred_blocks_are_laid_out_at_once(
    running: RunningNewsroom, people: Any, record_property: Any
) -> None:
    body = (
        """[("paragraph", f"<p>الفقرة {number}: وقال المدير إن العمل مستمر.</p>") for number in range(200)]"""
    )
    desk = Desk(people("desk"), running, body)
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    desk.open()
    expect(desk.page.locator(".beside-card:visible")).to_have_count(202)
    assert sum("/source/" in url for url in asked) == 1
    assert overlapping(desk.page) == []
    took = desk.page.evaluate("performance.getEntriesByName('beside').map(one => one.duration)")
    record_property("milliseconds", took)
