"""Query parameters are what they are declared to be, or refused by name."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from rest_framework import serializers

from news.http.parameters import (
    CommaList,
    Flag,
    Moment,
    NoParameters,
    Parameters,
    SlugOrId,
    cursor_field,
    limit_field,
    locale_codes,
    locale_field,
    slug_or_id,
)
from news.http.problems import Problem

ID = "018f3c52-7a1e-4d0b-9c57-2f6f0f5b7a11"


class Everything(Parameters):
    locale = locale_field(default="ar")
    names = CommaList(child=SlugOrId(), required=False)
    ids = CommaList(child=serializers.UUIDField(), required=False)
    moment = Moment(required=False)
    flag = Flag(default=False)
    limit = limit_field(default=20, maximum=100)
    cursor = cursor_field()


def parse(query: str, parameters: type[Parameters] = Everything) -> dict[str, Any]:
    return parameters.parse(RequestFactory().get(f"/?{query}"))


def refused(query: str, parameters: type[Parameters] = Everything) -> list[tuple[str, str]]:
    with pytest.raises(Problem) as caught:
        parse(query, parameters)
    assert (caught.value.status_code, caught.value.code) == (400, "invalid_parameters")
    assert all(error["detail"].isascii() for error in caught.value.errors)
    return [(error["parameter"], error["code"]) for error in caught.value.errors]


def test_defaults() -> None:
    assert parse("") == {"locale": "ar", "flag": False, "limit": 20}
    assert parse("", NoParameters) == {}


def test_values() -> None:
    query = f"locale=en&names=أسواق,{ID},أسواق&ids={ID}&moment=2026-05-01T15:00:00%2B03:00"
    query += "&flag=true&limit=٣&cursor=x"
    assert parse(query) == {
        "locale": "en",
        "names": ["أسواق", ID],
        "ids": [UUID(ID)],
        "moment": datetime(2026, 5, 1, 12, 0, tzinfo=UTC),
        "flag": True,
        "limit": 3,
        "cursor": "x",
    }


def test_every_fault_is_listed_at_once() -> None:
    query = "locale=xx&ids=1,2&moment=now&flag=perhaps&limit=0&limit=1000&colour=red&cursor="
    assert sorted(refused(query)) == [
        ("colour", "unknown"),
        ("cursor", "blank"),
        ("flag", "invalid"),
        ("ids", "invalid"),
        ("ids", "invalid"),
        ("limit", "max_value"),
        ("limit", "repeated"),
        ("locale", "invalid_choice"),
        ("moment", "invalid"),
    ]


def test_good_values_do_not_excuse_a_bad_name() -> None:
    assert refused("limit=5&limit=5") == [("limit", "repeated")]
    assert refused("a=1", NoParameters) == [("a", "unknown")]


@pytest.mark.parametrize("value", ["2026-05-01", "2026-05-01T00:00:00Z", "2026-05-01T03:00:00%2B03:00"])
def test_moments(value: str) -> None:
    assert parse(f"moment={value}")["moment"] == datetime(2026, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2026-05-01T00:00:00", "invalid"),
        ("2026-05-01 00:00:00Z", "invalid"),
        ("٢٠٢٦-٠٥-٠١", "invalid"),
        ("0001-01-01T00:00:00%2B14:00", "overflow"),
        ("", "invalid"),
    ],
)
def test_what_is_no_moment(value: str, code: str) -> None:
    assert refused(f"moment={value}") == [("moment", code)]


def test_slugs_are_composed_and_ids_recognised() -> None:
    assert parse("names=%D8%A7%D9%94%D8%B3%D9%88%D8%A7%D9%82")["names"] == ["أسواق"]
    assert slug_or_id(ID) == UUID(ID)
    assert slug_or_id(ID.replace("-", "")) == ID.replace("-", "")
    assert slug_or_id("x" * 36) == "x" * 36
    assert refused("names=%00") == [("names", "null_characters_not_allowed")]
    assert refused("names=a,,b") == [("names", "blank")]


def test_the_newsrooms_own_locale_comes_first() -> None:
    assert locale_codes()[0] == "ar"


@given(st.text(max_size=30), st.sampled_from(sorted(Everything().fields)))
def test_any_value_is_parsed_or_refused(text: str, name: str) -> None:
    request = RequestFactory().get("/", {name: text.encode("utf-8", "replace").decode()})
    refusals: list[dict[str, str]] = []
    parsed: dict[str, Any] = {}
    try:
        parsed = Everything.parse(request)
    except Problem as problem:
        refusals = problem.errors
    assert (name in parsed) != bool(refusals)
    assert {error["parameter"] for error in refusals} <= {name}


def test_what_was_understood_once_is_not_changed_by_who_asked() -> None:
    parse("limit=3")["limit"] = 99
    assert parse("limit=3")["limit"] == 3
    assert parse(f"limit=4&cursor={'x' * 500}")["limit"] == 4
