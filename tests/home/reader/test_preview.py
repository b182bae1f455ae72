"""The editor's preview: the very page of a story, marked as a draft and kept by nobody."""

from typing import Any

import pytest
from django.test import RequestFactory

from home.reader.pages import render_article
from home.reader.store import Navigation
from tests.home.reader.browsing import Page
from tests.record_factory import document, publish_article, publish_section


@pytest.fixture
def draft() -> dict[str, Any]:
    content = document(publish_article(section=publish_section(), title="لم يُنشر بعد"))
    for name in ("version", "published_at", "updated_at"):
        del content[name]
    return content


def preview(rf: RequestFactory, content: dict[str, Any]) -> Page:
    response = render_article(
        rf.get("/admin/preview/"), content, cards={}, nav=Navigation(content["locale"]), preview=True
    )
    return Page(response)


def test_a_draft_looks_like_the_story_it_will_be(rf: RequestFactory, draft: dict[str, Any]) -> None:
    page = preview(rf, draft)
    assert page.status == 200
    assert page.text("h1") == "لم يُنشر بعد"
    assert page.all(".dates") == []


def test_a_draft_says_that_it_is_one(rf: RequestFactory, draft: dict[str, Any]) -> None:
    page = preview(rf, draft)
    assert page.text(".ribbon strong") == "مسودة"
    assert page.one('meta[name="robots"]')["content"] == "noindex"
    assert page.all('link[rel="canonical"]') == []


def test_an_english_draft_says_so_in_english(rf: RequestFactory) -> None:
    content = document(publish_article(locale="en", path="/en/draft/"))
    assert preview(rf, content).text(".ribbon strong") == "Draft"


def test_nobody_keeps_a_draft(rf: RequestFactory, draft: dict[str, Any]) -> None:
    response = preview(rf, draft).response
    assert response["Cache-Control"] == "private, no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert not response.has_header("ETag")


def test_a_related_block_of_a_draft_shows_the_cards_it_is_given(
    rf: RequestFactory, draft: dict[str, Any]
) -> None:
    other = document(publish_article(title="خبر منشور"))
    block = {"id": "b", "type": "related", "value": {"articles": [other["id"], "absent"]}}
    page = Page(
        render_article(
            rf.get("/"),
            {**draft, "body": [block]},
            cards={other["id"]: other},
            nav=Navigation("ar"),
            related=[other],
            preview=True,
        )
    )
    assert page.texts(".read-also li") == ["خبر منشور"]
    assert page.texts(".related .card-title") == ["خبر منشور"]
