"""An editor finds a draft in a real browser, typing as people type."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.running import RunningNewsroom

pytestmark = pytest.mark.xdist_group("running")
DRAFT = "مسوّدة: تأجيل افتتاح المدارس إلى أكتوبر"
WRITE = """
from news.models import SectionPage, ArticlePage
section = SectionPage.objects.filter(locale__language_code="ar").first()
page = ArticlePage(title="بلا عنوان", live=False, locale=section.locale)
section.add_child(instance=page)
page.title = "{}"
page.save_revision()
print(page.pk)
"""


@pytest.fixture(scope="module")
def draft(running: RunningNewsroom) -> str:
    """The id of a draft that is called otherwise than its row."""
    return running.shell(WRITE.format(DRAFT))


def test_the_explorer_finds_a_draft_while_its_headline_is_typed(
    running: RunningNewsroom, people: Any, draft: str, pictures: Path
) -> None:
    page = people("desk")
    page.goto(f"{running.base}/admin/pages/")
    page.locator("#id_q").press_sequentially("تاجيل افتتاح المدا")
    expect(page.locator("#listing-results .listing tbody tr")).to_have_count(1)
    expect(page.locator("#listing-results")).to_contain_text(DRAFT)
    expect(page.locator("#listing-results tbody")).to_contain_text("العربية")
    page.screenshot(path=pictures / "desk-explorer.png")
