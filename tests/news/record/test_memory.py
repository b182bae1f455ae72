"""Blanking the past, remembering it, and the lease."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from news.record import memory
from news.record.documents import sha256
from news.record.ids import number_of, uuid_for
from news.record.lease import Lease
from news.record.models import FormerPath, Publication, PublicState, PublishedDocument, Term
from news.record.models import Lease as LeaseRow
from news.record.redact import StillPublic, redact
from tests.news.record.builders import commit, kill, story, withdraw

pytestmark = pytest.mark.django_db(transaction=True)


def test_redacting_blanks_texts_and_keeps_digests_and_who_did_it() -> None:
    one, other = uuid4(), uuid4()
    commit(story(one, "اسم الضحية", path="/ar/١/"), story(other, "خبر آخر", path="/ar/٢/"))
    commit(story(one, "الاسم مرة أخرى", path="/ar/١/"))
    with pytest.raises(StillPublic):
        redact("article", one, by="سلمى", reason="حكم محكمة")
    digests = list(Publication.objects.order_by("sequence").values_list("digest", flat=True))
    kill(one)
    assert redact("article", one, by="سلمى", reason="حكم محكمة") == 2
    rows = Publication.objects.filter(document_id=one).order_by("sequence")
    assert [row.document for row in rows] == [None, None, None]
    assert list(Publication.objects.order_by("sequence").values_list("digest", flat=True)[:3]) == digests
    audit = rows[0].note["redacted"]
    assert (audit["by"], audit["reason"]) == ("سلمى", "حكم محكمة")
    assert rows[0].note["words"] == "اسم الضحية"
    assert Publication.objects.get(document_id=other).document is not None
    assert redact("article", one, by="سلمى", reason="مرة أخرى") == 0
    assert redact("article", uuid4(), by="سلمى", reason="لا شيء") == 0


def test_what_is_withdrawn_can_be_redacted_and_come_back() -> None:
    one = uuid4()
    commit(story(one))
    withdraw(one)
    assert redact("article", one, by="نوال", reason="طلب") == 1
    assert [row.version for row in commit(story(one))] == [3]


def test_a_lost_store_is_remembered_byte_for_byte() -> None:
    live, gone, dead = uuid4(), uuid4(), uuid4()
    port = ("topic", UUID(int=1))
    final = story(live, "الثاني", path="/ar/ب/", terms=frozenset({port}), files=frozenset({"a.webp"}))
    commit(story(live, "الأول", path="/ar/أ/"), story(gone, path="/ar/٢/"), story(dead, path="/ar/٣/"))
    commit(final)
    withdraw(gone)
    kill(dead)
    fields = ("version", "sequence", "digest", "content_digest", "body", "card", "path", "updated_at")
    before = PublishedDocument.objects.filter(document_id=live).values(*fields).get()
    PublishedDocument.objects.all().delete()
    FormerPath.objects.all().delete()
    rows = memory.remembered("article", [live, gone, dead])
    states = {public_id: row.state for public_id, row in rows.items()}
    assert states == {live: PublicState.LIVE, gone: PublicState.WITHDRAWN, dead: PublicState.KILLED}
    assert rows[dead].notice == "حُذف لأسباب قانونية"
    assert memory.logged_ids("article") == {live, gone, dead}
    assert memory.restore(rows[live], final)
    assert PublishedDocument.objects.filter(document_id=live).values(*fields).get() == before
    assert Term.objects.get().value == UUID(int=1)
    assert memory.restore_former_paths() == 1
    assert FormerPath.objects.get().path == "/ar/أ/"


def test_many_are_remembered_in_as_few_statements_as_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ids = [uuid4() for _ in range(5)]
    commit(*(story(one, path=f"/ar/{number}/") for number, one in enumerate(ids)))
    for asked in (ids[:1], ids):
        with django_assert_num_queries(3):
            assert memory.remembered("article", asked).keys() == set(asked)


def test_a_tombstone_is_remembered_where_its_story_last_stood() -> None:
    one = uuid4()
    commit(story(one, path="/ar/أ/"))
    commit(story(one, path="/ar/ب/"))
    kill(one)
    row = PublishedDocument.objects.get(document_id=one)
    assert memory.remembered("article", [one])[one].path == row.path == "/ar/ب/"


def test_what_the_log_remembers_otherwise_is_not_restored() -> None:
    one, dead = uuid4(), uuid4()
    commit(story(one, "كما كان", path="/ar/١/"), story(dead, path="/ar/٢/"))
    kill(dead)
    rows = memory.remembered("article", [one, dead])
    stored = sha256(bytes(PublishedDocument.objects.get(document_id=one).body))
    assert not memory.restore(rows[one], story(one, "كما صار", path="/ar/١/"))
    assert not memory.restore(rows[dead], story(dead, path="/ar/٢/"))
    assert sha256(bytes(PublishedDocument.objects.get(document_id=one).body)) == stored
    assert PublishedDocument.objects.get(document_id=dead).state == PublicState.KILLED


def test_a_former_address_that_is_taken_again_stays_with_its_new_owner() -> None:
    one, two = uuid4(), uuid4()
    commit(story(one, path="/ar/أ/"))
    commit(story(one, path="/ar/ب/"))
    commit(story(two, path="/ar/أ/"))
    memory.restore_former_paths()
    assert not FormerPath.objects.exists()


def test_one_lease_two_holders() -> None:
    term = timedelta(seconds=30)
    mine, yours = Lease("relay", term), Lease("relay", term)
    assert mine.hold()
    assert mine.hold()
    assert mine.held()
    assert not yours.hold()
    yours.give_up()  # what one does not hold one cannot give up
    assert mine.held()
    mine.give_up()
    assert not mine.held()
    assert yours.hold()
    assert Lease("another", term).hold()


def test_a_lease_that_is_not_renewed_expires() -> None:
    mine, yours = Lease("relay", timedelta(seconds=30)), Lease("relay", timedelta(seconds=30))
    assert mine.hold()
    LeaseRow.objects.update(expires_at=timezone.now())
    assert not mine.held()
    assert yours.hold()
    assert not mine.hold()


@pytest.mark.parametrize("kind", ["tag", "image", "locale"])
def test_public_ids_of_numbered_things_lead_back(kind: str) -> None:
    for number in (1, 42, 2**40):
        assert number_of(kind, uuid_for(kind, number)) == number
    others = {"tag", "image", "locale"} - {kind}
    assert all(number_of(other, uuid_for(kind, 7)) is None for other in others)
    assert number_of(kind, uuid4()) is None
