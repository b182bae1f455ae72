"""What stands at an address: the page, the way to where it went, or what became of it."""

import unicodedata
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from news.record.models import PublishedDocument
from tests.home.reader.browsing import visit
from tests.record_factory import kill, publish_article, publish_locale, publish_section, withdraw

OLD, NEW = "/ar/اقتصاد/قديم/", "/ar/اقتصاد/جديد/"


@pytest.fixture
def moved() -> PublishedDocument:
    row = publish_article(path=OLD)
    return publish_article(id=row.document_id, path=NEW)


def test_the_root_leads_to_the_default_locale() -> None:
    response = Client().get("/")
    assert (response.status_code, response["Location"]) == (302, "/ar/")


def test_a_moved_story_answers_with_its_new_address(moved: PublishedDocument) -> None:
    response = Client().get(quote(OLD))
    assert (response.status_code, response["Location"]) == (301, quote(NEW))
    assert response["Location"].isascii()
    assert response["Cache-Control"] == "public, max-age=30"
    assert visit(NEW).status == 200


@pytest.mark.parametrize("query", ["", "?x=1"])
def test_a_missing_slash_is_added_once(moved: PublishedDocument, query: str) -> None:
    response = Client().get(quote(NEW.rstrip("/")) + query)
    assert (response.status_code, response["Location"]) == (301, quote(NEW))


def test_an_old_address_without_slash_takes_one_step(moved: PublishedDocument) -> None:
    response = Client().get(quote(OLD.rstrip("/")))
    assert (response.status_code, response["Location"]) == (301, quote(NEW))


def test_nothing_is_slashed_that_is_not_there() -> None:
    for path in ("/favicon.ico", "/ar/لا-شيء", "/robots.txt", "/en"):
        assert Client().get(quote(path)).status_code == 404


def test_decomposed_letters_lead_to_the_composed_address() -> None:
    row = publish_article(locale="fr", path="/fr/économie/marché/")
    response = Client().get(quote(unicodedata.normalize("NFD", row.path)))
    assert (response.status_code, response["Location"]) == (301, quote(row.path))


def test_a_withdrawn_story_is_not_found() -> None:
    row = publish_article(title="كان هنا")
    withdraw(row)
    page = visit(row.path)
    assert page.status == 404
    assert "كان هنا" not in page.soup.get_text()


def test_a_killed_story_is_gone_and_says_why() -> None:
    publish_locale("ar")
    row = publish_article(title="خبر خاطئ")
    kill(row, "حُذف لأن الوثيقة مزورة.")
    page = visit(row.path)
    assert page.status == 410
    assert page.text(".message p") == "حُذف لأن الوثيقة مزورة."
    assert page.one("html")["dir"] == "rtl"
    assert "خبر خاطئ" not in page.soup.get_text()


def test_a_killed_story_without_notice_still_explains_itself() -> None:
    row = publish_article(locale="en", path="/en/gone/")
    kill(row, "")
    assert "permanently removed" in visit(row.path).text(".message p")


def test_the_old_address_of_a_killed_story_is_gone_too(moved: PublishedDocument) -> None:
    kill(moved, "سُحب.")
    assert visit(OLD).status == 410


def test_the_old_address_of_a_withdrawn_story_is_not_found(moved: PublishedDocument) -> None:
    withdraw(moved)
    assert visit(OLD).status == 404


def test_a_living_story_at_the_address_of_a_killed_one_is_shown() -> None:
    kill(publish_article(path=NEW))
    publish_article(path=NEW, title="حيّ")
    page = visit(NEW)
    assert (page.status, page.text("h1")) == (200, "حيّ")


def test_an_expired_story_is_hidden_everywhere() -> None:
    publish_locale("ar")
    section = publish_section()
    row = publish_article(section=section, title="انقضى", visible_until=datetime(2026, 1, 1, tzinfo=UTC))
    assert visit(row.path).status == 404
    for path in ("/ar/", section.path):
        assert "انقضى" not in visit(path).soup.get_text()


def test_a_story_about_to_expire_is_not_kept_beyond_its_end() -> None:
    publish_locale("ar")
    row = publish_article(visible_until=timezone.now() + timedelta(seconds=10))
    for path in (row.path, "/ar/"):
        kept = int(visit(path).response["Cache-Control"].rpartition("=")[2])
        assert 0 <= kept <= 10


@pytest.mark.parametrize(
    ("path", "lang", "direction"),
    [("/ar/لا/", "ar", "rtl"), ("/en/no/", "en", "ltr"), ("/لا/", "ar", "rtl"), ("/tr/yok/", "tr", "ltr")],
)
def test_not_found_speaks_the_language_of_the_address(path: str, lang: str, direction: str) -> None:
    page = visit(path)
    assert page.status == 404
    assert (page.one("html")["lang"], page.one("html")["dir"]) == (lang, direction)


def test_machines_get_problems() -> None:
    response = Client().get("/api/v1/nothing/")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_only_reading_is_answered() -> None:
    path = quote(publish_article().path)
    assert Client().post(path).status_code == 405
    assert Client().head(path).status_code == 200
