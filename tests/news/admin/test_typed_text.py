"""What the forms make of text that cannot be stored, or that nobody can see."""

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from news.models import ArticlePage, Author, SectionPage
from tests import factories
from tests.news.admin.support import article_form, client_for, edit_url, section_form

pytestmark = pytest.mark.usefixtures("newsroom")

NOTHING = "لا يُرى هنا شيء: ليس فيه إلا رموز لا تظهر."
INVISIBLE = [
    "\u200f\u202e",
    "\u2060",
    "\u061c",
    "\u202a\u202c",
    "\u2066\u2069",
    "\u200b\u200c\u200d",
    "\u3164",
]


@pytest.fixture
def client() -> Client:
    return client_for(factories.user("Duty editor"))


def add_url(kind: str, parent: Any) -> str:
    return reverse("wagtailadmin_pages:add", args=["news", kind, parent.pk])


def prose(text: str, link: str = "/x/") -> str:
    """What the rich text editor sends, as the JSON it is."""
    entity = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": link}}
    block = {
        "key": "aaaaa", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
        "entityRanges": [{"offset": 0, "length": 1, "key": 0}],
    }  # fmt: skip
    return json.dumps({"blocks": [block], "entityMap": {"0": entity}})


def in_a_list(text: str) -> dict[str, str]:
    return {
        "body-0-type": "list", "body-0-value-items-count": "1", "body-0-value-items-0-deleted": "",
        "body-0-value-items-0-order": "0", "body-0-value-items-0-type": "item",
        "body-0-value-items-0-id": "", "body-0-value-items-0-value": prose(text),
    }  # fmt: skip


@pytest.mark.parametrize(
    "where", [{"body-0-value": prose("خبر \ud83d ناقص\x00", "/\udc00/")}, in_a_list("\ud83dخبر")]
)
def test_half_a_character_in_the_body_is_left_out(client: Client, where: dict[str, str]) -> None:
    assert r"\ud83d" in json.dumps(where)
    section = factories.section()
    draft = ArticlePage(title="مسودة", slug="مسودة")
    assert client.post(add_url("articlepage", section), article_form(draft, **where)).status_code == 302
    page = ArticlePage.objects.get()
    assert client.post(edit_url(page), article_form(page, **where)).status_code == 302
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(preview, article_form(page, **where)).json()["is_valid"]
    assert "بر" in client.get(preview).content.decode()
    page.refresh_from_db()
    stored = json.dumps(page.get_latest_revision_as_object().body.get_prep_value(), ensure_ascii=False)
    assert "بر" in stored
    stored.encode()
    assert "\x00" not in json.loads(stored)[0]["value"]


@pytest.mark.parametrize("title", INVISIBLE)
@pytest.mark.parametrize("action", ["", "action-submit"])
def test_a_title_nobody_can_see_is_refused(client: Client, title: str, action: str) -> None:
    section = factories.section("قسم")
    story = ArticlePage(title=title, slug="خبر")
    answers = [
        client.post(add_url("articlepage", section), article_form(story, action)),
        client.post(add_url("sectionpage", section), section_form(title, "قسم")),
    ]
    assert [answer.context["form"].errors["title"] for answer in answers] == [[NOTHING], [NOTHING]]
    assert not ArticlePage.objects.exists()
    assert SectionPage.objects.get() == section
    with pytest.raises(ValidationError):
        section.add_child(instance=ArticlePage(title=title, slug="خبر", live=not action))


def test_nor_does_an_edit_or_a_copy_get_one(client: Client) -> None:
    page = factories.article("عنوان")
    page.title = "\u2066\u2069"
    assert client.post(edit_url(page), article_form(page)).context["form"].errors["title"] == [NOTHING]
    form = {"new_title": "\u202e", "new_slug": "نسخة", "new_parent_page": page.get_parent().pk}
    answer = client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form)
    assert answer.context["form"].errors["new_title"] == [NOTHING]
    assert ArticlePage.objects.get().title == "عنوان"


def test_a_name_or_a_tag_nobody_can_see_is_refused(client: Client) -> None:
    address = reverse(Author.snippet_viewset.get_url_name("add"))
    answer = client.post(f"{address}?locale=ar", {"name": "\u200f\u2060", "slug": "", "summary": ""})
    assert answer.context["form"].errors["name"] == [NOTHING]
    page = factories.article("عنوان")
    answer = client.post(edit_url(page), article_form(page, tags='شحن, "\u2066\u2069"'))
    assert answer.context["form"].errors["tags"] == [NOTHING]


def test_direction_marks_and_joiners_beside_letters_are_welcome(client: Client) -> None:
    section = factories.section()
    for title in ("\u2067خبر\u2069", "می\u200cروم", "❤\ufe0f", "👩\u200d🚀"):
        story = ArticlePage(title=title, slug="")
        assert client.post(add_url("articlepage", section), article_form(story)).status_code == 302
    assert ArticlePage.objects.count() == 4
