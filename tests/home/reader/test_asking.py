"""The search form helps while it is typed into, and says what may have been meant."""

import json
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from news.record.models import PublishedDocument
from tests.home.reader.browsing import Page, visit
from tests.home.reader.test_search import ARCHIVE, WHEAT, archive, banks, economy, locales, titles

__all__ = ["archive", "banks", "economy", "locales"]


def test_what_may_have_been_meant_is_a_link_that_keeps_the_rest(
    archive: None, economy: PublishedDocument
) -> None:
    asked = {"section": str(economy.document_id), "from": "2026-03-01"}
    page = visit(ARCHIVE, q="أسعار القمج", **asked)
    assert page.text(".did-you-mean") == "هل تقصد: أسعار القمح"
    (link,) = page.hrefs(".did-you-mean a")
    kept = {name: value for name, (value,) in parse_qs(urlsplit(link).query).items()}
    assert kept == {**asked, "q": "أسعار القمح"}
    again = Page(Client().get(link))
    assert sorted(titles(again)) == WHEAT
    assert again.all(".did-you-mean") == []


def test_only_pages_that_search_run_a_script_and_only_ours(archive: None) -> None:
    for page in (visit(ARCHIVE), visit(ARCHIVE, q="القمح")):
        (script,) = page.all("script")
        assert (script["src"], script.get_text()) == ("/static/reader/suggest.js", "")
        policy = page.response["Content-Security-Policy"]
        assert "script-src 'self'; connect-src 'self'; " in policy
        assert "unsafe" not in policy
    front = visit("/ar/")
    assert front.all("script:not([type])") == []
    assert "script-src" not in front.response["Content-Security-Policy"]


def test_the_script_is_told_where_to_ask_and_what_to_say(archive: None) -> None:
    field = visit(ARCHIVE).one("#q")
    assert (field["data-suggest"], field["data-locale"]) == ("/api/v1/search/suggest/", "ar")
    assert field["data-label"] == "اقتراحات"
    assert json.loads(str(field["data-kinds"])) == {"section": "القسم", "topic": "موضوع", "author": "كاتب"}
    assert json.loads(str(field["data-counts"]))["two"] == "اقتراحان"
    assert "role" not in field.attrs
