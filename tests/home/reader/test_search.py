"""The archive search: what it finds, what it says when it finds nothing, and what it takes from the form."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from home.reader.search_page import PAGE_SIZE
from news.record.models import PublishedDocument
from search.neighbours import choose
from tests.home.reader.browsing import Page, visit
from tests.record_factory import kill, paragraph, publish_article, publish_locale, publish_section
from tests.search_engines import rebuild

ARCHIVE = "/ar/search/"
many = hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(autouse=True)
def locales() -> None:
    for code in ("ar", "en"):
        publish_locale(code)


@pytest.fixture
def economy() -> PublishedDocument:
    return publish_section(slug="اقتصاد")


@pytest.fixture
def banks(economy: PublishedDocument) -> PublishedDocument:
    path = f"{economy.path}مصارف/"
    return publish_section(slug="مصارف", title="مصارف", path=path, parent=str(economy.document_id))


@pytest.fixture
def archive(economy: PublishedDocument, banks: PublishedDocument) -> None:
    story(title="تراجع أسعار القمح", section=banks, above=[economy], day=3)
    story(title="موسم القمح يبدأ", section=economy, day=5)
    story(title="مكتبة نجت من الحرب", section=publish_section(title="ثقافة", slug="ثقافة"), day=7)
    publish_article(locale="en", path="/en/wheat/", title="Wheat <b>falls</b>", summary="Prices & markets")
    for locale in ("ar", "en"):
        rebuild(locale)


def story(title: str, day: int, **overrides: Any) -> PublishedDocument:
    text = {"summary": "خلاصة", "body": [paragraph("متن الخبر.")]}
    at = datetime(2026, 3, day, 9, 0, tzinfo=UTC)
    return publish_article(title=title, published_at=at, **{**text, **overrides})


def titles(page: Page) -> list[str]:
    return page.texts(".results .card-title")


def found(**query: str) -> list[str]:
    page = visit(ARCHIVE, **query)
    assert page.status == 200
    return sorted(titles(page))


WHEAT = ["تراجع أسعار القمح", "موسم القمح يبدأ"]


def test_what_is_found_is_marked_and_counted(archive: None) -> None:
    page = visit(ARCHIVE, q="القمح")
    assert sorted(titles(page)) == WHEAT
    assert page.text(".results-count") == "نتيجتان"
    assert page.texts(".results mark") == ["القمح", "القمح"]
    assert page.one("#q")["value"] == "القمح"
    assert (page.one("html")["lang"], page.one("html")["dir"]) == ("ar", "rtl")
    assert page.one('meta[name="robots"]')["content"] == "noindex"


def test_the_english_archive_speaks_english(archive: None) -> None:
    page = visit("/en/search/", q="wheat")
    assert page.text(".results-count") == "1 result"
    assert page.text("h1") == "Search the archive"
    assert page.one("html")["dir"] == "ltr"


def test_marks_never_let_the_text_of_a_story_become_markup(archive: None) -> None:
    page = visit("/en/search/", q="wheat falls prices")
    assert titles(page) == ["Wheat <b>falls</b>"]
    assert page.all(".results b") == []
    assert page.text(".card-summary") == "Prices & markets"


def test_words_of_the_body_are_shown_where_the_summary_has_none() -> None:
    story(title="خبر", day=3, body=[paragraph("وصلت شحنة من البرتقال إلى المرفأ.")])
    rebuild("ar")
    page = visit(ARCHIVE, q="البرتقال")
    assert page.text(".card-summary") == "وصلت شحنة من البرتقال إلى المرفأ."
    assert page.texts("mark") == ["البرتقال"]


def test_no_question_yet(archive: None) -> None:
    page = visit(ARCHIVE)
    assert page.status == 200
    assert page.text(".notice") == "اكتب كلمة أو أكثر لتبحث في كل ما نُشر."
    assert page.all(".results") == []


def test_nothing_found_says_what_to_try(archive: None) -> None:
    page = visit(ARCHIVE, q="زرافة")
    assert (page.status, titles(page)) == (200, [])
    assert page.text(".results-count") == "لا نتائج"
    assert "كل الأقسام" in page.text(".notice")


def test_results_that_are_only_spelled_alike_are_called_so() -> None:
    story(title="استراتيجية جديدة", day=3)
    rebuild("ar")
    page = visit(ARCHIVE, q="استراتتيجية")
    assert titles(page) == ["استراتيجية جديدة"]
    assert "تشبهه في الكتابة" in page.text(".notice")


def test_an_archive_that_cannot_answer_says_so() -> None:
    publish_article()
    page = visit(ARCHIVE, q="القمح")
    assert page.status == 503
    assert page.response["Retry-After"] == "30"
    assert page.response["Cache-Control"] == "private, no-store"
    assert page.text('.notice[role="alert"]').startswith("البحث غير متاح الآن")
    assert page.one("#q")["value"] == "القمح"


def test_a_section_counts_what_is_below_it(
    archive: None, economy: PublishedDocument, banks: PublishedDocument
) -> None:
    assert found(q="القمح", section=str(economy.document_id)) == WHEAT
    assert found(q="القمح", section=str(banks.document_id)) == ["تراجع أسعار القمح"]
    assert found(q="مكتبة", section=str(banks.document_id)) == []


def test_the_form_offers_sections_by_their_way_and_keeps_the_choice(
    archive: None, banks: PublishedDocument
) -> None:
    page = visit(ARCHIVE, q="القمح", section=str(banks.document_id))
    assert page.texts("#section option") == ["كل الأقسام", "الاقتصاد", "الاقتصاد › مصارف", "ثقافة"]
    assert page.text("#section option[selected]") == "الاقتصاد › مصارف"


def test_days_bound_the_search_both_included(archive: None) -> None:
    assert found(q="القمح", **{"from": "2026-03-03", "to": "2026-03-05"}) == WHEAT
    assert found(q="القمح", **{"from": "2026-03-04", "to": "2026-03-05"}) == ["موسم القمح يبدأ"]
    assert found(q="القمح", **{"from": "2026-03-03", "to": "2026-03-04"}) == ["تراجع أسعار القمح"]


def test_either_day_may_be_left_open(archive: None) -> None:
    assert found(q="القمح", to="2026-03-03") == ["تراجع أسعار القمح"]
    assert found(q="القمح", **{"from": "2026-03-04"}) == ["موسم القمح يبدأ"]


@pytest.mark.parametrize(
    "misread",
    [
        {"from": "أمس"},
        {"to": "9999-12-31"},
        {"from": "2026-03-05", "to": "2026-03-01"},
        {"section": "no-such"},
        {"page": "0"},
        {"page": "٣"},
        {"page": "51"},
    ],
)
def test_a_filter_that_makes_no_sense_is_left_aside_openly(archive: None, misread: dict[str, str]) -> None:
    page = visit(ARCHIVE, q="القمح", **misread)
    assert sorted(titles(page)) == WHEAT
    assert page.texts(".notice") == ["لم نفهم أحد المرشّحات فتركناه جانبًا."]


def test_pages_lead_on_and_back_and_keep_the_question(economy: PublishedDocument) -> None:
    for number in range(PAGE_SIZE * 2 + 1):
        story(title=f"القمح {number}", day=1 + number % 28, section=economy)
    rebuild("ar")
    asked = {"q": "القمح", "section": str(economy.document_id), "from": "2026-03-01", "to": "2026-03-31"}
    page, walked = visit(ARCHIVE, **asked), []
    while True:
        walked += titles(page)
        onward = page.hrefs('.pager a[rel="next"]')
        if not onward:
            break
        assert {name: [value] for name, value in asked.items()}.items() <= parse_qs(
            urlsplit(onward[0]).query
        ).items()
        page = Page(Client().get(onward[0]))
    assert len(set(walked)) == len(walked) == PAGE_SIZE * 2 + 1
    assert page.text(".pager-here") == "صفحة ٣"
    assert page.hrefs('.pager a[rel="prev"]') != []


def test_a_killed_story_is_not_found_even_while_the_index_has_it(archive: None) -> None:
    page = visit(ARCHIVE, q="موسم")
    row = PublishedDocument.objects.get(type="article", path=unquote(page.hrefs(".card-title a")[0]))
    kill(row)
    assert found(q="القمح") == ["تراجع أسعار القمح"]


def test_the_search_of_a_locale_that_is_not_public_is_not_found() -> None:
    assert visit("/fr/search/").status == 404


def test_a_missing_slash_keeps_the_question() -> None:
    response = Client().get("/ar/search", {"q": "قمح", "path": "x"})
    assert response.status_code == 301
    address = urlsplit(response["Location"])
    assert (address.path, parse_qs(address.query)) == (ARCHIVE, {"q": ["قمح"], "path": ["x"]})


def test_a_search_takes_four_queries(
    archive: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        assert len(titles(visit(ARCHIVE, q="القمح"))) == 2


@many
@given(query=st.dictionaries(st.sampled_from(["q", "section", "from", "to", "page"]), st.text(max_size=60)))
def test_no_question_breaks_the_search(query: dict[str, str]) -> None:
    if not PublishedDocument.objects.filter(type="article").exists():
        publish_article()
        rebuild("ar")
    sent = {name: value.encode("utf-8", "replace") for name, value in query.items()}
    assert Client().get(ARCHIVE, sent).status_code < 500


def test_stories_to_read_next_share_words_then_the_section(
    economy: PublishedDocument, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    harvest = paragraph("محصول القمح في السهول وفير، والمزارعون ينتظرون أسعار المطاحن.")
    mills = paragraph("رفعت المطاحن أسعار شراء القمح بعد مفاوضات مع اتحاد المزارعين استمرت شهرًا.")
    story(title="محصول القمح وأسعار المطاحن", day=3, section=economy, body=[mills])
    story(title="مكتبة", day=4, section=economy)
    shown = [story(title=f"خبر {number}", day=5, section=economy) for number in range(2)]
    block = {"id": "b", "type": "related", "value": {"articles": [str(row.document_id) for row in shown]}}
    row = story(title="المزارعون والقمح", day=6, section=economy, body=[harvest, block])
    rebuild("ar")
    choose([row.document_id])
    with django_assert_num_queries(6):  # address, navigation, cards; and three for the neighbours
        page = visit(row.path)
    assert page.texts(".related .card-title") == ["محصول القمح وأسعار المطاحن", "مكتبة"]
    assert page.text(".related h2") == "مقالات ذات صلة"
    assert len(page.texts(".read-also li")) == 2


def test_without_neighbours_the_newest_of_the_section_are_read_next(economy: PublishedDocument) -> None:
    story(title="الأقدم", day=3, section=economy)
    story(title="الأحدث", day=4, section=economy)
    page = visit(story(title="خبر", day=5, section=economy).path)
    assert page.texts(".related .card-title") == ["الأحدث", "الأقدم"]


def test_a_story_alone_has_nothing_to_read_next() -> None:
    assert visit(publish_article().path).all(".related") == []
