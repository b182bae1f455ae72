"""Several writers at once: the log stays gapless and in the order of its commits."""

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction

from news.record.models import Event, Publication, PublishedDocument
from news.record.store import write
from tests.news.record.builders import commit, story

WRITERS, WRITES = 16, 3

pytestmark = pytest.mark.usefixtures("on_disk")


def test_writers_at_once_leave_a_gapless_log() -> None:
    shared = uuid4()
    start = Barrier(WRITERS)
    failures: list[BaseException] = []

    def work(writer: int) -> None:
        try:
            start.wait()
            for number in range(WRITES):
                own = story(uuid4(), f"خبر {writer}-{number}", path=f"/ar/{writer}/{number}/")
                commit(own, story(shared, f"مشترك {writer}-{number}", path="/ar/مشترك/"))
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [Thread(target=work, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    sequences = list(Publication.objects.order_by("sequence").values_list("sequence", flat=True))
    assert sequences == list(range(1, 2 * WRITERS * WRITES + 1))
    versions = Publication.objects.filter(document_id=shared).order_by("sequence")
    assert list(versions.values_list("version", flat=True)) == list(range(1, WRITERS * WRITES + 1))
    row = PublishedDocument.objects.get(document_id=shared)
    last = versions.last()
    assert last is not None
    assert (row.version, row.sequence, row.digest) == (last.version, last.sequence, last.digest)


def test_a_writer_waits_for_the_one_before_it() -> None:
    one, two = uuid4(), uuid4()

    def late() -> None:
        try:
            commit(story(two, path="/ar/٢/"))
        finally:
            connection.close()

    with transaction.atomic():
        write([story(one, path="/ar/١/")])
        thread = Thread(target=late)
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
    thread.join(20)
    log = Publication.objects.order_by("sequence").values_list("document_id", "event")
    assert list(log) == [(one, Event.PUBLISHED), (two, Event.PUBLISHED)]
