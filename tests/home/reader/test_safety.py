"""Hostile text, hostile addresses, and what caches and browsers are told."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponseBase
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from home.reader import handlers
from tests.home.reader.browsing import Page, visit
from tests.record_factory import (
    picture,
    publish_article,
    publish_author,
    publish_locale,
    publish_section,
    publish_tag,
    publish_topic,
)

HOSTILE = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>"
STYLES = Path("home/static/reader/reader.css")
many = hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def assert_harmless(page: Page) -> None:
    assert page.status == 200
    assert page.all('script:not([type="application/ld+json"])') == []
    assert page.all("[onerror]") == []
    assert "alert(1)" in page.soup.get_text()


def test_hostile_text_stays_text_in_a_story() -> None:
    publish_locale("ar", title=HOSTILE)
    section = publish_section(title=HOSTILE)
    image = picture(HOSTILE) | {"caption": HOSTILE, "credit": HOSTILE}
    blocks = [
        ("heading", {"text": HOSTILE, "level": 2}),
        ("quote", {"text": HOSTILE, "attribution": HOSTILE}),
    ]
    related = publish_article(section=section, title=HOSTILE)
    blocks += [("image", image), ("related", {"articles": [str(related.document_id)]})]
    row = publish_article(
        section=section,
        title=HOSTILE,
        summary=HOSTILE,
        image=image,
        seo={"title": HOSTILE, "description": HOSTILE, "canonical": HOSTILE},
        topics=[publish_topic(name=HOSTILE)],
        tags=[publish_tag(name=HOSTILE)],
        authors=[publish_author(name=HOSTILE)],
        body=[{"id": HOSTILE, "type": kind, "value": value} for kind, value in blocks],
    )
    page = visit(row.path)
    assert_harmless(page)
    assert page.text("h1") == HOSTILE
    assert page.one(".story > .figure img")["alt"] == HOSTILE


def test_hostile_text_stays_text_in_lists() -> None:
    publish_locale("ar", title=HOSTILE, name=HOSTILE)
    section = publish_section(title=HOSTILE, summary=HOSTILE)
    publish_article(section=section, title=HOSTILE, summary=HOSTILE, image=picture(HOSTILE))
    for path in ("/ar/", section.path):
        assert_harmless(visit(path))


def test_an_address_cannot_become_a_foreign_link() -> None:
    row = publish_article(path="/ar/مقال?x=1#y/")
    assert visit(row.path).status == 200
    publish_locale("ar")
    assert quote(row.path) in visit("/ar/").hrefs(".card-title a")
    for path in ("/%2Fevil.example/", "/%2Fevil.example", "/\\evil.example"):
        assert Client().get(path).status_code == 404


def test_a_page_may_run_nothing_and_asks_nobody_else() -> None:
    page = visit(publish_article(image=picture()).path)
    policy = page.response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert page.all("[style], style") == []
    linked = [*page.hrefs('link[rel="stylesheet"]'), *(str(tag["src"]) for tag in page.all("img"))]
    assert all(re.match("/(?!/)", address) for address in linked)


@pytest.mark.parametrize("name", ["front", "section", "article"])
def test_public_pages_are_the_same_for_everybody_and_revalidated(name: str) -> None:
    section = publish_section()
    paths = {
        "front": publish_locale("ar").path,
        "section": section.path,
        "article": publish_article(section=section).path,
    }
    first = Client().get(quote(paths[name]))
    assert first["Cache-Control"] == "public, max-age=30"
    assert not first.cookies
    assert "cookie" not in first.get("Vary", "").lower()
    assert "l-ar" in first["Cache-Tag"].split(",")
    again = Client().get(quote(paths[name]), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    publish_article(section=section, title="غيره")
    publish_locale("ar", title="اسم آخر")
    changed = Client().get(quote(paths[name]), headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


def assert_refused(page: Page, status: int) -> None:
    """A page in words that no cache may keep, and that is nobody's canonical one."""
    assert page.status == status
    assert page.response["Content-Type"] == "text/html; charset=utf-8"
    assert page.response["Cache-Control"] == "private, no-store"
    assert page.text("h1") == "طلب لا يُلبّى هنا"
    assert page.all('link[rel="canonical"], link[rel="alternate"]') == []


def test_a_condition_that_cannot_hold_is_refused_in_words() -> None:
    path = quote(publish_article().path)
    assert_refused(Page(Client().get(path, headers={"if-match": '"another"'})), 412)


@pytest.mark.parametrize("path", ["/", "/ar/", "/ar/search/", "/ar/search", "/ar/لا-شيء/"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_whoever_does_not_read_is_told_so_and_asked_for_no_token(path: str, method: str) -> None:
    publish_locale("ar")
    response = Client(enforce_csrf_checks=True).generic(method, quote(path))
    assert_refused(Page(response), 405)
    assert response["Allow"] == "GET, HEAD"
    assert not response.cookies


def test_lists_carry_the_tags_of_what_they_show() -> None:
    publish_locale("ar")
    section = publish_section()
    row = publish_article(section=section)
    tags = visit(section.path).response["Cache-Tag"].split(",")
    assert {f"a-{row.document_id}", f"s-{section.document_id}"} <= set(tags)


def test_a_failure_is_explained_without_the_store(
    rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request: HttpRequest = rf.get("/ar/x/")
    with django_assert_num_queries(0):
        page = Page(handlers.server_error(request))
    assert page.status == 500
    assert page.text("h1") == "حدث خطأ"
    assert page.response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("method", "told"), [("GET", "أعد المحاولة بعد لحظات"), ("POST", "ولم يُحفظ ما أرسلته")]
)
def test_a_database_that_went_away_is_said_to_come_back(
    rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries, method: str, told: str
) -> None:
    request = rf.generic(method, "/ar/x/")
    with django_assert_num_queries(0):
        page = Page(failed(request, OperationalError("secret host")))
    assert (page.status, page.response["Retry-After"]) == (503, "5")
    assert page.response["Cache-Control"] == "private, no-store"
    assert told in page.text("main")
    assert "secret" not in page.response.content.decode()


def test_where_the_address_names_no_language_the_browser_does(rf: RequestFactory) -> None:
    request = rf.get("/admin/", headers={"accept-language": "tr"})
    assert Page(failed(request, InterfaceError())).one("html")["lang"] == "tr"


def failed(request: HttpRequest, error: Exception) -> HttpResponseBase:
    """What is answered while Django handles `error`."""
    try:
        raise error
    except type(error):
        return handlers.server_error(request)


def test_a_failure_on_the_way_to_machines_is_a_problem(rf: RequestFactory) -> None:
    response = handlers.server_error(rf.get("/api/v1/articles/"))
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    response = failed(rf.get("/api/v1/articles/"), OperationalError())
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert response["Retry-After"] == "5"


@many
@given(path=st.text(max_size=40), before=st.text(max_size=40))
def test_no_address_breaks_the_site(path: str, before: str) -> None:
    publish_locale("ar")
    for address in (f"/{quote(path.encode('utf-8', 'replace'))}", "/ar/", "/%ff%fe/", "/ar/%00/"):
        assert Client().get(address, {"before": before.encode("utf-8", "replace")}).status_code < 500


def test_a_path_longer_than_any_document_has_is_not_found() -> None:
    assert visit("/ar/" + "ا" * 3000 + "/").status == 404


def test_the_style_sheet_fits_both_directions_and_loads_nothing() -> None:
    rules = re.sub(r"/\*.*?\*/", "", STYLES.read_text(), flags=re.DOTALL)
    physical = r"(?<![\w-])(left|right|margin-(left|right|top|bottom)|padding-(left|right|top|bottom))\s*:"
    assert not re.search(physical, rules)
    assert not re.search(r"text-align:\s*(left|right)|float:|border-(left|right|top|bottom)", rules)
    assert "url(" not in rules
    assert "@import" not in rules
    assert "prefers-color-scheme: dark" in rules
