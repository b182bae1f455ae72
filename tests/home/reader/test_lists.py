"""Fronts and sections: newest first, whole under paging, in a known number of queries."""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from home.reader.views import PAGE_SIZE
from news.record.models import PublishedDocument
from tests.home.reader.browsing import Page, visit
from tests.record_factory import (
    document,
    paragraph,
    picture,
    publish_article,
    publish_locale,
    publish_section,
    withdraw,
)

SAME_MOMENT = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)


@pytest.fixture
def locales() -> list[PublishedDocument]:
    return [publish_locale(code, order=order) for order, code in enumerate(("ar", "en", "fr"))]


@pytest.fixture
def section() -> PublishedDocument:
    return publish_section(slug="اقتصاد")


def titles(page: Page) -> list[str]:
    return page.texts("main .card-title")


def follow(page: Page, selector: str) -> Page | None:
    links = page.hrefs(selector)
    return Page(Client().get(links[0])) if links else None


@pytest.mark.parametrize(("code", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_the_front_of_a_locale(locales: list[PublishedDocument], code: str, direction: str) -> None:
    publish_article(locale=code, title="Older")
    publish_article(locale=code, title="Newer")
    publish_article(locale="tr", title="Elsewhere")
    page = visit(f"/{code}/")
    assert (page.one("html")["lang"], page.one("html")["dir"]) == (code, direction)
    assert titles(page) == ["Newer", "Older"]
    assert {str(tag["hreflang"]) for tag in page.all(".languages a")} == {"ar", "en", "fr"} - {code}


def test_the_name_of_the_site_and_its_motto() -> None:
    publish_locale("ar", title="نشرة: أخبار بالعربية أولًا")
    page = visit("/ar/")
    assert (page.text(".brand"), page.text(".motto")) == ("نشرة", "أخبار بالعربية أولًا")
    assert page.text("title") == "نشرة: أخبار بالعربية أولًا"


def test_a_locale_without_stories_says_so(locales: list[PublishedDocument]) -> None:
    assert visit("/ar/").text(".notice") == "لم يُنشر هنا شيء بعد."


def test_a_locale_that_is_not_public_is_not_found() -> None:
    publish_article()
    assert visit("/ar/").status == 404


def test_the_lead_is_the_newest_story_with_a_picture(locales: list[PublishedDocument]) -> None:
    publish_article(title="مصوّر", image=picture())
    publish_article(title="الأحدث")
    page = visit("/ar/")
    assert page.text(".card-lead .card-title") == "مصوّر"
    assert page.one(".card-lead img")["fetchpriority"] == "high"
    assert sorted(titles(page)) == sorted(["مصوّر", "الأحدث"])


def test_navigation_names_top_sections_only(
    locales: list[PublishedDocument], section: PublishedDocument
) -> None:
    publish_section(title="مصارف", path="/ar/اقتصاد/مصارف/", parent=str(section.document_id))
    publish_section(title="World", locale="en", slug="world")
    withdraw(publish_section(title="مسحوب"))
    assert visit("/ar/").texts(".sections a") == ["الاقتصاد"]


def test_a_section_shows_itself_what_is_below_and_all_stories_of_both(
    locales: list[PublishedDocument], section: PublishedDocument
) -> None:
    below = publish_section(title="مصارف", path="/ar/اقتصاد/مصارف/", parent=str(section.document_id))
    publish_article(section=section, title="في القسم")
    publish_article(section=below, above=[section], title="تحته")
    publish_article(section=publish_section(title="ثقافة"), title="في غيره")
    page = visit(section.path)
    assert (page.text("h1"), page.text(".page-head .standfirst")) == (
        "الاقتصاد",
        document(section)["summary"],
    )
    assert page.texts(".pills a") == ["مصارف"]
    assert titles(page) == ["تحته", "في القسم"]
    assert [tag.get_text() for tag in page.all(".sections [aria-current]")] == ["الاقتصاد"]
    lower = visit(below.path)
    assert lower.texts(".crumbs a") == ["الرئيسية", "الاقتصاد"]
    assert titles(lower) == ["تحته"]


def test_an_english_section_runs_from_left_to_right(locales: list[PublishedDocument]) -> None:
    alternates = [{"locale": "ar", "id": "x", "path": "/ar/عالم/", "url": "/ar/عالم/"}]
    page = visit(publish_section(locale="en", slug="world", title="World", alternates=alternates).path)
    assert (page.one("html")["lang"], page.one("html")["dir"]) == ("en", "ltr")
    link = page.one(".versions a")
    assert (link["lang"], link["dir"], link.get_text()) == ("ar", "rtl", "العربية")


def test_paging_walks_all_stories_once_even_within_one_moment(
    locales: list[PublishedDocument], section: PublishedDocument
) -> None:
    count = PAGE_SIZE * 2 + 3
    for number in range(count):
        publish_article(section=section, title=f"خبر {number}", published_at=SAME_MOMENT)
    for path in ("/ar/", section.path):
        page: Page | None = visit(path)
        walked: list[str] = []
        while page:
            walked += titles(page)
            page = follow(page, '.pager a[rel="next"]')
        assert len(walked) == count
        assert len(set(walked)) == count


def test_the_way_back_to_newer_stories(locales: list[PublishedDocument]) -> None:
    for number in range(PAGE_SIZE * 2 + 1):
        publish_article(title=f"خبر {number}")
    first = visit("/ar/")
    second = follow(first, '.pager a[rel="next"]')
    assert second is not None
    assert second.text("h1") == "أخبار أقدم"
    assert second.all(".card-lead") == []
    assert second.all('link[rel="canonical"]') == []
    back = follow(second, '.pager a[rel="prev"]')
    assert back is not None
    assert titles(back) == titles(first)


@pytest.mark.parametrize("before", ["x", "WyJuIl0", "%00", "é", "WyJuIiwiMSIsIjIiXQ"])
def test_an_invented_place_in_a_list_is_not_found(locales: list[PublishedDocument], before: str) -> None:
    assert visit("/ar/", before=before).status == 404


def test_the_front_takes_three_queries(
    locales: list[PublishedDocument], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(PAGE_SIZE + 5):
        publish_article(image=picture())
    with django_assert_num_queries(3):
        visit("/ar/")


def test_a_section_takes_three_queries(
    locales: list[PublishedDocument],
    section: PublishedDocument,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(PAGE_SIZE + 5):
        publish_section(title=f"قسم {number}", parent=str(section.document_id))
        publish_article(section=section)
    with django_assert_num_queries(3):
        visit(section.path)


def test_a_redirect_and_a_missing_page_are_cheap(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    row = publish_article()
    with django_assert_num_queries(1):
        Client().get(quote(row.path.rstrip("/")))
    with django_assert_num_queries(3):
        visit("/ar/لا/")


def test_killed_stories_never_show_in_lists(locales: list[PublishedDocument]) -> None:
    withdraw(publish_article(title="مسحوب", body=[paragraph("نص")]))
    assert titles(visit("/ar/")) == []
