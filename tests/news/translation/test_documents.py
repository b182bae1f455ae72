"""What readers and programs are told of a translation whose source has changed."""

from typing import Any

import pytest
from django.test import Client

from news.models import ArticlePage
from news.publication.kills import kill
from news.translation.bases import settle
from news.translation.models import Translation
from tests import factories
from tests.news.publication.support import assert_in_step, events, fresh
from tests.news.publication.support import settle as drain
from tests.news.translation.test_states import edit, source, translated, write

pytestmark = pytest.mark.usefixtures("newsroom")


def told(page: ArticlePage) -> Any:
    """What the API says of where the translation stands."""
    drain()
    return Client().get(f"/api/v1/articles/{page.uuid}/").json()["data"]["translation"]


def pair() -> tuple[ArticlePage, ArticlePage]:
    """A story and its translation, both public."""
    original = source()
    page = translated(original)
    write(page, title="The port grows", standfirst="A new step.")
    for place in (0, 1):
        edit(page, place, f"Paragraph {place}")
    return original, factories.publish(fresh(page))


def block(page: ArticlePage, place: int) -> str:
    return str(fresh(page).body[place].id)


def test_exactly_the_changed_block_is_stale_until_the_source_is_taken_back() -> None:
    original, page = pair()
    fine = {
        "source_locale": "ar", "source_id": str(original.uuid), "source_version": 1, "is_stale": False,
        "severity": None, "stale_fields": [], "stale_blocks": [], "missing_blocks": [],
    }  # fmt: skip
    assert told(page) == fine
    assert told(original) is None
    edit(original, 1, "وقال المدير إن العمل توقف.")
    assert told(page) == fine
    factories.publish(fresh(original))
    stale = {**fine, "is_stale": True, "severity": "typo"}
    assert told(page) == {**stale, "stale_blocks": [block(original, 1)]}
    assert events(page) == ["published", "refreshed"]
    edit(original, 1, "وقال المدير إن العمل مستمر.")
    factories.publish(fresh(original), title="الميناء يتوسع كثيرًا")
    assert told(page) == {**stale, "stale_fields": ["title"]}
    assert_in_step()


def test_a_new_translation_and_still_right_end_it() -> None:
    original, page = pair()
    factories.publish(original, title="الميناء يتوسع كثيرًا", standfirst="خطوة كبيرة.")
    assert told(page)["stale_fields"] == ["title", "summary"]
    translation = Translation.objects.get(page=page)
    settle(translation, ["standfirst"], by=factories.user("Translator"))
    assert told(page)["stale_fields"] == ["title"]
    write(page, shown=True, title="The port grows a lot")
    assert told(page)["stale_fields"] == ["title"], "nobody has published it yet"
    factories.publish(fresh(page))
    found = told(page)
    assert (found["is_stale"], found["source_version"]) == (False, 1)


def test_a_source_that_is_not_public_is_not_named() -> None:
    original, page = pair()
    edit(original, 0, "انخفضت الصادرات.")
    fresh(original).unpublish()
    assert told(page) == {
        "source_locale": "ar", "source_id": None, "source_version": None, "is_stale": False,
        "severity": None, "stale_fields": [], "stale_blocks": [], "missing_blocks": [],
    }  # fmt: skip
    former = Client().get(f"/api/v1/articles/{page.uuid}/versions/1/").json()["data"]["translation"]
    assert former["source_id"] is None


def test_a_kill_takes_the_translation_along() -> None:
    original, page = pair()
    kill(original, notice="سُحب.", reason="خطأ", by=factories.user("Duty editor"))
    drain()
    assert Client().get(f"/api/v1/articles/{page.uuid}/").status_code == 410
