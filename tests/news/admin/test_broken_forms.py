"""A form that arrives without parts of it is refused, never a fault, and nothing is lost by it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from news.models import ArticlePage
from tests import factories
from tests.news.admin.support import article_form, client_for, edit_url
from tests.news.publication.support import fresh

pytestmark = pytest.mark.usefixtures("newsroom")
IN_A_LIST = {"body-0-type": "list", "body-0-value-items-count": "1", "body-0-value-ordered": ""}


@pytest.fixture
def client() -> Client:
    client = client_for(factories.user("Desk editor"))
    client.raise_request_exception = False
    return client


@pytest.fixture
def page() -> ArticlePage:
    return factories.article("خبر كامل")


def without(form: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in form.items() if name not in names}


def statuses(client: Client, page: ArticlePage, form: dict[str, Any]) -> set[int]:
    """What saving this form of a story answers, and beginning one with it; nothing may come of either."""
    add = reverse("wagtailadmin_pages:add", args=["news", "articlepage", page.get_parent().pk])
    before = fresh(page).body.get_prep_value(), fresh(page).latest_revision_id
    found = {client.post(url, form).status_code for url in (edit_url(page), add)}
    assert (fresh(page).body.get_prep_value(), fresh(page).latest_revision_id) == before
    assert ArticlePage.objects.count() == 1
    return found


@pytest.mark.parametrize("name", ["count", "0-deleted", "0-order", "0-type", "0-value"])
def test_a_body_is_sent_whole(client: Client, page: ArticlePage, name: str) -> None:
    assert statuses(client, page, without(article_form(page), f"body-{name}")) == {400}


@pytest.mark.parametrize(
    "sent",
    [
        {"body-count": "كثير"},
        {"body-0-order": ""},
        IN_A_LIST,
        {"body-0-value": ""},
        {"body-0-value": "<p>نص</p>"},
        {"body-0-value": "[]"},
        {"body-0-value": "[" * 100_000},
        {"body-0-type": "image", "body-0-value-image": "x"},
    ],
    ids=["no number", "no order", "a list without items", "nothing", "HTML", "a list", "too deep", "image"],
)
def test_a_body_has_the_shape_the_editor_gives_it(
    client: Client, page: ArticlePage, sent: dict[str, str]
) -> None:
    assert statuses(client, page, article_form(page, **sent)) == {400}


@pytest.mark.parametrize(("formset", "status"), [("bylines", 200), ("corrections", 200), ("comments", 302)])
@pytest.mark.parametrize("missing", [("TOTAL_FORMS", "INITIAL_FORMS"), ("TOTAL_FORMS",), ("INITIAL_FORMS",)])
def test_without_the_count_of_lines_none_is_lost(
    client: Client, formset: str, status: int, missing: tuple[str, ...]
) -> None:
    author = factories.author("ليلى حداد")
    page = factories.article("خبر كامل", bylines=[author])
    line = page.bylines.get()
    sent = {
        "bylines-TOTAL_FORMS": "1", "bylines-INITIAL_FORMS": "1", "bylines-0-id": line.pk,
        "bylines-0-author": author.pk, "bylines-0-ORDER": "1",
    }  # fmt: skip
    form = without(article_form(page, **sent), *(f"{formset}-{name}" for name in missing))
    assert client.post(edit_url(page), form).status_code == status
    draft = fresh(page).get_latest_revision_as_object()
    assert [one.author for one in draft.bylines.all()] == [author]
