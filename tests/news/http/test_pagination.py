"""Pages by position: every row once, in order, both ways, whatever the order and the ties."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news.http.pagination import Page, link, links, read_page
from news.http.problems import Problem
from news.record.models import PublicState, PublishedDocument

START = datetime(2026, 3, 14, tzinfo=UTC)
NEWEST = ("-published_at", "-document_id")
ORDERED = ("order", "slug", "document_id")
anyway = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def store(facts: list[tuple[int, int, str]]) -> None:
    """Rows with these minutes of publication, places and slugs; ties are meant."""
    PublishedDocument.objects.all().delete()
    PublishedDocument.objects.bulk_create(
        PublishedDocument(
            type="article",
            document_id=UUID(int=number * 7919 % 1009),
            state=PublicState.LIVE,
            version=1,
            sequence=number,
            published_at=START + timedelta(minutes=minute, microseconds=minute % 2),
            order=order,
            slug=slug,
        )
        for number, (minute, order, slug) in enumerate(facts)
    )


def walk(order: tuple[str, ...], limit: int, step: str, cursor: str | None) -> list[UUID]:
    walked: list[UUID] = []
    while True:
        page = read_page(PublishedDocument.objects.all(), order, ("document_id",), limit, cursor)
        found = [row["document_id"] for row in page.rows]
        walked = [*walked, *found] if step == "next" else [*found, *walked]
        cursor = getattr(page, step)
        if cursor is None:
            return walked


def last_cursor(order: tuple[str, ...], limit: int) -> str | None:
    cursor = None
    while following := read_page(PublishedDocument.objects.all(), order, (), limit, cursor).next:
        cursor = following
    return cursor


@pytest.mark.django_db
@pytest.mark.parametrize("order", [NEWEST, ORDERED])
@anyway
@given(
    facts=st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 1), st.sampled_from("أبت")), max_size=12),
    limit=st.integers(1, 5),
)
def test_every_row_once_in_order_both_ways(
    order: tuple[str, ...], facts: list[tuple[int, int, str]], limit: int
) -> None:
    store(facts)
    expected = list(PublishedDocument.objects.order_by(*order).values_list("document_id", flat=True))
    assert walk(order, limit, "next", None) == expected
    if cursor := last_cursor(order, limit):
        assert walk(order, limit, "prev", cursor) == expected


@pytest.mark.django_db
def test_a_page_is_one_query_and_knows_its_neighbours(django_assert_num_queries: Any) -> None:
    store([(0, 0, "أ")] * 3)
    with django_assert_num_queries(1):
        page = read_page(PublishedDocument.objects.all(), NEWEST, ("slug",), 2, None)
    assert set(page.rows[0]) == {"slug", "published_at", "document_id"}
    assert page.next
    assert page.prev is None
    with django_assert_num_queries(1):
        second = read_page(PublishedDocument.objects.all(), NEWEST, (), 2, page.next)
    assert (len(second.rows), second.next) == (1, None)
    assert second.prev


@pytest.mark.django_db
def test_an_empty_list_has_no_neighbours() -> None:
    page = read_page(PublishedDocument.objects.all(), NEWEST, (), 2, None)
    assert (page.rows, page.next, page.prev) == ([], None, None)


def packed(*parts: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


ID, TIME = str(UUID(int=1)), "2026-03-14T00:00:00+00:00"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cursor",
    [
        "%",
        "AAAA",
        packed(),
        packed("n"),
        packed("x", TIME, ID),
        packed("n", TIME),
        packed("n", TIME, ID, ID),
        packed("n", TIME, None),
        packed("n", True, ID),
        packed("n", [TIME], ID),
        packed("n", {"a": 1}, ID),
        packed("n", "2026-03-14T00:00:00", ID),
        packed("n", "2026-03-14", ID),
        packed("n", "0001-01-01T00:00:00+14:00", ID),
        packed("n", TIME, "not-an-id"),
        packed("n", TIME, -1),
        packed("n", 5, ID),
        packed(["n"], TIME, ID),
        base64.urlsafe_b64encode(b"[" * 100_000).decode(),
    ],
)
def test_bad_cursors(cursor: str) -> None:
    with pytest.raises(Problem) as caught:
        read_page(PublishedDocument.objects.all(), NEWEST, (), 2, cursor)
    assert caught.value.errors[0]["parameter"] == "cursor"


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["a\x00b", "\ud800"])
def test_text_no_database_takes(slug: str) -> None:
    with pytest.raises(Problem):
        read_page(PublishedDocument.objects.all(), ORDERED, (), 2, packed("n", 0, slug, ID))


@pytest.mark.django_db
def test_numbers_beyond_the_column_are_only_beyond_the_list() -> None:
    store([(0, 0, "أ")])
    page = read_page(PublishedDocument.objects.all(), ORDERED, (), 2, packed("n", 10**40, "أ", ID))
    assert page.rows == []


def test_links_keep_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/api/قائمة/", {"section": "سوق,مال", "cursor": "old", "limit": "2"})
    found = links(request, Page([], next="new", prev=None))
    assert found["prev"] is None
    assert found["next"] == (
        "/api/%D9%82%D8%A7%D8%A6%D9%85%D8%A9/"
        "?section=%D8%B3%D9%88%D9%82,%D9%85%D8%A7%D9%84&cursor=new&limit=2"
    )
    assert link(request, None) is None
