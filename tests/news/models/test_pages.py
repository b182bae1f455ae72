"""Addresses and identities of pages."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from news.models import ArticlePage, Author, SectionPage, Topic
from news.publication.gate import judge
from news.record.models import PublicState, PublishedDocument
from tests import factories

pytestmark = pytest.mark.usefixtures("newsroom")

SLUGS = {
    "افتتاح الرصيف الجديد": "افتتاح-الرصيف-الجديد",
    "كِتَـــابٌ": "كتاب",
    "«اقتباس» ــ ٢٠٢٥": "اقتباس-2025",
    unicodedata.normalize("NFD", "إعلان آخر"): "إعلان-آخر",
    "\u200fخبر\u200f بعلامات\u200e اتجاه": "خبر-بعلامات-اتجاه",
    "Ports & Ships, 2nd quarter": "ports-ships-2nd-quarter",
    "Économie : l’été": "économie-l-été",
    "İstanbul'da DENİZ": "istanbul-da-deniz",
    "IŞIK ve ışık": "işik-ve-ışık",
}


@pytest.mark.parametrize("live", [True, False], ids=["live", "draft"])
def test_an_address_reads_like_its_title(live: bool) -> None:
    section = factories.section("قسم")
    for title, slug in SLUGS.items():
        page = section.add_child(instance=ArticlePage(title=title, live=live))
        assert page.slug == slug, title
        assert unicodedata.is_normalized("NFC", page.slug)
        assert page.url_path == f"{section.url_path}{slug}/"


def test_an_address_is_never_empty_and_never_twice_below_one_page() -> None:
    section, other = factories.section(), factories.section()
    for title in ("؟!", "🙂", "ـــ", "ًٌٍ"):
        for live in (True, False):
            page = section.add_child(instance=ArticlePage(title=title, live=live))
            assert page.slug == f"articlepage-{str(page.uuid)[:8]}"
    titles = ("خبر", "خـبر", "خَبَر", "خبر")
    slugs = [section.add_child(instance=ArticlePage(title=title, live=False)).slug for title in titles]
    assert slugs == ["خبر", "خبر-2", "خبر-3", "خبر-4"]
    assert other.add_child(instance=ArticlePage(title="خبر", live=False)).slug == "خبر"


@pytest.mark.parametrize("title", ["كلمة " * 45, "ط" * 79, "ط" * 80, "ط" * 200])
def test_long_titles_that_are_alike_have_addresses_that_last(title: str) -> None:
    section = factories.section()
    pages = [section.add_child(instance=ArticlePage(title=title, live=live)) for live in (True, False) * 6]
    slugs = [page.slug for page in pages]
    assert len(set(slugs)) == len(slugs)
    assert max(map(len, slugs)) <= 80
    assert slugs[11].endswith("-12")
    for page in pages:
        factories.slip(page, page.save_revision())
    assert [page.slug for page in ArticlePage.objects.child_of(section).order_by("pk")] == slugs


@pytest.mark.parametrize("live", [True, False], ids=["live", "draft"])
def test_two_spellings_of_one_address_are_one(live: bool) -> None:
    section = factories.section()
    section.add_child(instance=ArticlePage(title="أول", slug="كتاب-جديد", live=live))
    with pytest.raises(ValidationError):
        section.add_child(instance=ArticlePage(title="ثان", slug="كتـاب-جديد", live=live))
    third = section.add_child(instance=ArticlePage(title="ثالث", slug="كِتابٌ", live=live))
    assert third.slug == "كتاب"
    assert section.get_children().count() == 2


def fields(title: str, slug: str) -> dict[str, str]:
    empty = dict.fromkeys(
        (
            "standfirst", "tags", "seo_title", "search_description", "lead_image", "lead_image_alt",
            "lead_image_caption", "lead_image_credit",
        ),
        "",
    )  # fmt: skip
    forms = {"body": streamfield([]), "bylines": inline_formset([]), "comments": inline_formset([])}
    forms["corrections"] = inline_formset([])
    return nested_form_data({"title": title, "slug": slug, "kind": "story", **empty, **forms})


@pytest.mark.parametrize("publish", [{}, {"action-publish": "1"}], ids=["draft", "publish"])
def test_the_form_says_that_an_address_is_taken(client: Client, publish: dict[str, str]) -> None:
    client.force_login(factories.user(is_superuser=True))
    section = factories.section()
    address = f"/admin/pages/add/news/articlepage/{section.pk}/"
    assert client.post(address, {**fields("خبر", "خـبر"), **publish}).status_code == 302
    answer = client.post(address, {**fields("خبر", "خَبـر"), **publish})
    assert answer.status_code == 200
    assert answer.context["form"].errors["slug"]
    assert [page.slug for page in ArticlePage.objects.child_of(section)] == ["خبر"]


@pytest.mark.parametrize("publish", [{}, {"action-publish": "1"}], ids=["draft", "publish"])
def test_the_form_makes_an_address_where_none_is_given(client: Client, publish: dict[str, str]) -> None:
    client.force_login(factories.user(is_superuser=True))
    section = factories.section()
    address = f"/admin/pages/add/news/articlepage/{section.pk}/"
    for title in ("🚀🔥", "خبر", "خبر"):
        assert client.post(address, {**fields(title, ""), **publish}).status_code == 302
    rocket, first, second = ArticlePage.objects.child_of(section).order_by("pk")
    assert rocket.slug == f"articlepage-{str(rocket.uuid)[:8]}"
    assert (first.slug, second.slug) == ("خبر", "خبر-2")
    edited = client.post(f"/admin/pages/{first.pk}/edit/", {**fields("عنوان", ""), **publish})
    assert edited.status_code == 302
    first.refresh_from_db()
    assert first.get_latest_revision_as_object().slug == "عنوان"
    assert client.post(address, {**fields("", ""), **publish}).context["form"].errors["title"]


def test_a_number_typed_behind_a_long_address_tells_it_apart(client: Client) -> None:
    client.force_login(factories.user(is_superuser=True))
    section = factories.section()
    address = f"/admin/pages/add/news/articlepage/{section.pk}/"
    for ending in ("", "-2", "-3"):
        assert client.post(address, fields("خبر", "ط" * 80 + ending)).status_code == 302
    slugs = [page.slug for page in ArticlePage.objects.child_of(section).order_by("pk")]
    assert slugs == ["ط" * 80, "ط" * 78 + "-2", "ط" * 78 + "-3"]


def test_names_have_addresses_of_their_own_in_each_language() -> None:
    for model in (Author, Topic):
        first = factories._named(model, "سَلمى الحُسيني", "ar", {})
        assert first.slug == "سلمى-الحسيني"
        with pytest.raises(ValidationError):
            factories._named(model, "سلمى الحسيني", "ar", {})
        assert factories._named(model, "سلمى الحسيني", "en", {}).slug == first.slug
        nameless = factories._named(model, "؟", "ar", {})
        assert nameless.slug == f"{model._meta.model_name}-{str(nameless.uuid)[:8]}"


def row_of(page: ArticlePage) -> PublishedDocument | None:
    return PublishedDocument.objects.filter(document_id=page.uuid, state=PublicState.LIVE).first()


@pytest.mark.parametrize("live", [True, False], ids=["live", "draft"])
def test_a_copy_is_another_thing_whatever_its_revisions_say(live: bool) -> None:
    page = factories.published("الأصل", tags=["شحن"])
    copy = page.copy(to=factories.section("قسم آخر"), update_attrs={"title": "نسخة"}, keep_live=live)
    copy = ArticlePage.objects.get(pk=copy.pk)
    assert copy.uuid != page.uuid
    assert copy.translation_key != page.translation_key
    for revision in copy.revisions.all():
        assert revision.as_object().uuid == copy.uuid
        factories.slip(copy, revision)
    copy.refresh_from_db()
    assert copy.uuid != page.uuid
    assert row_of(copy) is None  # nobody approved it
    found = row_of(page)
    assert found is not None
    assert found.version == 1
    factories.publish(copy)
    assert row_of(copy) is not None


def test_copies_of_a_section_are_other_things_all_the_way_down() -> None:
    section = factories.section("رياضة")
    page = factories.published(parent=section)
    copy = section.copy(recursive=True, update_attrs={"slug": "نسخة"}, keep_live=True)
    pages = {
        found.uuid
        for model in (SectionPage, ArticlePage)
        for found in model.objects.descendant_of(copy, inclusive=True)
    }
    assert len(pages) == 2
    assert not pages & {section.uuid, page.uuid}


def test_a_translation_is_another_thing_of_the_same_group() -> None:
    section = factories.section("رياضة")
    english = Locale.objects.get(language_code="en")
    section.copy_for_translation(english)
    page = factories.published("نهائي الكأس", parent=section, tags=["كأس"])
    translated = page.copy_for_translation(english)
    assert translated.uuid != page.uuid
    assert translated.translation_key == page.translation_key
    assert not translated.live
    blocks = [[block.id for block in one.body] for one in (page, translated)]
    assert blocks[0] == blocks[1]
    factories.slip(translated)
    assert judge([ArticlePage.objects.get(pk=translated.pk)])[translated.pk].reason == "ancestor_not_live"


def test_a_story_has_no_alias() -> None:
    page = factories.published()
    section = factories.section()
    with pytest.raises(ValidationError):
        page.create_alias(parent=section)
    with pytest.raises(ValidationError):
        page.copy_for_translation(Locale.objects.get(language_code="fr"), copy_parents=True, alias=True)
    assert ArticlePage.objects.count() == 1
    with pytest.raises(ValidationError):
        CreatePageAliasAction(page, parent=section).execute(skip_permission_checks=True)
    assert ArticlePage.objects.count() == 1


def test_authors_and_topics_speak_the_language_of_their_story(client: Client) -> None:
    client.force_login(factories.user(is_superuser=True))
    section = factories.section()
    address = f"/admin/pages/add/news/articlepage/{section.pk}/"
    author, topic = factories.author("Economy desk", locale="en"), factories.topic("Ports", locale="en")
    for strange in (with_byline(author), {"topics": [str(topic.pk)]}):
        for publish in ({}, {"action-publish": "1"}):
            answer = client.post(address, {**fields("خبر", "خبر"), **strange, **publish})
            assert answer.status_code == 200
            assert answer.context["form"].errors["__all__"]
    assert not ArticlePage.objects.exists()
    answer = client.post(address, {**fields("خبر", "خبر"), **with_byline(factories.author())})
    assert answer.status_code == 302
    draft = ArticlePage.objects.get().get_latest_revision_as_object()
    assert [line.author.name for line in draft.bylines.all()] == ["محرر الاقتصاد"]


def with_byline(author: Author) -> dict[str, str]:
    return nested_form_data({"bylines": inline_formset([{"author": author.pk}])})
