"""The relay: drains, keeps time, feeds its consumers, one at a time."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from news.editorial.approvals import approve_import
from news.publication import consumers as feeding
from news.publication.checks import plug_ins
from news.publication.consumers import Feed, feeds
from news.publication.relay import LeaseTaken, Relay
from news.record.lease import Lease
from news.record.models import Cursor, Mark, Publication
from news.record.models import Lease as LeaseRow
from news.record.store import head_sequence
from tests import factories
from tests.news.publication.consumers import Follower, Listener, Stubborn
from tests.news.publication.support import (
    assert_in_step,
    document,
    events,
    fresh,
    is_public,
    settle,
)

pytestmark = pytest.mark.usefixtures("newsroom", "listening")
HERE = "tests.news.publication.consumers"


@pytest.fixture
def listening(settings: Any) -> Iterator[None]:
    settings.LOG_CONSUMERS = {"stubborn": f"{HERE}.Stubborn", "listener": f"{HERE}.Listener"}
    Listener.heard, Stubborn.heard, Stubborn.failing = [], [], False
    yield
    Listener.heard, Stubborn.heard, Stubborn.failing = [], [], True


def everything() -> list[int]:
    return list(range(1, head_sequence() + 1))


def test_once_works_until_nothing_is_left() -> None:
    desk = factories.author()
    page = factories.published(bylines=[desk], tags=["شحن"])
    desk.name = "قسم الشحن"
    desk.save()
    assert Mark.objects.exists()
    call_command("relay", once=True)
    assert_in_step()
    assert document(page)["authors"][0]["name"] == "قسم الشحن"
    assert Listener.heard == Stubborn.heard == everything()
    call_command("relay", once=True)
    assert Listener.heard == everything()


def test_its_heart_beats_at_work_and_while_it_waits_for_its_turn(tmp_path: Path, on_disk: None) -> None:
    working, waiting = Relay(tmp_path / "working"), Relay(tmp_path / "waiting")
    threads = [Thread(target=working.run)]
    threads[0].start()
    wait_for(lambda: LeaseRow.objects.filter(holder=working.lease.holder).exists())
    threads.append(Thread(target=waiting.run))
    threads[1].start()
    for file in (tmp_path / "working", tmp_path / "waiting"):
        wait_for(file.exists)
        before = file.stat().st_mtime_ns
        wait_for(lambda file=file, before=before: file.stat().st_mtime_ns > before)
    for relay in (working, waiting):
        relay.stop()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()


def test_a_consumer_that_fails_keeps_its_place_and_holds_up_nobody() -> None:
    Stubborn.failing = True
    factories.published()
    Relay().once()
    assert Listener.heard == everything()
    cursor = Cursor.objects.get(consumer="stubborn")
    assert (cursor.sequence, cursor.failures) == (0, 1)
    assert cursor.last_error == "ConnectionError: لا يرد"
    waits = []
    for failures in range(2, 5):
        Cursor.objects.filter(pk="stubborn").update(retry_at=timezone.now())
        before = timezone.now()
        Relay().once()
        cursor.refresh_from_db()
        assert (cursor.sequence, cursor.failures) == (0, failures)
        assert cursor.retry_at is not None
        waits.append(round((cursor.retry_at - before).total_seconds()))
    assert waits == [2, 4, 8]
    Stubborn.failing, Stubborn.heard = False, []
    Relay().once()
    assert Stubborn.heard == []  # its time has not come yet
    Cursor.objects.filter(pk="stubborn").update(retry_at=timezone.now())
    Relay().once()
    cursor.refresh_from_db()
    assert Stubborn.heard == everything()  # once more from where it failed: at least once, in order
    assert (cursor.failures, cursor.last_error, cursor.retry_at) == (0, "", None)


def test_one_that_follows_another_hears_what_that_one_took_over(settings: Any) -> None:
    settings.LOG_CONSUMERS = {"follower": f"{HERE}.Follower", **settings.LOG_CONSUMERS}
    Follower.heard, Stubborn.failing = [], True
    factories.published()
    Relay().once()
    assert Follower.heard == []
    Stubborn.failing = False
    Cursor.objects.filter(pk="stubborn").update(retry_at=None)
    Relay().once()
    assert Follower.heard == Stubborn.heard[-len(everything()) :] == everything()


def test_a_follower_without_its_leader_is_refused_by_the_system_check(settings: Any) -> None:
    settings.LOG_CONSUMERS = {"follower": f"{HERE}.Follower"}
    (problem,) = plug_ins(None)
    assert (problem.id, "'stubborn'" in problem.msg) == ("publication.E002", True)
    settings.LOG_CONSUMERS["stubborn"] = f"{HERE}.Stubborn"
    assert plug_ins(None) == []


def test_batches_are_in_order_and_bounded() -> None:
    Relay().once()
    Listener.heard = []
    Cursor.objects.all().delete()
    now = timezone.now()
    first, count = head_sequence() + 1, feeding.BATCH * 2 + 5
    rows = [
        Publication(sequence=number, type="tag", document_id=uuid4(), version=1, occurred_at=now)
        for number in range(first, first + count)
    ]
    Publication.objects.bulk_create(rows)
    feed = next(feed for feed in feeds() if feed.name == "listener")
    sizes = []
    while size := feed.advance():
        sizes.append(size)
    assert sum(sizes) == first - 1 + count
    assert max(sizes) == feeding.BATCH
    assert Listener.heard == list(range(1, first + count))


def test_a_new_consumer_begins_at_the_beginning() -> None:
    factories.published()
    late = Listener()
    feed = Feed("late", late)
    assert feed.advance() == head_sequence()
    assert late.heard == everything()


def test_two_relays_one_lease() -> None:
    one, two = Relay(), Relay()
    assert one.lease.hold()
    with pytest.raises(LeaseTaken):
        two.once()
    with pytest.raises(CommandError):
        call_command("relay", once=True)
    one.lease.give_up()
    two.once()
    assert Lease("relay", timedelta(seconds=1)).hold()  # given up at the end


def test_a_change_of_public_address_renders_everything_again(settings: Any) -> None:
    page = factories.published()
    Relay().once()
    assert document(page)["url"].startswith("/ar/")
    settings.PUBLIC_URL = "https://nashra.example"
    Relay().once()
    assert_in_step()
    assert document(page)["url"].startswith("https://nashra.example/ar/")
    assert events(page) == ["published", "refreshed"]
    before = head_sequence()
    Relay().once()
    assert head_sequence() == before


def wait_for(happened: Any, seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


@pytest.mark.usefixtures("on_disk")
def test_a_relay_works_until_it_is_told_to_stop() -> None:
    relay, waiting = Relay(), Relay()
    threads = [Thread(target=one.run) for one in (relay, waiting)]
    threads[0].start()
    wait_for(lambda: LeaseRow.objects.filter(holder=relay.lease.holder).exists())
    threads[1].start()
    desk = factories.author()
    page = factories.published(bylines=[desk])
    desk.name = "قسم الشحن"
    desk.save()
    wait_for(lambda: document(page)["authors"][0]["name"] == "قسم الشحن")
    wait_for(lambda: Listener.heard == everything())
    relay.stop()
    threads[0].join(20)
    assert not threads[0].is_alive()
    wait_for(lambda: LeaseRow.objects.filter(holder=waiting.lease.holder).exists())
    due = factories.article("موعده الآن")
    schedule(due, timezone.now() + timedelta(seconds=1))
    wait_for(lambda: is_public(due))
    waiting.stop()
    threads[1].join(20)
    assert not threads[1].is_alive()
    assert not LeaseRow.objects.exclude(holder="").exists()
    settle()
    assert_in_step()


def schedule(page: Any, moment: Any) -> None:
    draft = fresh(page).get_latest_revision_as_object()
    draft.go_live_at = moment
    revision = draft.save_revision()
    approve_import(revision.as_object(), run="tests", by=None)
    revision.publish()
