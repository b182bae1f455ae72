"""The public versions of a story."""

import hashlib
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.test import Client

from news.record.models import Event, Publication, PublishedDocument
from tests.news.api.conftest import Get, pages, refusal
from tests.record_factory import (
    document,
    kill,
    picture,
    publish_article,
    republish,
    withdraw,
)


def at(row: PublishedDocument) -> str:
    return f"articles/{row.document_id}/versions/"


@pytest.fixture
def story() -> PublishedDocument:
    first = publish_article(title="ارتفاع أسعار القمح")
    second = republish(first, title="ارتفاع طفيف في أسعار القمح", event=Event.CORRECTED)
    return republish(second, image=picture())


def test_newest_first_with_what_happened(
    get: Get, story: PublishedDocument, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        response = get(at(story))
    rows = response.json()["data"]
    told = [(row["version"], row["event"], row["has_document"]) for row in rows]
    assert told == [(3, "refreshed", False), (2, "corrected", True), (1, "published", True)]
    assert {frozenset(row) for row in rows} == {
        frozenset({"version", "event", "occurred_at", "note", "has_document"})
    }
    assert "القمح" not in response.content.decode()


def test_only_the_public_part_of_a_note_is_shown(get: Get, story: PublishedDocument) -> None:
    internal = {"words": "f1", "former_path": "/ar/قديم/", "editor": "نور"}
    Publication.objects.filter(document_id=story.document_id, version=2).update(
        note={**internal, "correction": "صُحّحت نسبة الارتفاع."}
    )
    notes = [row["note"] for row in get(at(story)).json()["data"]]
    assert notes == [{}, {"corrections": "صُحّحت نسبة الارتفاع."}, {}]


@pytest.mark.parametrize("remove", [withdraw, kill])
def test_a_former_text_tells_no_address_of_what_has_gone(get: Get, remove: Any) -> None:
    gone, stays = publish_article(path="/ar/سوق/سري/"), publish_article(path="/ar/سوق/باق/")
    links = "".join(f'<a href="{quote(one.path)}">هنا</a>' for one in (gone, stays))
    links += '<a href="https://example.org/elsewhere">هناك</a>'
    body = [{"type": "paragraph", "value": {"html": f"<p>{links}</p>", "text": "هنا هنا هناك"}}]
    alternates = [{"locale": "en", "id": str(gone.document_id), "path": gone.path, "url": quote(gone.path)}]
    story = publish_article(body=body, alternates=alternates)
    before = get(f"{at(story)}1/")
    assert before.content == bytes(story.body)
    remove(gone)
    after = get(f"{at(story)}1/")
    assert quote(gone.path) not in after.content.decode()
    assert gone.path not in after.content.decode()
    assert after["ETag"] != before["ETag"]
    html = after.json()["data"]["body"][0]["value"]["html"]
    assert html.count("href") == 2
    assert quote(stays.path) in html


def test_a_former_text_names_no_related_story_that_is_not_public(get: Get) -> None:
    gone, stays = publish_article(), publish_article()
    ids = [str(gone.document_id), str(stays.document_id), str(uuid4())]
    body = [{"type": "related", "value": {"articles": ids}}]
    story = publish_article(body=body, alternates=[])
    withdraw(gone)
    told = get(f"{at(story)}1/").json()["data"]["body"]
    assert told == [{"type": "related", "value": {"articles": [str(stays.document_id)]}}]


def test_a_version_is_the_document_as_it_was(get: Get, story: PublishedDocument) -> None:
    row = Publication.objects.get(document_id=story.document_id, version=1)
    response = get(f"{at(story)}1/")
    assert response.content == bytes(row.document or b"")
    assert response.json()["data"]["title"] == "ارتفاع أسعار القمح"
    assert response["ETag"] == f'"{hashlib.sha256(response.content).hexdigest()}-identity"'
    assert response["Cache-Tag"] == f"a-{story.document_id},g-{story.group}"
    assert get(f"{at(story)}1/", headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_a_refresh_has_no_text_of_its_own(get: Get, story: PublishedDocument) -> None:
    problem = refusal(get(f"{at(story)}3/"), 404, "no_document")
    assert "Version 3 changed no words" in problem["detail"]


def test_a_withdrawal_between_versions_has_no_text(get: Get, story: PublishedDocument) -> None:
    withdraw(story)
    publish_article(id=story.document_id, title="عاد الخبر")
    assert [row["event"] for row in get(at(story)).json()["data"]][:2] == ["published", "withdrawn"]
    assert "withdrawal" in refusal(get(f"{at(story)}4/"), 404, "no_document")["detail"]


def test_a_blanked_version_says_that_its_text_was_removed(get: Get, story: PublishedDocument) -> None:
    Publication.objects.filter(document_id=story.document_id, version=1).update(document=None)
    assert get(at(story)).json()["data"][2]["has_document"] is False
    assert "was removed" in refusal(get(f"{at(story)}1/"), 404, "no_document")["detail"]


@pytest.mark.parametrize("version", ["0", "99", "9" * 30, "latest", "-1"])
def test_versions_that_never_were(get: Get, story: PublishedDocument, version: str) -> None:
    refusal(get(f"{at(story)}{version}/"), 404, "not_found")


def test_of_a_withdrawn_story_nothing_and_of_a_killed_one_its_notice(
    get: Get, story: PublishedDocument
) -> None:
    withdraw(story)
    for address in (at(story), f"{at(story)}1/"):
        refusal(get(address), 404, "not_found")
    kill(story, "حُذف لثبوت خطئه.")
    for address in (at(story), f"{at(story)}1/"):
        assert refusal(get(address), 410, "killed")["notice"] == "حُذف لثبوت خطئه."


def test_versions_come_in_pages(client: Client, story: PublishedDocument) -> None:
    walked = [row["version"] for page in pages(client, f"/api/v1/{at(story)}?limit=2") for row in page]
    assert walked == [3, 2, 1]


def test_versions_of_something_else_are_not_versions_of_a_story(get: Get, story: PublishedDocument) -> None:
    other = publish_article()
    assert len(get(at(other)).json()["data"]) == 1
    assert document(other)["version"] == 1
