"""Forms carry the language and direction of what is written in them."""

from typing import Any

import pytest
from django.urls import reverse

from news.models import Author
from tests import factories
from tests.news.admin.support import client_for, edit_url

pytestmark = pytest.mark.usefixtures("newsroom")

DIRECTIONS = [("ar", "rtl"), ("en", "ltr"), ("tr", "ltr")]


def directed(form: Any) -> dict[str, tuple[str, str]]:
    attributes = {name: field.widget.attrs for name, field in form.fields.items()}
    return {name: (found["lang"], found["dir"]) for name, found in attributes.items() if "dir" in found}


@pytest.mark.parametrize(("language", "direction"), DIRECTIONS)
def test_every_form_of_a_page_runs_as_its_language_does(language: str, direction: str) -> None:
    client = client_for(factories.user("Duty editor"))
    page = factories.article("Title", locale=language)
    section = page.get_parent()
    addresses = {
        edit_url(page): {"title", "standfirst", "lead_image_caption", "search_description", "slug", "tags"},
        edit_url(section): {"title", "summary", "slug"},
        edit_url(factories.home(language)): {"title", "summary"},
        reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk]): {"title", "standfirst"},
        reverse("wagtailadmin_pages:copy", args=[page.pk]): {"new_title", "new_slug"},
    }
    for address, names in addresses.items():
        answer = client.get(address)
        found = directed(answer.context["form"])
        assert names <= found.keys(), address
        assert set(found.values()) == {(language, direction)}, address
        assert "go_live_at" not in found
        assert 'dir="rtl"' in answer.content.decode()[:200]  # the admin itself goes on in Arabic


@pytest.mark.parametrize(("language", "direction"), DIRECTIONS)
def test_so_do_those_of_authors_and_topics(language: str, direction: str) -> None:
    client = client_for(factories.user("Duty editor"))
    author = factories.author("Name", locale=language)
    add = reverse(Author.snippet_viewset.get_url_name("add"))
    edit = reverse(Author.snippet_viewset.get_url_name("edit"), args=[author.pk])
    for address in (f"{add}?locale={language}", edit):
        found = directed(client.get(address).context["form"])
        assert found == dict.fromkeys(("name", "slug", "summary"), (language, direction))
