"""Addresses the admin refuses, copies it makes, files it hands out."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document

from home.models import HomePage
from news.models import ArticlePage, SectionPage
from tests import factories

pytestmark = pytest.mark.usefixtures("newsroom")


def client_for(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def section_form(slug: str) -> dict[str, str]:
    comments = {f"comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}
    return {
        "title": "بحث",
        "slug": slug,
        "summary": "",
        "seo_title": "",
        "search_description": "",
        **comments,
    }


@pytest.mark.parametrize("slug", ["search", "Search", "ｓｅａｒｃｈ"])
def test_a_first_section_cannot_stand_where_the_search_is(slug: str) -> None:
    client = client_for(factories.user("Duty editor"))
    url = reverse("wagtailadmin_pages:add", args=["news", "sectionpage", factories.home().pk])
    answer = client.post(url, section_form(slug))
    assert answer.status_code == 200
    assert answer.context["form"].errors["slug"]
    assert not SectionPage.objects.exists()


def test_a_section_below_another_may_but_cannot_move_up() -> None:
    client = client_for(factories.user("Duty editor"))
    outer = factories.section("رياضة")
    inner = factories.section("بحث", parent=outer, slug="search")
    url = reverse("wagtailadmin_pages:move_confirm", args=[inner.pk, factories.home().pk])
    client.post(url)
    assert SectionPage.objects.get(pk=inner.pk).get_parent().pk == outer.pk


def test_copying_makes_a_copy_and_never_an_alias() -> None:
    client = client_for(factories.user(is_superuser=True))
    section = factories.section("رياضة")
    page = factories.article("الأصل", parent=section)
    form = {"new_title": "النسخة", "new_slug": "النسخة", "new_parent_page": section.pk, "alias": "on"}
    client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form)
    copy = ArticlePage.objects.get(slug="النسخة")
    assert copy.alias_of_id is None
    assert copy.uuid != page.uuid
    form = {"new_title": "قسم", "new_slug": "قسم", "new_parent_page": factories.home().pk, "alias": "on"}
    client.post(reverse("wagtailadmin_pages:copy", args=[section.pk]), form)
    assert SectionPage.objects.get(slug="قسم").alias_of_id is None
    assert HomePage.objects.count() == 4


@pytest.mark.parametrize("name", ["a" * 300, "original_images/port.jpg/x"])
def test_a_name_no_file_can_have_is_not_found(name: str) -> None:
    factories.image()
    client = client_for(factories.user("Reporter"))
    for place in ("/media/", "/admin/media/"):
        assert client.get(f"{place}{name}").status_code == 404


def test_what_is_no_image_is_for_saving() -> None:
    name = default_storage.save("documents/x.html", ContentFile(b"<script>alert(1)</script>"))
    answer = client_for(factories.user("Reporter")).get(f"/admin/media/{name}")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_documents_open_for_editors_only() -> None:
    document = Document.objects.create(title="بيان", file=ContentFile("نص".encode(), "statement.txt"))
    assert client_for(factories.user("Reporter")).get(document.url).status_code == 200
    assert Client().get(document.url).status_code == 302
