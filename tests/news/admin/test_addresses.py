"""Addresses the admin refuses, copies it makes, files it hands out."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document

from home.models import HomePage
from news.models import ArticlePage, SectionPage
from tests import factories
from tests.news.admin.support import bulk_url, client_for, messages_in, section_form

pytestmark = pytest.mark.usefixtures("newsroom")

REFUSED = "يحتاج موقع القراء إلى هذا العنوان لنفسه."


@pytest.mark.parametrize("slug", ["search", "Search", "ｓｅａｒｃｈ"])
def test_a_first_section_cannot_stand_where_the_search_is(slug: str) -> None:
    client = client_for(factories.user("Duty editor"))
    url = reverse("wagtailadmin_pages:add", args=["news", "sectionpage", factories.home().pk])
    answer = client.post(url, section_form("بحث", slug))
    assert answer.status_code == 200
    assert answer.context["form"].errors["slug"] == [REFUSED]
    assert not SectionPage.objects.exists()


def test_a_section_below_another_may_but_cannot_move_up() -> None:
    client = client_for(factories.user("Duty editor"))
    outer = factories.section("رياضة")
    inner = factories.section("بحث", parent=outer, slug="search")
    url = reverse("wagtailadmin_pages:move_confirm", args=[inner.pk, factories.home().pk])
    answer = client.post(url, follow=True)
    assert messages_in(answer) == REFUSED
    assert SectionPage.objects.get(pk=inner.pk).get_parent().pk == outer.pk


def test_moving_several_sections_keeps_them_from_there_too() -> None:
    client = client_for(factories.user("Duty editor"))
    outer = factories.section("رياضة")
    inner = factories.section("بحث", parent=outer, slug="search")
    other = factories.section("كرة", parent=outer)
    answer = client.post(bulk_url("move", inner, other), {"chooser": factories.home().pk}, follow=True)
    assert messages_in(answer) == REFUSED
    assert {page.get_parent().pk for page in SectionPage.objects.filter(depth=4)} == {outer.pk}
    client.post(bulk_url("move", other), {"chooser": factories.home().pk})
    assert SectionPage.objects.get(pk=other.pk).depth == 3


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


@pytest.mark.parametrize("slug", ["search", "Search", "ريـاضة"])
def test_a_copy_gets_no_address_that_is_reserved_or_taken(slug: str) -> None:
    client = client_for(factories.user("Duty editor"))
    section = factories.section("رياضة")
    form = {"new_title": "نسخة", "new_slug": slug, "new_parent_page": factories.home().pk}
    answer = client.post(reverse("wagtailadmin_pages:copy", args=[section.pk]), form)
    assert answer.status_code == 200
    assert answer.context["form"].errors["new_slug"]
    assert SectionPage.objects.get() == section


def test_a_home_page_is_not_copied() -> None:
    client = client_for(factories.user(is_superuser=True))
    home = factories.home()
    url = reverse("wagtailadmin_pages:copy", args=[home.pk])
    form = {"new_title": "أخرى", "new_slug": "أخرى", "new_parent_page": home.get_parent().pk}
    for answer in (client.get(url, follow=True), client.post(url, form, follow=True)):
        assert answer.status_code == 200
        assert messages_in(answer) == "كل لغة لها صفحة رئيسة واحدة، ولذلك لا تُنسخ."
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
    for url in (f"/admin/media/{name}", factories.image().file.url):
        answer = client_for(factories.user("Reporter")).get(url)
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.get("Content-Disposition", "inline").startswith("inline")


def test_documents_open_for_editors_only() -> None:
    document = Document.objects.create(title="بيان", file=ContentFile("نص".encode(), "statement.txt"))
    assert client_for(factories.user("Reporter")).get(document.url).status_code == 200
    stranger = Client().get(document.url)
    assert stranger.status_code == 302
    assert stranger.url.startswith(reverse("wagtailadmin_login"))
