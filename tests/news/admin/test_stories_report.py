"""The report on stories: each filter finds what the states say, for who may know it, in few queries."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from news.editorial.breaking import raise_breaking
from news.editorial.embargo import set_embargo
from news.editorial.models import Assignment
from news.editorial.spikes import spike
from news.editorial.states import EditorialState
from news.models import ArticlePage
from news.publication.actions import withdraw
from news.publication.kills import kill
from news.publication.states import PublicAxis, states
from news.translation.requests import claim
from tests import factories
from tests.news.admin.crowd import crowd
from tests.news.admin.support import client_for
from tests.news.editorial.support import press, submit
from tests.news.translation.support import requested, source, translate

pytestmark = pytest.mark.usefixtures("newsroom")


def found(client: Client, **asked: Any) -> set[str]:
    """The titles the report shows where it is asked so."""
    answer = client.get(reverse("newsroom_stories"), asked)
    assert answer.status_code == 200
    return {page.draft_title for page in answer.context["object_list"]}


@pytest.fixture
def desk() -> Any:
    return factories.user("Desk editor")


def everywhere(desk: Any) -> None:
    """A story in each state of both axes."""
    reporter, duty = factories.user("Reporter"), factories.user("Duty editor")
    factories.article("مسودة")
    fields = {"kind": "opinion", "bylines": [factories.author()]}
    for number, passed in enumerate(([], [desk], [desk, desk], [desk, desk, factories.user("Legal")])):
        page = factories.article(f"مراجعة {number}", **fields)
        submit(page, reporter)
        for person in passed:
            press(page, person)
    target, translator = requested(source()), factories.user("Translator")
    claim(target, by=translator)
    translate(target, translator)
    target.get_workflow().start(ArticlePage.objects.get(pk=target.pk), translator)
    back = factories.article("أُعيد")
    submit(back, reporter)
    press(back, desk, "reject")
    spike(factories.article("محفوظ"), reason="لا خبر", by=desk)
    live = factories.published("منشور")
    live.get_latest_revision_as_object().save_revision(user=desk)
    factories.published("منشور كما هو")
    withdraw(factories.published("مسحوب"), by=duty)
    kill(factories.published("محذوف"), notice="سُحب", by=duty)
    factories.publish(factories.article("مجدول"), go_live_at=timezone.now() + timedelta(hours=1))
    gone = factories.published("مسحوب يعود")
    withdraw(gone, by=duty)
    factories.publish(gone, go_live_at=timezone.now() + timedelta(hours=1))


def test_each_state_finds_the_stories_that_are_in_it(desk: Any) -> None:
    everywhere(desk)
    client, pages = client_for(desk), list(ArticlePage.objects.all())
    where = states(pages)
    for state in EditorialState:
        there = {page.draft_title for page in pages if where[page.pk].editorial == state}
        assert there, state
        assert found(client, editorial=state) == there
    for axis in PublicAxis:
        there = {page.draft_title for page in pages if where[page.pk].public == axis}
        assert there, axis
        assert found(client, public=axis) == there


def test_what_needs_something_is_found_alone_and_together(desk: Any) -> None:
    duty, client = factories.user("Duty editor"), client_for(desk)
    factories.section("اقتصاد")  # where a story stands that names none
    sport = factories.section("رياضة")
    late = factories.article("متأخر ومحظور", parent=sport, kind="brief")
    claim(late, by=desk, due=timezone.now() + timedelta(hours=1))
    set_embargo(late, until=None, by=desk)
    Assignment.objects.update(due=timezone.now() - timedelta(hours=1))
    urgent = factories.published("عاجل")
    raise_breaking(urgent, by=duty)
    withheld = factories.article("محجوب", locale="en")
    factories.slip(withheld)
    mine = factories.article("خبري", user=desk)
    submit(mine, desk)
    waits = factories.article("ينتظر")
    submit(waits, factories.user("Reporter"))
    assert found(client, only=["overdue"]) == found(client, only=["overdue", "embargoed"]) == {late.title}
    assert found(client, only=["overdue", "breaking"]) == set()
    assert found(client, only=["breaking"]) == {"عاجل"}
    assert found(client, only=["withheld"]) == {"محجوب"}
    assert found(client, only=["waiting"]) == {"ينتظر", late.title}
    assert found(client, only=["mine"]) == {"خبري"}
    assert found(client, section=sport.pk) == found(client, kind="brief") == {late.title}
    assert found(client, assignee=desk.pk) == {late.title}
    assert found(client, locale="en") == {"محجوب"}
    assert (
        "لا خبر بهذه الصفات."
        in client.get(reverse("newsroom_stories"), {"kind": "analysis"}).content.decode()
    )


def test_it_is_exported_as_it_is_filtered(desk: Any) -> None:
    client, page = client_for(desk), factories.article("=خبر")
    claim(page, by=desk)
    factories.article("غيره", kind="brief")
    address = reverse("newsroom_stories")
    answer = client.get(address, {"export": "csv", "kind": "story"})
    rows = list(csv.reader(b"".join(answer.streaming_content).decode().splitlines()))  # type: ignore[attr-defined]  # a stream
    assert rows[0][0] == "العنوان"
    assert rows[1][0] == "'=خبر"
    assert rows[1][4:7] == ["مسودة", "لم يُنشر بعد", desk.get_username()]
    assert len(rows) == 2
    sheet = load_workbook(BytesIO(b"".join(client.get(address, {"export": "xlsx"}).streaming_content)))  # type: ignore[attr-defined]  # the same
    assert sheet.active.max_row == 3
    told = {cell.value: cell.data_type for (cell,) in sheet.active["A2:A3"]}
    assert told["=خبر"] == "s"


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_no_spreadsheet_calculates_what_somebody_typed(first: str) -> None:
    title = f"{first}HYPERLINK(A1)"
    page = factories.article("خبر", user=factories.user("Reporter"))
    row = {"title": title, "draft_title": title, "last_published_at": timezone.now()}
    ArticlePage.objects.filter(pk=page.pk).update(**row)
    submit(page, factories.user("Reporter"))
    client = client_for(factories.user(is_superuser=True))
    ours, pages, reviews = (
        b"".join(client.get(reverse(name), {"export": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]  # a stream
        for name in ("newsroom_stories", "wagtailadmin_reports:aging_pages", "wagtailadmin_reports:workflow")
    )
    for told in (ours, pages, reviews):
        cells = [cell for row in csv.reader(StringIO(told, newline="")) for cell in row]
        assert f"'{title}" in cells
        assert title not in cells


def test_two_thousand_stories_take_no_more_queries_than_twenty(desk: Any) -> None:
    client, address = client_for(desk), reverse("newsroom_stories")
    counts = []
    for number in (100, 2000):
        crowd(number, desk)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(address).context["object_list"]) == 50
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", ["", "Admin"])
def test_it_is_for_who_works_on_stories(role: str) -> None:
    page = factories.article("سر")
    for client in (Client(), client_for(factories.user(role))):
        for name in ("newsroom_stories", "newsroom_stories_results"):
            answer = client.get(reverse(name), {"export": "csv"})
            assert answer.status_code == 302
            assert page.title not in answer.content.decode()
    menu = client_for(factories.user("Desk editor")).get("/admin/").content.decode()
    assert reverse("newsroom_stories") in menu
