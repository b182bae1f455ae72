"""The admin's own API answers what rules forbid in JSON, as a refusal and never as a fault."""

from typing import Any

import pytest
from django.urls import reverse

from news.models import ArticlePage
from news.publication.kills import kill
from tests import factories
from tests.news.admin.support import client_for

pytestmark = pytest.mark.usefixtures("newsroom")


@pytest.fixture
def page() -> ArticlePage:
    """A story whose section is there in English as well."""
    page = factories.article("خبر يُنقل")
    page.get_parent().specific.copy_for_translation(factories.home("en").locale)
    return page


def take(page: ArticlePage, action: str, **body: Any) -> Any:
    """The answer to an action that a superuser takes over the API."""
    url = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
    return client_for(factories.user(is_superuser=True)).post(url, body, "application/json")


@pytest.mark.parametrize("action", ["copy", "copy_for_translation"])
def test_a_killed_story_is_not_copied(page: ArticlePage, action: str) -> None:
    kill(page, notice="سُحب الخبر.", by=None)
    answer = take(page, action, locale="en")
    assert (answer.status_code, answer.json()["refusals"]) == (409, ["killed_copy"])
    assert answer.json()["detail"].startswith("الخبر المحذوف نهائيًا لا يُنسخ ولا يُترجم")
    assert ArticlePage.objects.count() == 1


def test_a_story_is_not_translated_twice_into_a_language(page: ArticlePage) -> None:
    assert take(page, "copy_for_translation", locale="en").status_code == 201
    answer = take(page, "copy_for_translation", locale="en")
    assert (answer.status_code, answer.json()["refusals"]) == (409, ["translated"])
    assert ArticlePage.objects.count() == 2


def test_a_translation_is_no_alias(page: ArticlePage) -> None:
    answer = take(page, "copy_for_translation", locale="en", alias=True)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["detail"].startswith("لا يمكن إنشاء اسم مستعار لصفحة")
    assert ArticlePage.objects.count() == 1


def test_what_a_page_finds_wrong_with_itself_is_the_answer(page: ArticlePage) -> None:
    answer = take(page, "copy", slug=page.slug, destination_page_id=page.get_parent().pk)
    assert answer.status_code == 400
    assert ArticlePage.objects.count() == 1
