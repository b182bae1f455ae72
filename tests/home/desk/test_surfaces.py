"""Every place of the admin where editors search finds what they mean, and shows nobody more than before."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from news.models import Author, Topic
from tests import factories
from tests.news.admin.support import client_for

pytestmark = pytest.mark.usefixtures("newsroom")
LANGUAGES = dict(settings.LANGUAGES)
DRAFT = "تأجيل افتتاح الموانئ الكبرى"
TYPED = "افتتاح الموانيء الكب"  # no hamza where it belongs, the last word half typed


def names(model: Any, view: str, chooser: bool = False) -> str:
    """The address of a view of snippets."""
    viewset = model.snippet_viewset.chooser_viewset if chooser else model.snippet_viewset
    return reverse(viewset.get_url_name(view))


def shown(user: Any, url: str, **asked: Any) -> str:
    """What a page of the admin shows somebody."""
    answer = client_for(user).get(url, asked)
    assert answer.status_code == 200, url
    # A chooser's window comes as JSON.
    is_window = answer.headers["Content-Type"] == "application/json"
    return str(answer.json()["html"]) if is_window else answer.content.decode()


def pages() -> dict[str, str]:
    """Where pages are searched."""
    root = Page.get_first_root_node()
    return {
        "explorer": reverse("wagtailadmin_explore", args=[root.pk]),
        "explorer while typing": reverse("wagtailadmin_explore_results", args=[root.pk]),
        "page search": reverse("wagtailadmin_pages:search"),
        "page search while typing": reverse("wagtailadmin_pages:search_results"),
        "page chooser": reverse("wagtailadmin_choose_page_search"),
    }


def test_pages_are_found_by_the_draft_everywhere() -> None:
    page = factories.published("خبر قديم")
    draft = page.get_latest_revision_as_object()
    draft.title = DRAFT
    draft.save_revision()
    factories.article("خبر آخر تماما", body=[])
    for place, url in pages().items():
        found = shown(factories.user("Desk editor"), url, q=TYPED)
        assert DRAFT in found, place
        assert "خبر آخر تماما" not in found, place


def test_results_of_all_languages_name_theirs() -> None:
    article = factories.article("Nashra الموانئ", locale="ar")
    factories.article("Nashra ports", locale="en")
    section = Page.objects.get(pk=article.pk).get_parent()
    everywhere = reverse("wagtailadmin_explore_results", args=[section.pk])
    for url in [*pages().values(), everywhere]:
        found = shown(factories.user("Desk editor"), url, q="nash", search_all="1")
        assert "Nashra الموانئ" in found
        assert "Nashra ports" in found
        assert LANGUAGES["ar"] in found, url
        assert LANGUAGES["en"] in found, url
    assert "Nashra ports" not in shown(factories.user("Desk editor"), everywhere, q="nash")


@pytest.mark.parametrize("model", [Author, Topic])
def test_snippets_are_found_in_their_list_and_chooser(model: Any) -> None:
    make = factories.author if model is Author else factories.topic
    make("آمنة الرفاعي")
    make("Émilie Öztürk", locale="fr")
    desk = factories.user("Desk editor")
    urls = [names(model, "list"), names(model, "list_results")]
    urls += [names(model, "choose", True), names(model, "choose_results", True)]
    for url in urls:
        found = shown(desk, url, q="امنه الرفا")
        assert "آمنة الرفاعي" in found, url
        assert "Émilie" not in found, url
        found = shown(desk, url, q="emilie oz")
        assert "Émilie" in found, url
        assert LANGUAGES["fr"] in found, url


def test_images_and_documents_are_found_in_their_list_and_chooser() -> None:
    factories.image("رصيف الموانئ", default_alt="رافعات عند الغروب")
    factories.image("شيء آخر", default_alt="")
    file = ContentFile(b"%PDF-1.4", name="a.pdf")
    get_document_model().objects.create(title="تقرير الموانئ السنوي ٢٠٢٥", file=file)
    admin = factories.user(is_superuser=True)
    for name in (
        "wagtailimages:index",
        "wagtailimages:index_results",
        "wagtailimages_chooser:choose_results",
    ):
        for asked in ("رصيف الموانيء", "رافعات الغر"):
            found = shown(admin, reverse(name), q=asked)
            assert "رصيف الموانئ" in found, name
            assert "شيء آخر" not in found, name
    for name in (
        "wagtaildocs:index",
        "wagtaildocs:index_results",
        "wagtaildocs_chooser:choose_results",
    ):
        assert "تقرير الموانئ السنوي" in shown(admin, reverse(name), q="تقرير السنوي 2025"), name


def test_an_action_on_all_that_is_listed_takes_just_that() -> None:
    wanted, other = factories.image("رصيف الموانئ"), factories.image("رصيف القطار")
    url = reverse("wagtail_bulk_action", args=["news", "newsimage", "delete"])
    found = shown(factories.user(is_superuser=True), url, id="all", q="رصيف الموا", next="/admin/")
    assert wanted.title in found
    assert other.title not in found


def test_nobody_finds_what_is_not_theirs_to_see() -> None:
    factories.article(DRAFT)
    factories.author("آمنة الرفاعي")
    factories.image("رصيف الموانئ")
    nobody, outsider = factories.user(), factories.user()
    admits = ContentType.objects.get(app_label="wagtailadmin", model="admin")
    outsider.user_permissions.set(admits.permission_set.filter(codename="access_admin"))
    for place, url in pages().items():
        if place != "page chooser":  # Wagtail lets everybody in the admin link to any page
            answer = client_for(outsider).get(url, {"q": TYPED})
            assert DRAFT not in answer.content.decode(), place
        assert client_for(nobody).get(url, {"q": TYPED}).status_code == 302, place
    for url in (names(Author, "list"), reverse("wagtailimages:index")):
        answer = client_for(outsider).get(url, {"q": "ا"}, follow=True)
        assert "آمنة الرفاعي" not in answer.content.decode()
        assert "رصيف الموانئ" not in answer.content.decode()


def test_more_results_ask_the_index_no_more_often() -> None:
    desk = client_for(factories.user("Desk editor"))
    for number in range(3):
        factories.article(f"خبر {number}")
    few = {place: searches(desk, url) for place, url in pages().items()}
    for number in range(12):
        factories.article(f"خبر آخر {number}")
    assert {place: searches(desk, url) for place, url in pages().items()} == few
    assert max(few.values()) <= 4  # a page of results, their number, and a number for each type
    assert min(few.values()) >= 1


def searches(editor: Any, url: str) -> int:
    """How often one request asks the index."""
    with CaptureQueriesContext(connection) as asked:
        assert "خبر" in editor.get(url, {"q": "خبر"}).content.decode()
    return sum(IndexEntry._meta.db_table in query["sql"] for query in asked.captured_queries)
