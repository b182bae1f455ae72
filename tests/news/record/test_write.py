"""The one door into log and store: what a write appends, and what it leaves behind."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.record.documents import sha256
from news.record.models import (
    Event,
    FormerPath,
    Head,
    Publication,
    PublicFile,
    PublicState,
    PublishedDocument,
    Term,
    live_now,
)
from news.record.store import Removal, head_sequence, write
from tests.news.record.builders import NOON, commit, kill, story, withdraw

pytestmark = pytest.mark.django_db(transaction=True)


def row_of(public_id: UUID) -> PublishedDocument:
    return PublishedDocument.objects.get(document_id=public_id)


def log_of(public_id: UUID) -> list[Publication]:
    return list(Publication.objects.filter(document_id=public_id).order_by("sequence"))


def data_of(public_id: UUID) -> dict[str, Any]:
    return json.loads(bytes(row_of(public_id).body))["data"]


def test_a_life_of_a_story_from_first_to_last() -> None:
    one = uuid4()
    commit(story(one, "الخبر الأول"))
    commit(story(one, "الخبر الثاني", updated_at=NOON))
    commit(story(one, "الخبر الثاني", content={"credit": "وكالة"}, updated_at=NOON + timedelta(hours=1)))
    assert data_of(one)["updated_at"] == "2026-03-14T12:00:00Z"  # a refresh is no news
    commit(story(one, "الخبر الثالث", updated_at=NOON), event=Event.CORRECTED)
    withdraw(one)
    commit(story(one, "الخبر الرابع"))
    kill(one)
    assert commit(story(one, "عاد من الموت")) == []
    assert withdraw(one) == kill(one) == []
    log = log_of(one)
    assert [row.event for row in log] == [
        Event.PUBLISHED,
        Event.UPDATED,
        Event.REFRESHED,
        Event.CORRECTED,
        Event.WITHDRAWN,
        Event.PUBLISHED,
        Event.KILLED,
    ]
    assert [row.sequence for row in log] == [row.version for row in log] == list(range(1, 8))
    assert [row.document is not None for row in log] == [True, True, False, True, False, True, False]
    assert all(sha256(bytes(row.document)) == row.digest for row in log if row.document is not None)
    assert head_sequence() == 7
    assert row_of(one).state == PublicState.KILLED
    assert row_of(one).notice == "حُذف لأسباب قانونية"


def test_what_the_store_keeps_is_what_goes_out() -> None:
    one = uuid4()
    commit(story(one, "العنوان", slug="الرصيف", kind="story", order=3, visible_until=NOON))
    row = row_of(one)
    assert row.digest == sha256(bytes(row.body)) == log_of(one)[0].digest
    dates = {"published_at": "2026-03-14T06:00:00Z", "updated_at": "2026-03-14T06:00:00Z"}
    assert json.loads(bytes(row.card)) == {"id": str(one), "title": "العنوان", "version": 1, **dates}
    assert "العنوان".encode() in bytes(row.body)  # readable as it is, not escaped
    assert (row.slug, row.kind, row.order, row.visible_until) == ("الرصيف", "story", 3, NOON)


def test_a_thing_without_a_date_has_none_in_its_document() -> None:
    one = uuid4()
    commit(story(one, published_at=None, updated_at=None))
    assert not {"published_at", "updated_at"} & data_of(one).keys()


def test_the_same_again_appends_nothing() -> None:
    one = uuid4()
    commit(story(one))
    before = row_of(one)
    assert commit(story(one)) == []
    assert commit(story(one, renderer="2")) == []
    after = row_of(one)
    assert (after.renderer, after.version, after.digest) == ("2", 1, before.digest)
    assert withdraw(uuid4()) == []


@pytest.mark.parametrize(
    "change",
    [
        {"path": "/ar/سياسة/الرصيف/"},
        {"visible_until": NOON},
        {"published_at": NOON},
        {"terms": frozenset({("topic", UUID(int=7))})},
        {"files": frozenset({"ab/ab.webp"})},
        {"order": 9},
        {"card_extra": {"image": None}},
    ],
    ids=str,
)
def test_whatever_a_reader_could_notice_is_a_refresh(change: dict[str, Any]) -> None:
    one = uuid4()
    commit(story(one))
    assert [row.event for row in commit(story(one, **change))] == [Event.REFRESHED]
    assert commit(story(one, **change)) == []


def test_what_never_was_public_can_be_killed() -> None:
    one = uuid4()
    rows = commit(gone=[Removal("article", one, killed=True, notice="حُذف", locale="en", group=UUID(int=5))])
    assert [(row.event, row.version, row.locale) for row in rows] == [(Event.KILLED, 1, "en")]
    assert (row_of(one).state, row_of(one).group) == (PublicState.KILLED, UUID(int=5))
    assert commit(story(one)) == []


def test_nothing_is_written_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        write([story(uuid4())])
    assert head_sequence() == 0
    assert not Publication.objects.exists()


def test_what_is_rolled_back_leaves_no_gap() -> None:
    one, two = uuid4(), uuid4()
    commit(story(one))
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - the failure comes after
        write([story(two)], [Removal("article", one)])
        raise ZeroDivisionError
    commit(story(two))
    assert list(Publication.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2]
    assert row_of(one).state == PublicState.LIVE
    assert Head.objects.get().sequence == 2


def test_addresses_lead_on_through_every_move() -> None:
    one, two = uuid4(), uuid4()
    first, second, third = "/ar/أ/خبر/", "/ar/ب/خبر/", "/ar/ج/خبر/"
    for path in (first, second, third):
        commit(story(one, path=path))
    assert dict(FormerPath.objects.values_list("path", "document_id")) == {first: one, second: one}
    assert [row.note.get("former_path") for row in log_of(one)] == [None, first, second]
    commit(story(two, path=second))
    assert dict(FormerPath.objects.values_list("path", "document_id")) == {first: one}
    commit(story(one, path=first))
    assert dict(FormerPath.objects.values_list("path", "document_id")) == {third: one}


def test_a_story_that_moved_while_it_was_away_leaves_the_way_too() -> None:
    one = uuid4()
    commit(story(one, path="/ar/أ/خبر/"))
    withdraw(one)
    commit(story(one, path="/ar/ب/خبر/"))
    assert FormerPath.objects.get().path == log_of(one)[-1].note["former_path"] == "/ar/أ/خبر/"


def test_terms_and_files_are_exactly_those_of_the_newest_document() -> None:
    one = uuid4()
    port, trade, ship = (("topic", UUID(int=1)), ("topic", UUID(int=2)), ("image", UUID(int=3)))
    commit(story(one, terms=frozenset({port, ship}), files=frozenset({"a.webp", "b.webp"})))
    kept = Term.objects.get(field="topic").pk
    commit(story(one, terms=frozenset({port, trade}), files=frozenset({"b.webp", "c.webp"})))
    assert set(row_of(one).terms.values_list("field", "value")) == {port, trade}
    assert Term.objects.filter(pk=kept).exists()
    assert set(row_of(one).files.values_list("name", flat=True)) == {"b.webp", "c.webp"}
    assert PublicFile.objects.get(document=None).name == "a.webp"
    withdraw(one)
    assert not row_of(one).terms.exists()
    assert not row_of(one).files.exists()
    assert PublicFile.objects.filter(document=None).count() == 3


def test_a_tombstone_says_nothing_of_what_was_there() -> None:
    one = uuid4()
    commit(story(one, "اسم لا يجوز نشره"))
    withdraw(one)
    row = row_of(one)
    assert (bytes(row.body), bytes(row.card), row.digest, row.content_digest) == (b"", b"", "", "")
    assert row.path == "/ar/اقتصاد/الرصيف/"


def test_a_subtree_goes_in_few_statements() -> None:
    many = [uuid4() for _ in range(700)]
    commit(*[story(one, path=f"/ar/{number}/") for number, one in enumerate(many)])
    with CaptureQueriesContext(connection) as queries:
        rows = commit(gone=[Removal("article", one) for one in many])
    assert [row.sequence for row in rows] == list(range(701, 1401))
    assert not PublishedDocument.objects.filter(state=PublicState.LIVE).exists()
    assert len(queries) < 40


def test_what_goes_together_keeps_its_own_end_and_place_in_the_log() -> None:
    gone, dead, libel, never = (uuid4() for _ in range(4))
    commit(*[story(one, path=f"/ar/{one}/") for one in (gone, dead, libel)])
    commit(story(dead, "العنوان الثاني", path=f"/ar/{dead}/"))
    removals = [
        Removal("article", gone),
        Removal("article", dead, killed=True, notice="حُذف"),
        Removal("article", libel, killed=True, notice="حُذف بحكم محكمة"),
        Removal("article", never, killed=True, notice="حُذف"),
    ]
    rows = {row.document_id: row for row in commit(gone=removals)}
    left = [row_of(one) for one in (gone, dead, libel, never)]
    assert [row.state for row in left] == ["withdrawn", "killed", "killed", "killed"]
    assert [row.notice for row in left] == ["", "حُذف", "حُذف بحكم محكمة", "حُذف"]
    assert [row.version for row in left] == [2, 3, 2, 1]
    assert [row.sequence for row in left] == [rows[row.document_id].sequence for row in left] == [5, 6, 7, 8]


def test_live_now_ends_with_the_end() -> None:
    soon, past, for_good = uuid4(), uuid4(), uuid4()
    now = timezone.now()
    commit(story(soon, path="/1/", visible_until=now + timedelta(minutes=1)), story(for_good, path="/2/"))
    commit(story(past, path="/3/", visible_until=now - timedelta(minutes=1)))
    visible = PublishedDocument.objects.filter(live_now(now)).values_list("document_id", flat=True)
    assert set(visible) == {soon, for_good}
