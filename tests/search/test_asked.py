"""What readers ask is counted without a person, holds up no search, and is forgotten in time."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from news.publication.relay import Relay
from news.record.models import Publication
from search.asked import gathering, noting
from search.asked.lines import Line, line_in, line_of
from search.asked.reports import asked
from search.asked.spool import MOST_WAITING, Spool
from search.indexing import SearchConsumer
from search.models import AskedQuestion
from search.queries import Answer, Question
from tests.record_factory import publish_article, publish_locale, publish_section
from tests.search.conftest import Get

TODAY = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def directory(settings: Settings, tmp_path: Path) -> Path:
    """Where this test notes."""
    settings.SEARCH_ASKED_DIR = tmp_path / "asked"
    return tmp_path / "asked"


def noted(directory: Path) -> list[dict[str, Any]]:
    """What was written."""
    noting.spool().flush()
    lines = [line for file in directory.glob("*.jsonl") for line in file.read_bytes().splitlines()]
    return [json.loads(line) for line in lines]


def row(text: str, number: int, day: date | None = None, **facts: Any) -> AskedQuestion:
    """A count."""
    facts = {"locale": "ar", "found": 5, **facts}
    return AskedQuestion.objects.create(text=text, asked=number, day=day or timezone.now().date(), **facts)


def test_a_search_leaves_one_line_without_a_person(get: Get, directory: Path) -> None:
    section = publish_section()
    publish_article(title="قمة بيروت")
    SearchConsumer().handle(list(Publication.objects.all()))
    headers = {"User-Agent": "Firefox", "Cookie": "sessionid=1", "X-Forwarded-For": "192.0.2.7"}
    get("search/", q="القِمّة في بيروت؟", headers=headers)
    get("search/", q="غرينلاند")
    for narrowed in ({"page": "2"}, {"section": str(section.document_id)}, {"kind": "brief"}):
        get("search/", q="قمة", **narrowed)
    assert get("search/", q="قمة", page="0").status_code == 400
    today = timezone.now().date().isoformat()
    assert noted(directory) == [
        {"day": today, "locale": "ar", "text": "القمه في بيروت", "found": 1, "weak": False},
        {"day": today, "locale": "ar", "text": "غرينلاند", "found": 0, "weak": True},
    ]


def test_the_readers_page_leaves_one_too(get: Get, client: Client, directory: Path) -> None:
    publish_locale("ar")
    publish_article(title="قمة بيروت")
    SearchConsumer().handle(list(Publication.objects.all()))
    assert client.get("/ar/search/", {"q": "قمه"}).status_code == 200
    assert [line["text"] for line in noted(directory)] == ["قمه"]


@pytest.mark.parametrize(
    "text",
    [
        "leila@example.org", "من هو @leila", "0555 123 456", "+961 3 123-456", "٠٥٥٥١٢٣٤٥٦", "۰۵۵۵۱۲۳",
        "AB12345678",        "4111 1111 1111 1111", "(03) 12 34 56 78 9", "كلمة " * 40, "؟!", "1,234,567",
    ],
)  # fmt: skip
def test_what_may_be_a_persons_is_not_noted(text: str) -> None:
    assert line_of(Question(text, "ar"), Answer(), timezone.now()) is None


@pytest.mark.parametrize("text", ["انتخابات 2026", "حرب 1990 2003", "كوفيد-19", "54 في المئة", "12.5.2026"])
def test_years_and_counts_are(text: str) -> None:
    assert line_of(Question(text, "ar"), Answer(), timezone.now()) is not None


@given(st.text(max_size=120), st.sampled_from(["ar", "en", "fr", "tr"]))
def test_what_is_written_is_read_the_same(text: str, locale: str) -> None:
    line = line_of(Question(text, locale), Answer(total=3), timezone.now())
    if line is not None:
        assert line_in(line.written().rstrip(b"\n"), line.day) == line


@pytest.mark.parametrize(
    "change",
    [
        {"day": "2026-01-01"}, {"day": "2027-01-01"}, {"day": 5}, {"locale": "xx"}, {"locale": None},
        {"text": ""}, {"text": 5}, {"text": "كلمه " * 30}, {"text": "a@b"},
        {"found": -1}, {"found": "3"}, {"found": True},
        {"weak": 1}, {"found": 2**40},
    ],
)  # fmt: skip
def test_a_line_that_is_none_of_ours_is_passed_over(change: dict[str, Any]) -> None:
    good = {"day": TODAY.isoformat(), "locale": "ar", "text": "قمه", "found": 3, "weak": False}
    assert line_in(json.dumps(good).encode(), TODAY) == Line(TODAY, "ar", "قمه", 3, weak=False)
    assert line_in(json.dumps({**good, **change}).encode(), TODAY) is None
    for broken in (b"", b"{", b"[]", b"5", b'"x"', b"\xff", json.dumps({"day": "x"}).encode()):
        assert line_in(broken, TODAY) is None


def test_a_directory_that_is_not_there_stops_no_search(
    get: Get, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    settings.SEARCH_ASKED_DIR = tmp_path / "file" / "asked"
    publish_article(title="قمة")
    SearchConsumer().handle(list(Publication.objects.all()))
    for _ in range(3):
        assert get("search/", q="قمة").status_code == 200
        noting.spool().flush()
    assert [one.message for one in caplog.records].count("a search could not be noted") == 0
    assert sum("cannot be noted in" in one.message for one in caplog.records) == 1
    assert gathering.spool().files() == []


def test_memory_and_disk_are_bounded(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool, line = Spool(directory), Line(TODAY, "ar", "قمه", 1, weak=False)
    spool.thread = noting.spool().thread or object()  # type: ignore[assignment]  # nothing writes meanwhile
    for _ in range(MOST_WAITING + 10):
        spool.put(line)
    assert spool.waiting.qsize() == MOST_WAITING
    spool.flush()
    assert len(spool.files()) == 1
    monkeypatch.setattr("search.asked.spool.MOST_BYTES", 10)
    spool.put(line)
    spool.flush()
    assert len(spool.files()) == 1


def test_a_thread_writes_by_itself(directory: Path) -> None:
    spool = Spool(directory)
    spool.put(Line(TODAY, "ar", "قمه", 1, weak=False))
    assert spool.thread
    for _ in range(200):
        if spool.files():
            break
        spool.thread.join(0.1)
    assert len(spool.files()) == 1


@pytest.mark.django_db
class TestCounting:
    def test_the_relay_counts_what_was_noted_once(self, directory: Path) -> None:
        today = timezone.now().date()
        for found, weak in ((3, False), (0, True), (7, True)):
            noting.spool().put(Line(today, "ar", "قمه", found, weak=weak))
        noting.spool().put(Line(today, "en", "summit", 1, weak=False))
        noting.spool().flush()
        (directory / "bad.jsonl").write_bytes(b'{"day":1}\n\xff\n')
        Relay().once()
        told = AskedQuestion.objects.values_list("locale", "text", "asked", "empty", "weak", "found")
        assert set(told) == {("ar", "قمه", 3, 1, 1, 7), ("en", "summit", 1, 0, 0, 1)}
        assert list(directory.iterdir()) == []
        noting.spool().put(Line(today, "ar", "قمه", 2, weak=False))
        noting.spool().flush()
        Relay().once()
        assert AskedQuestion.objects.get(text="قمه").asked == 4

    def test_a_day_keeps_so_many_questions(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(gathering, "MOST_QUESTIONS", 3)
        today = timezone.now().date()
        for name in ("ا", "ب", "ت", "ث", "ج"):
            noting.spool().put(Line(today, "ar", name * 3, 1, weak=False))
        noting.spool().flush()
        gathering.gather()
        assert AskedQuestion.objects.count() == 3

    def test_what_is_old_or_rare_is_forgotten(self) -> None:
        today = timezone.now().date()
        for days in (0, 1, 89, 90, 91):
            row("كثير", 3, today - timedelta(days=days))
            row("نادر", 2, today - timedelta(days=days))
        gathering.gather()
        left = {(one.text, (today - one.day).days) for one in AskedQuestion.objects.all()}
        assert left == {("كثير", 0), ("كثير", 1), ("كثير", 89), ("كثير", 90), ("نادر", 0)}


@pytest.mark.django_db
class TestReports:
    def told(self, kind: Any, days: int = 7) -> list[tuple[str, int]]:
        return [(one["text"], one["times"]) for one in asked(kind, "ar", days)]

    def test_the_most_frequent_first_and_none_that_few_asked(self) -> None:
        today = timezone.now().date()
        row("قمه", 5)
        row("قمه", 4, today - timedelta(days=6))
        row("قمه", 90, today - timedelta(days=7))
        row("مطر", 8)
        row("سر", 2)
        row("summit", 50, locale="en")
        assert self.told("top") == [("قمه", 9), ("مطر", 8)]
        assert self.told("top", 1) == [("مطر", 8), ("قمه", 5)]
        assert asked("top", "ar", 7)[0]["before"] == 90

    def test_what_found_nothing_or_only_what_is_alike(self) -> None:
        row("غرينلاند", 6, empty=6, found=0)
        row("مرجن", 5, weak=5, found=2)
        row("قمه", 9, empty=1)
        assert self.told("empty") == [("غرينلاند", 6)]
        assert self.told("weak") == [("مرجن", 5)]

    def test_what_is_asked_more_than_before(self) -> None:
        before = timezone.now().date() - timedelta(days=8)
        row("زلزال", 40)
        row("زلزال", 3, before)
        row("قمه", 60)
        row("قمه", 50, before)
        row("مطر", 4)
        assert self.told("rising") == [("زلزال", 40), ("مطر", 4)]
