"""After an upgrade, documents that an older renderer made are rendered again, through the gate."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from news.editorial.models import Approval
from news.models import ArticlePage
from news.publication.kills import kill
from news.publication.render.common import renderer
from news.record.documents import sha256, to_bytes
from news.record.models import Mark, Publication, PublicState, PublishedDocument
from news.record.store import head_sequence
from tests import factories
from tests.news.publication.support import assert_in_step, document, events, is_public, row, settle

pytestmark = pytest.mark.usefixtures("newsroom")
OLDER = "older"


def made_by_an_older_version(**lacking: Any) -> None:
    """Leave every live document as a renderer would have that knew fewer members."""
    for stored in PublishedDocument.objects.filter(state=PublicState.LIVE):
        data = {name: value for name, value in data_of(stored).items() if name not in lacking}
        body = to_bytes({"data": data, "meta": {}})
        first = Publication.objects.filter(type=stored.type, document_id=stored.document_id)
        first.filter(version=stored.version).update(document=body, digest=sha256(body))
        stored.body, stored.digest, stored.renderer = body, sha256(body), OLDER
        stored.content_digest = OLDER if lacking else stored.content_digest
        stored.save()


def data_of(stored: PublishedDocument) -> dict[str, Any]:
    data = json.loads(bytes(stored.body))["data"]
    assert isinstance(data, dict)
    return data


def outdated() -> int:
    return PublishedDocument.objects.filter(state=PublicState.LIVE).exclude(renderer=renderer()).count()


@pytest.fixture
def story() -> ArticlePage:
    """A public story with everything a document may name."""
    page = factories.published(
        "الميناء يفتح أبوابه", bylines=[factories.author()], topics=[factories.topic()], tags=["شحن"],
        lead_image=factories.image(),
    )  # fmt: skip
    settle()
    return page


def test_every_type_of_document_gets_what_the_new_renderer_knows(story: ArticlePage) -> None:
    made_by_an_older_version(url="", dir="", translation_group="")
    types = set(PublishedDocument.objects.values_list("type", flat=True))
    assert types == {"article", "section", "author", "topic", "tag", "locale"}
    assert outdated() == PublishedDocument.objects.count()
    before, updated_at = head_sequence(), document(story)["updated_at"]

    call_command("relay", once=True)

    assert outdated() == 0
    assert document(story)["dir"] == "rtl"
    assert document(story)["updated_at"] == updated_at  # the words are the same
    log = Publication.objects.filter(sequence__gt=before)
    assert set(log.values_list("event", flat=True)) == {"refreshed"}
    assert not log.filter(document__isnull=False).exists()
    assert {one.type for one in log} == types
    assert events(story) == ["published", "refreshed"]
    assert_in_step()


def test_what_the_new_renderer_makes_the_same_of_is_not_logged_again(story: ArticlePage) -> None:
    made_by_an_older_version()
    before, stored = head_sequence(), row(story)
    call_command("relay", once=True)
    after = row(story)
    assert outdated() == 0
    assert head_sequence() == before
    assert stored is not None
    assert after is not None
    assert bytes(after.body) == bytes(stored.body)


def test_a_story_whose_approval_is_gone_is_withdrawn_and_not_refreshed(story: ArticlePage) -> None:
    other = factories.published("خبر ما زال معتمدًا")
    settle()
    made_by_an_older_version(dir="")
    Approval.objects.filter(page_id=story.pk).delete()
    call_command("relay", once=True)
    assert events(story) == ["published", "withdrawn"]
    assert events(other) == ["published", "refreshed"]
    assert (is_public(story), is_public(other)) == (False, True)
    assert_in_step()


def test_what_was_taken_down_before_the_upgrade_stays_down(story: ArticlePage) -> None:
    other = factories.published("خبر سُحب قبل الترقية")
    other.unpublish()
    kill(story, notice="حُذف", by=None)
    settle()
    made_by_an_older_version(dir="")
    call_command("relay", once=True)
    assert (is_public(story), is_public(other)) == (False, False)
    assert events(story) == ["published", "killed"]
    assert events(other) == ["published", "withdrawn"]
    assert_in_step()


def test_search_follows_an_upgrade(story: ArticlePage, client: Any) -> None:
    made_by_an_older_version(dir="")
    call_command("relay", once=True)
    found = client.get("/api/v1/search/", {"locale": "ar", "q": "الميناء"}).json()["data"]
    assert [(hit["id"], hit["dir"]) for hit in found] == [(str(story.uuid), "rtl")]


def test_a_process_of_the_version_before_may_leave_marks_while_others_are_upgraded() -> None:
    thing = uuid4()
    with connection.cursor() as cursor:  # as it did before marks had a time
        cursor.execute(
            "INSERT INTO record_mark (type, document_id, below, after, failures) VALUES (%s, %s, %s, 0, 0)",
            ["article", thing if connection.vendor == "postgresql" else thing.hex, False],
        )
    left = Mark.objects.get(document_id=thing)
    assert abs((timezone.now() - left.left_at).total_seconds()) < 60
