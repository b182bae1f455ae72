"""The HTTP contract of search and related stories, against a real engine and store."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from news.record.documents import rfc3339
from search.engines.factory import engine
from tests.record_factory import (
    kill,
    paragraph,
    publish_article,
    publish_section,
    withdraw,
)
from tests.search.conftest import Get
from tests.search.following import index_with_neighbours as index


def ids(response: HttpResponse) -> list[str]:
    """The ids of a list."""
    assert response.status_code == 200, response.content
    return [card["id"] for card in response.json()["data"]]


def refused(response: HttpResponse, status: int, code: str) -> dict[str, object]:
    """The problem that `response` is."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["code"] == code
    return problem


def test_search_answers_cards_highlights_and_meta(get: Get) -> None:
    row = publish_article(title="قمة بيروت 🎉 تختتم القمة")
    index()
    answer = get("search/", q="الْقِمّة").json()
    (card,) = answer["data"]
    assert card["id"] == str(row.document_id)
    assert card["path"] == row.path
    assert card["highlights"] == [
        {"field": "title", "text": "قمة بيروت 🎉 تختتم القمة", "ranges": [[0, 3], [19, 24]]}
    ]
    assert answer["meta"] == {
        "total": 1,
        "open_ended": False,
        "page": 1,
        "page_size": 20,
        "weak": False,
        "did_you_mean": None,
        "interpreted": {"words": ["القمه"], "phrases": []},
        "facets": {},
        "engine": engine().name,
        "meaning": False,
    }
    assert answer["links"] == {"next": None, "prev": None}


def test_highlight_ranges_are_utf16_units(get: Get) -> None:
    publish_article(title="🎉🎉 قمة")
    index()
    (highlight,) = get("search/", q="قمة").json()["data"][0]["highlights"]
    (start, end), units = highlight["ranges"][0], highlight["text"].encode("utf-16-le")
    assert units[2 * start : 2 * end].decode("utf-16-le") == "قمة"


def test_pages_link_to_each_other(get: Get, client: object) -> None:
    for number in range(5):
        publish_article(title=f"قمة {number}")
    index()
    address, seen = "search/?q=قمة&page_size=2", []
    following = f"/api/v1/{address}"
    while following:
        answer = client.get(following).json()
        seen += [card["id"] for card in answer["data"]]
        following = answer["links"]["next"]
    assert len(seen) == len(set(seen)) == 5
    assert "page=2" in answer["links"]["prev"]


def test_filters_sort_mode_and_facets(get: Get) -> None:
    section = publish_section()
    old = publish_article(title="قمة بيروت", section=section, kind="brief")
    new = publish_article(title="القمة العربية")
    index()
    both = [str(new.document_id), str(old.document_id)]
    assert ids(get("search/", q="قمة", sort="newest")) == both
    assert ids(get("search/", q="قمة", section=f"{section.slug},{uuid4()}")) == both[1:]
    assert ids(get("search/", q="قمة", kind="brief,opinion")) == both[1:]
    assert ids(get("search/", q="قمة", mode="exact")) == both[1:]
    later = rfc3339(new.published_at + timedelta(seconds=1))
    assert ids(get("search/", q="قمة", published_after=later)) == []
    assert set(ids(get("search/", q="قمة", published_before=later))) == set(both)
    facets = get("search/", q="قمة", facets="section,year").json()["meta"]["facets"]
    assert facets["section"][0]["slug"] == section.slug
    assert facets["year"] == [{"value": "2026", "count": 2, "name": "2026", "slug": "", "parent": None}]


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ({}, "q"),
        ({"q": ""}, "q"),
        ({"q": "ط" * 501}, "q"),
        ({"q": "قمة", "limit": "5"}, "limit"),
        ({"q": "قمة", "locale": "xx"}, "locale"),
        ({"q": "قمة", "sort": "oldest"}, "sort"),
        ({"q": "قمة", "facets": "tag"}, "facets"),
        ({"q": "قمة", "page": "0"}, "page"),
        ({"q": "قمة", "page_size": "51"}, "page_size"),
        ({"q": "قمة", "page": "21", "page_size": "50"}, "page"),
        ({"q": "قمة", "published_after": "أمس"}, "published_after"),
    ],
)
def test_bad_parameters_are_named(get: Get, parameters: dict[str, str], name: str) -> None:
    problem = refused(get("search/", **parameters), 400, "invalid_parameters")
    assert name in {error["parameter"] for error in problem["errors"]}


def test_the_last_page_that_can_be_read(get: Get) -> None:
    publish_article(title="قمة")
    index()
    answer = get("search/", q="قمة", page="20", page_size="50").json()
    assert (answer["data"], answer["links"]["next"]) == ([], None)


@pytest.mark.parametrize("text", ["\ufffd", "«»", "ضطصطظظ", '"', "\u202b", "💥"])
def test_what_means_nothing_is_answered_with_nothing(get: Get, text: str) -> None:
    publish_article(title="قمة")
    index()
    assert ids(get("search/", q=text)) == []


def test_other_locales_are_asked_for(get: Get) -> None:
    publish_article(title="قمة")
    english = publish_article(title="Summit ends", locale="en")
    index()
    assert ids(get("search/", q="summits", locale="en")) == [str(english.document_id)]
    assert ids(get("search/", q="summits")) == []
    assert ids(get("search/", q="zirve", locale="tr")) == []


def test_caches_are_told_what_they_may_keep(get: Get) -> None:
    publish_article(title="قمة", visible_until=timezone.now() + timedelta(seconds=12))
    index()
    response = get("search/", q="قمة")
    assert response["Cache-Tag"] == "l-ar"
    assert int(response["Cache-Control"].rpartition("=")[2]) <= 12
    again = get("search/", q="قمة", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert "Cookie" not in response["Vary"]


def test_a_search_is_three_queries(get: Get, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(10):
        publish_article(title=f"قمة {number}")
    index()
    with django_assert_num_queries(3):
        get("search/", q="قمة")


def test_an_engine_that_is_away_is_said_so(get: Get) -> None:
    publish_article(title="قمة")
    response = get("search/", q="قمة")
    refused(response, 503, "unavailable")
    assert int(response["Retry-After"]) > 0


def test_only_reading_is_answered(client: object, settings: Settings, search_index: None, db: None) -> None:
    settings.ROOT_URLCONF = "cms.delivery_urls"
    refused(client.post("/api/v1/search/", {"q": "قمة"}), 405, "method_not_allowed")
    assert client.head("/api/v1/search/?q=قمة").content == b""
    assert client.options("/api/v1/search/").status_code == 204


def test_related_answers_cards(get: Get) -> None:
    section = publish_section()
    words = [paragraph("فيضانات السودان تغمر قرى على ضفاف النيل")]
    earlier = publish_article(title="النيل يرتفع", body=words, section=section)
    text = "فيضانات السودان تشرد سكان قرى سنار وتغمر ضفاف النيل وتقطع الطرق عن ولايات أخرى"
    row = publish_article(title="فيضانات", body=[paragraph(text)], section=section)
    newest = publish_article(title="قمة", summary="", body=[paragraph("اجتمع الوزراء")], section=section)
    index()
    response = get(f"articles/{row.document_id}/related/")
    assert set(ids(response)) == {str(earlier.document_id), str(newest.document_id)}
    assert ids(response)[0] == str(earlier.document_id)
    assert response.json()["meta"]["limit"] == 6
    assert response.json()["meta"]["similar"] >= 1
    assert "highlights" not in response.json()["data"][0]
    assert response["Cache-Tag"] == f"a-{row.document_id},l-ar"
    assert ids(get(f"articles/{row.document_id}/related/", limit=1)) == [str(earlier.document_id)]


def test_related_of_what_is_not_public(get: Get) -> None:
    gone, dead = publish_article(), publish_article()
    ended = publish_article(visible_until=timezone.now() - timedelta(seconds=1))
    withdraw(gone)
    kill(dead, "سُحب الخبر.")
    for missing in (uuid4(), gone.document_id, ended.document_id, publish_section().document_id):
        refused(get(f"articles/{missing}/related/"), 404, "not_found")
    problem = refused(get(f"articles/{dead.document_id}/related/"), 410, "killed")
    assert problem["notice"] == "سُحب الخبر."


def test_related_refuses_other_parameters(get: Get) -> None:
    row = publish_article()
    index()
    refused(get(f"articles/{row.document_id}/related/", limit=21), 400, "invalid_parameters")
    refused(get(f"articles/{row.document_id}/related/", q="قمة"), 400, "invalid_parameters")
