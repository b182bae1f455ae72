"""Editors read what readers ask, and go from a question to doing something about it."""

import csv
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from search.models import AskedQuestion
from tests import factories
from tests.news.admin.support import client_for

pytestmark = pytest.mark.usefixtures("newsroom")


def asked(text: str, number: int, days: int = 0, **facts: Any) -> None:
    """A count, some days ago."""
    day = timezone.now().date() - timedelta(days=days)
    AskedQuestion.objects.create(text=text, asked=number, day=day, **{"locale": "ar", "found": 4, **facts})


def told(client: Client, **parameters: Any) -> list[tuple[str, int, int]]:
    """What the report shows."""
    answer = client.get(reverse("search_asked"), parameters)
    assert answer.status_code == 200
    return [(row["text"], row["times"], row["before"]) for row in answer.context["object_list"]]


def test_it_is_narrowed_by_kind_language_and_days() -> None:
    client = client_for(factories.user("Desk editor"))
    asked("قمه بيروت", 9)
    asked("غرينلاند", 4, empty=4, found=0)
    asked("زلزال", 30)
    asked("زلزال", 3, 8)
    asked("مرجن", 5, 20, weak=5)
    asked("سر", 2)
    asked("summit", 7, locale="en")
    assert told(client) == [("زلزال", 30, 3), ("قمه بيروت", 9, 0), ("غرينلاند", 4, 0)]
    assert told(client, kind="empty") == [("غرينلاند", 4, 0)]
    assert told(client, kind="weak", days=30) == [("مرجن", 5, 0)]
    assert told(client, kind="rising") == [("زلزال", 30, 3), ("قمه بيروت", 9, 0), ("غرينلاند", 4, 0)]
    assert told(client, locale="en", days=1) == [("summit", 7, 0)]
    for nonsense in ({"kind": "x"}, {"days": "9" * 30}, {"days": "0"}, {"locale": "xx"}, {"p": "x" * 5000}):
        assert len(told(client, **nonsense)) == 3


def test_it_leads_to_a_synonym_and_a_best_bet_for_who_may_make_them() -> None:
    asked("غرينلاند والقطب", 4)
    address = reverse("search_asked")
    (row,) = client_for(factories.user("Duty editor")).get(address).context["object_list"]
    for link, name, field in (("synonym", "search_synonyms", "words"), ("bet", "search_bets", "questions")):
        assert urlsplit(row[link]).path == reverse(f"{name}:add")
        assert parse_qs(urlsplit(row[link]).query) == {"locale": ["ar"], field: ["غرينلاند والقطب"]}
    page = client_for(factories.user("Reporter")).get(address).content.decode()
    assert "غرينلاند والقطب" in page
    assert reverse("search_bets:add") not in page


def test_it_is_exported_as_it_is_narrowed() -> None:
    client, address = client_for(factories.user("Reporter")), reverse("search_asked")
    asked("غرينلاند", 4, empty=4, found=0)
    asked("=HYPERLINK", 8)
    answer = client.get(address, {"export": "csv", "kind": "empty"})
    rows = list(csv.reader(b"".join(answer.streaming_content).decode().splitlines()))  # type: ignore[attr-defined]  # a stream
    assert rows[1:] == [["غرينلاند", "4", "0", "4", "0", "0"]]
    sheet = load_workbook(BytesIO(b"".join(client.get(address, {"export": "xlsx"}).streaming_content)))  # type: ignore[attr-defined]  # the same
    cells = [[cell.value for cell in line] for line in sheet.active]
    assert [line[:2] for line in cells[1:]] == [["=HYPERLINK", 8], ["غرينلاند", 4]]
    assert {cell.data_type for cell in sheet.active["A"]} == {"s"}


def test_it_says_so_where_there_is_nothing_and_where_nothing_is_counted(settings: Any) -> None:
    client = client_for(factories.user("Desk editor"))
    answer = client.get(reverse("search_asked"))
    assert (answer.context["counted"], list(answer.context["object_list"])) == (True, [])
    settings.SEARCH_REPORTS = False
    assert not client.get(reverse("search_asked")).context["counted"]


def test_it_takes_the_same_queries_however_long() -> None:
    client, counts = client_for(factories.user("Duty editor")), []
    for number in range(60):
        asked(f"سؤال {number}", 5)
        if number in (5, 59):
            told(client)
            with CaptureQueriesContext(connection) as queries:
                told(client)
            counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", ["", "Admin"])
def test_it_is_for_who_works_on_stories(role: str) -> None:
    asked("قمه بيروت", 9)
    for client in (Client(), client_for(factories.user(role))):
        for name in ("search_asked", "search_asked_results"):
            answer = client.get(reverse(name), {"export": "csv"})
            assert answer.status_code == 302
    menu = client_for(factories.user("Reporter")).get("/admin/").content.decode()
    assert reverse("search_asked") in menu
