"""The editor of a story writes in the story's direction, whichever way the admin itself runs."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.running import PASSWORD, RunningNewsroom

pytestmark = pytest.mark.xdist_group("running")

PAGE = (
    "from news.models import ArticlePage;"
    "print(next(p.pk for p in ArticlePage.objects.filter(locale__language_code='{}').order_by('pk')"
    " if {{'heading', 'quote'}} <= {{b.block_type for b in p.body}}))"
)
ENGLISH_EDITOR = f"""
from django.contrib.auth import get_user_model
from wagtail.users.models import UserProfile
person = get_user_model().objects.create_superuser("emma", password="{PASSWORD}")
UserProfile.objects.create(user=person, preferred_language="en")
"""
DIRECTIONS = """fields => [...document.querySelectorAll(fields)].map(
  field => [field.name || field.className.split(" ").pop(), getComputedStyle(field).direction])"""
WRITTEN = ", ".join(
    f"[role=tabpanel] {field}"
    for field in (
        "input[type=text]", "textarea", ".public-DraftEditor-content", ".public-DraftStyleDefault-block"
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def editors(running: RunningNewsroom) -> dict[str, str]:
    """Somebody for whom the admin runs this way, and somebody for whom it runs that way."""
    running.shell(ENGLISH_EDITOR)
    return {"rtl": "desk", "ltr": "emma"}


def open_story(page: Page, running: RunningNewsroom, language: str) -> None:
    page.goto(f"{running.base}/admin/pages/{running.shell(PAGE.format(language))}/edit/")
    page.wait_for_selector(".public-DraftStyleDefault-block")
    page.wait_for_selector("[name$=value-attribution]")


def directions(page: Page, fields: str = WRITTEN) -> dict[str, str]:
    """The direction each field is shown in, by its name or class."""
    found: list[tuple[str, str]] = page.evaluate(DIRECTIONS, fields)
    for name, direction in found:
        assert dict(found)[name] == direction, name
    return dict(found)


@pytest.mark.parametrize("admin", ["rtl", "ltr"])
def test_fields_run_as_their_story_does(
    running: RunningNewsroom, people: Any, editors: dict[str, str], pictures: Path, admin: str
) -> None:
    page = people(editors[admin])
    for story, direction in (("en", "ltr"), ("ar", "rtl")):
        open_story(page, running, story)
        page.screenshot(path=pictures / f"direction-{admin}-{story}.png")
        assert page.evaluate("document.documentElement.dir") == admin
        found = directions(page)
        assert set(found.values()) == {direction}
        assert {"title", "standfirst", "slug", "seo_title", "public-DraftEditor-content"} <= found.keys()
        assert [name for name in found if name.startswith("body-")]
        assert directions(page, "[name=go_live_at]") == {"go_live_at": admin}
        assert page.get_attribute("#id_title", "lang") == story


def test_a_paragraph_that_begins_in_latin_letters_runs_as_its_story_does(
    running: RunningNewsroom, people: Any
) -> None:
    page = people("desk")
    open_story(page, running, "ar")
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("NASA ")
    page.wait_for_selector(".public-DraftStyleDefault-ltr")
    assert directions(page, ".public-DraftStyleDefault-ltr") == {"public-DraftStyleDefault-ltr": "rtl"}
