"""A story goes out in two languages together, and is corrected: what everybody sees of that, in browsers."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.running import RunningNewsroom, wait_for
from tests.journeys.test_day_at_the_desk import open_editor, submit, take
from tests.journeys.test_story import opened

pytestmark = pytest.mark.xdist_group("running")
TITLE = "المترو يصل إلى الضاحية الشرقية"
MAKE = f"""
import json
from django.contrib.auth import get_user_model
from news.editorial.approvals import approve_import
from news.editorial.newsroom import ROLES
from news.models import ArticlePage, SectionPage
section = SectionPage.objects.get(url_path="/ar/اقتصاد/")
page = section.add_child(instance=ArticlePage(
    title="{TITLE}", standfirst="أربع محطات جديدة.", live=False, locale=section.locale,
    body=[("paragraph", "<p>يفتتح الخط يوم الأحد.</p>"), ("paragraph", "<p>وكلفته مليار.</p>")]))
revision = page.save_revision()
approve_import(revision.as_object(), run="journey", by=None)
revision.publish()
group = next(role.group() for role in ROLES if role.key == "translator")
editors = next(role.group() for role in ROLES if role.key == "translation")
for name, role in (("layla", group), ("karim", group), ("nour", editors)):
    person = get_user_model().objects.create_user(name, f"{{name}}@nashra.example", "nashra-demo")
    person.groups.add(role)
print(json.dumps([page.pk, [str(block.id) for block in page.body]]))
"""
TARGETS = """
import json
from news.models import ArticlePage
pages = ArticlePage.objects.filter(translation__source_id={source}).select_related("locale")
print(json.dumps({{page.locale.language_code: [page.pk, str(page.uuid)] for page in pages}}))
"""
CORRECT = """
import time
from news.editorial.approvals import approve_import
from news.models import ArticlePage
from news.models.corrections import Correction
page = ArticlePage.objects.get(pk={source})
draft = page.get_latest_revision_as_object()
raw = list(draft.body.get_prep_value())
raw[1] = {{**raw[1], "value": "<p>وكلفته ملياران.</p>"}}
draft.body = draft.body.stream_block.to_python(raw)
draft.corrections = [Correction(type="correction", note="صححنا الكلفة.", blocks=[raw[1]["id"]])]
revision = draft.save_revision()
approve_import(revision.as_object(), run="journey", by=None)
revision.publish()
"""
WORDS = {
    "en": ("The metro reaches the suburb", "Four new stations.", "It opens on Sunday.", "It cost a billion."),
    "fr": ("Le métro atteint la banlieue", "Quatre gares.", "Ouverture dimanche.", "Il a coûté un milliard."),
}


class Story:
    """A public story, its translations once they were asked for, and what readers have of them."""

    def __init__(self, running: RunningNewsroom) -> None:
        self.running, self.base = running, running.base
        self.source, self.blocks = json.loads(running.shell(MAKE).splitlines()[-1])
        self.targets: dict[str, Any] = {}

    def ask_for(self, desk: Page) -> None:
        """Tick the story on the desk of translations and ask for two languages."""
        desk.goto(f"{self.base}/admin/newsroom/translations/")
        desk.locator("tr", has_text=TITLE).locator("input[name=story]").check()
        for locale in WORDS:
            desk.check(f"[name=locales][value={locale}]")
        desk.locator(".board__bulk button[type=submit]").click()
        expect(desk.locator(".messages")).to_contain_text("ترجمتان")
        self.targets = json.loads(self.running.shell(TARGETS.format(source=self.source)).splitlines()[-1])

    def page_id(self, locale: str) -> int:
        return int(self.targets[locale][0])

    def api(self, locale: str) -> Any:
        """The answer of the API."""
        return self.running.get(f"/api/v1/articles/{self.targets[locale][1]}/")

    def standing(self, locale: str) -> Any:
        """What the document says of the translation."""
        return self.api(locale).json()["data"]["translation"]

    def reader(self, locale: str) -> str:
        """The page that readers see."""
        return self.running.get(self.api(locale).json()["data"]["path"]).text

    def press(self, page: Page, address: str) -> None:
        """Open one of the newsroom's forms and send it."""
        page.goto(f"{self.base}/admin/newsroom/{address}/")
        send(page)

    def translate(self, page: Page, locale: str) -> None:
        """Take a translation, write every piece beside its source, and submit it."""
        self.press(page, f"stories/{self.page_id(locale)}/claim")
        open_editor(page, self.base, self.page_id(locale))
        page.locator(".beside-card").first.wait_for()
        title, standfirst, *texts = WORDS[locale]
        page.fill("#id_title", title)
        page.fill("#id_standfirst", standfirst)
        for key, text in zip(self.blocks, texts, strict=True):
            type_in(page, key, text)
        for key in ("title", "standfirst", *self.blocks):
            expect_state(page, key, "current")
        submit(page, self.base, self.page_id(locale))

    def gather(self, duty: Page) -> None:
        """Put both translations into one release."""
        take(duty, self.base, self.page_id("en"), "add-to-release", title="المترو بلغتين")
        duty.goto(f"{self.base}/admin/newsroom/stories/{self.page_id('fr')}/add-to-release/")
        duty.locator("select[name=release]").select_option(index=1)
        send(duty)

    def let_go(self, duty: Page, pictures: Path) -> None:
        """Let the release go out."""
        duty.goto(f"{self.base}/admin/newsroom/releases/")
        duty.get_by_role("link", name="المترو بلغتين").first.click()
        duty.screenshot(path=pictures / "release-ready-ar.png")
        duty.locator("a[href$='/release/']").first.click()
        send(duty)

    def approve(self, page: Page, locale: str) -> None:
        """Approve a translation."""
        open_editor(page, self.base, self.page_id(locale))
        choice = page.locator("[data-workflow-action-name=approve]").first
        wait_for(lambda: opened(page, choice))
        choice.click()
        page.wait_for_load_state()

    def on_the_desk(self, page: Page) -> str:
        """The row of the story on the desk of translations."""
        page.goto(f"{self.base}/admin/newsroom/translations/")
        return page.locator("tr", has_text=TITLE).first.inner_text()


def send(page: Page) -> None:
    """Send the form of an action."""
    page.locator("form button[type=submit].button").last.click()
    page.wait_for_load_state()


def type_in(page: Page, key: str, text: str) -> None:
    """Type into a block in place of what it says."""
    page.locator(f'[data-contentpath="{key}"] [contenteditable=true]').click()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def expect_state(page: Page, key: str, state: str) -> None:
    """Wait until the editor says that a piece is in a state."""
    card = page.locator(f'[id="beside-{key}"]')
    expect(card).to_have_attribute("data-state", state, timeout=30_000)


def test_translations_go_out_together_and_their_source_is_corrected(
    running: RunningNewsroom, people: Any, pictures: Path
) -> None:
    story = Story(running)
    duty, layla, karim, nour = (people(name) for name in ("duty", "layla", "karim", "nour"))
    story.ask_for(duty)
    duty.screenshot(path=pictures / "translations-requested-ar.png")
    for person, locale in ((layla, "en"), (karim, "fr")):
        story.translate(person, locale)
        assert story.api(locale).status_code == 404
    story.gather(duty)
    for locale in WORDS:
        story.approve(nour, locale)
        assert story.api(locale).status_code == 404, "it waits for the other"
    story.let_go(duty, pictures)
    assert [story.api(locale).status_code for locale in WORDS] == [200, 200]

    changed = story.blocks[1]
    running.shell(CORRECT.format(source=story.source))
    for locale in WORDS:
        found = story.standing(locale)
        assert (found["stale_blocks"], found["stale_fields"], found["severity"]) == ([changed], [], "fact")
        assert 'class="outdated"' in story.reader(locale)
    for person in (layla, karim):
        assert story.on_the_desk(person).count("صُحّح الأصل") == 2
    layla.screenshot(path=pictures / "translations-stale-ar.png")

    open_editor(layla, running.base, story.page_id("en"))
    expect_state(layla, changed, "stale")
    card = layla.locator(f'[id="beside-{changed}"]')
    expect(card.locator("del")).to_contain_text("مليار")
    expect(card.locator("ins")).to_contain_text("ملياران")
    type_in(layla, changed, "It cost two billion.")
    expect_state(layla, changed, "current")
    open_editor(karim, running.base, story.page_id("fr"))
    karim.locator(f'[id="beside-{changed}"] [data-beside-settle]').click()
    expect_state(karim, changed, "current")
    wait_for(lambda: not story.standing("fr")["is_stale"])
    assert story.standing("en")["is_stale"], "what she wrote is not public yet"

    submit(layla, running.base, story.page_id("en"))
    story.approve(nour, "en")
    wait_for(lambda: not story.standing("en")["is_stale"])
    assert "two billion" in story.reader("en")
    assert 'class="outdated"' not in story.reader("en")
