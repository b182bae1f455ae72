"""Shared answers: validators, lifetimes, tags."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from news.http.conditional import Caching, cacheable
from news.http.problems import Problem

NOW = datetime(2026, 3, 14, 9, 20, tzinfo=UTC)
BODY = '{"data":"نشرة"}'.encode()
ETAG = f'"{hashlib.sha256(BODY).hexdigest()}-identity"'
plain = Caching()


def test_a_first_answer() -> None:
    response = cacheable(RequestFactory().get("/"), BODY, Caching(tags=["a-1", "l-ar", "a-1"], max_age=300))
    assert (response.status_code, response.content) == (200, BODY)
    assert dict(response.items()) == {
        "Content-Type": "application/json",
        "Content-Length": str(len(BODY)),
        "ETag": ETAG,
        "Vary": "Accept-Encoding",
        "Cache-Tag": "a-1,l-ar",
        "Cache-Control": "public, max-age=30",
        "CDN-Cache-Control": "max-age=300, stale-while-revalidate=60, stale-if-error=3600",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Retry-After, X-Request-ID",
    }


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("If-None-Match", ETAG, 304),
        ("If-None-Match", f'"x", {ETAG}', 304),
        ("If-None-Match", f"W/{ETAG}", 304),
        ("If-None-Match", "*", 304),
        ("If-None-Match", '"x"', 200),
        ("If-Modified-Since", "Sat, 14 Mar 2026 09:20:00 GMT", 304),
        ("If-Modified-Since", "Sat, 14 Mar 2026 09:19:59 GMT", 200),
        ("If-Modified-Since", "yesterday", 200),
        ("If-Match", ETAG, 200),
    ],
)
def test_conditions(header: str, value: str, status: int) -> None:
    request = RequestFactory().get("/", headers={header: value})
    response = cacheable(request, BODY, Caching(last_modified=NOW))
    assert response.status_code == status
    assert response["Last-Modified"] == "Sat, 14 Mar 2026 09:20:00 GMT"
    assert response.content == (BODY if status == 200 else b"")
    assert ("Content-Type" in response) == (status == 200)


def test_the_etag_decides_where_both_are_given() -> None:
    headers = {"If-None-Match": '"x"', "If-Modified-Since": "Sat, 14 Mar 2026 09:20:00 GMT"}
    request = RequestFactory().get("/", headers=headers)
    assert cacheable(request, BODY, Caching(last_modified=NOW)).status_code == 200


def test_without_a_date_nothing_goes_by_dates() -> None:
    request = RequestFactory().get("/", headers={"If-Modified-Since": "Sat, 14 Mar 2099 09:20:00 GMT"})
    response = cacheable(request, BODY, plain)
    assert response.status_code == 200
    assert "Last-Modified" not in response


@pytest.mark.parametrize(
    ("header", "value"),
    [("If-Match", '"x"'), ("If-Unmodified-Since", "Sat, 14 Mar 2026 09:19:59 GMT")],
)
def test_asking_for_another_version_is_refused(header: str, value: str) -> None:
    with pytest.raises(Problem) as caught:
        cacheable(RequestFactory().get("/", headers={header: value}), BODY, Caching(last_modified=NOW))
    assert caught.value.status_code == 412


def test_head() -> None:
    response = cacheable(RequestFactory().head("/"), BODY, plain)
    assert (response.content, response["Content-Length"]) == (b"", str(len(BODY)))


@pytest.mark.parametrize(
    ("left", "browsers", "shared"),
    [
        (timedelta(days=1), 30, "max-age=300, stale-while-revalidate=60, stale-if-error=3600"),
        (timedelta(seconds=330), 30, "max-age=300, stale-while-revalidate=30, stale-if-error=30"),
        (timedelta(seconds=300), 30, "max-age=300"),
        (timedelta(seconds=12), 12, "max-age=12"),
        (timedelta(milliseconds=400), 0, "max-age=0"),
        (timedelta(seconds=-5), 0, "max-age=0"),
    ],
)
def test_nothing_is_kept_past_its_end(left: timedelta, browsers: int, shared: str) -> None:
    caching = Caching(max_age=300, visible_until=NOW + left, now=NOW)
    response = cacheable(RequestFactory().get("/"), BODY, caching)
    assert response["Cache-Control"] == f"public, max-age={browsers}"
    assert response["CDN-Cache-Control"] == shared
