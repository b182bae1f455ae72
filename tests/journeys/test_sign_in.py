"""Somebody who publishes signs in with a phone, in a real browser, by keyboard, in either direction."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.running import PASSWORD, RunningNewsroom
from tests.migrated import migrated
from tests.news.access.support import code_of, secret_of

pytestmark = pytest.mark.xdist_group("running")
PEOPLE = f"""
from django.contrib.auth import get_user_model
from wagtail.users.models import UserProfile
from news.editorial.newsroom import DUTY_EDITOR
for name, language in (("duty", "ar"), ("emma", "en")):
    person = get_user_model().objects.create_user(name, password="{PASSWORD}")
    person.groups.add(DUTY_EDITOR.group())
    UserProfile.objects.create(user=person, preferred_language=language)
"""
SPILLS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def newsroom_with_phones(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNewsroom]:
    """A newsroom that asks for a second factor."""
    newsroom = RunningNewsroom(tmp_path_factory.mktemp("phones"), migrated())
    newsroom.env["TWO_FACTOR"] = "true"
    newsroom.manage("newsroom", "--verbosity", "0")
    newsroom.shell(PEOPLE)
    newsroom.start("web")
    yield newsroom
    newsroom.kill()


def give_password(page: Page, newsroom: RunningNewsroom, name: str) -> None:
    """The first step, by keyboard."""
    page.goto(f"{newsroom.base}/admin/login/")
    focused(page, "id_username")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    focused(page, "id_password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def focused(page: Page, field: str) -> None:
    """Wait until what is typed goes into a field, without a click."""
    page.wait_for_function(f"document.activeElement.id === '{field}'")


def described(page: Page) -> str:
    """What a screen reader says of the field for the code, besides its label."""
    names = (page.get_attribute("#id_code", "aria-describedby") or "").split()
    return " ".join(page.inner_text(f"#{name}") for name in names)


@pytest.mark.parametrize(("name", "direction"), [("duty", "rtl"), ("emma", "ltr")])
def test_a_second_factor_is_turned_on_and_used(
    newsroom_with_phones: RunningNewsroom, chromium: Browser, pictures: Path, name: str, direction: str
) -> None:
    newsroom, context = newsroom_with_phones, chromium.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    give_password(page, newsroom, name)
    page.wait_for_url("**/admin/login/second-factor/")
    assert page.evaluate("document.documentElement.dir") == direction
    key = secret_of(page.inner_text(".access-secret"))
    assert page.locator(".access-code-picture svg").bounding_box() is not None
    assert not page.evaluate(SPILLS)

    focused(page, "id_code")
    page.keyboard.type("abcdef")
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_code[aria-invalid=true], .error-message")
    assert page.locator(".error-message").is_visible()
    assert page.inner_text(".error-message").strip() in described(page)
    page.screenshot(path=pictures / f"second-factor-{direction}.png", full_page=True)

    page.fill("#id_code", code_of(key))
    page.keyboard.press("Enter")
    page.wait_for_selector(".access-codes")
    codes = page.locator(".access-codes code").all_inner_texts()
    assert len(codes) == 10
    assert not page.evaluate(SPILLS)
    page.screenshot(path=pictures / f"recovery-codes-{direction}.png", full_page=True)
    page.locator("footer a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    context.close()

    page = (context := chromium.new_context(viewport={"width": 1280, "height": 900})).new_page()
    give_password(page, newsroom, name)
    page.wait_for_url("**/admin/login/code/")
    page.screenshot(path=pictures / f"code-{direction}.png")
    focused(page, "id_code")
    page.keyboard.type(codes[0])
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    make_token(page, newsroom, pictures / f"token-{direction}.png")
    context.close()


def make_token(page: Page, newsroom: RunningNewsroom, picture: Path) -> None:
    """Make a token by keyboard; it is selected, ready to be copied."""
    page.goto(f"{newsroom.base}/admin/tokens/")
    page.fill("#id_name", "wire")
    page.locator("[name=scopes][value=read]").focus()
    page.keyboard.press("Space")
    page.screenshot(path=picture.with_stem(f"new-{picture.stem}"), full_page=True)
    page.locator("form[action='/admin/tokens/'] button[type=submit]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#token")
    page.screenshot(path=picture)
    assert page.input_value("#token").startswith("nashra_")
    assert page.locator("label[for=token]").is_visible()
