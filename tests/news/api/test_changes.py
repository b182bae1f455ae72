"""The log as mirrors follow it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from news.record.models import Publication
from news.record.store import Removal, head_sequence, write
from tests.news.api.conftest import Get, faults
from tests.record_factory import (
    kill,
    picture,
    publish_article,
    publish_section,
    publish_tag,
    republish,
    withdraw,
)


def test_the_log_in_order_without_a_text(get: Get, django_assert_num_queries: Any) -> None:
    section = publish_section()
    story = publish_article(section=section, title="عنوان لا يُقال", path="/ar/سوق/خبر/")
    republish(story, image=picture())
    with django_assert_num_queries(2):
        response = get("changes/")
    assert "لا يُقال" not in response.content.decode()
    first, published, refreshed = response.json()["data"]
    assert (first["type"], first["cache_tags"][0]) == ("section", f"s-{section.document_id}")
    assert published == {
        "sequence": 2,
        "type": "article",
        "id": str(story.document_id),
        "locale": "ar",
        "event": "published",
        "version": 1,
        "path": "/ar/سوق/خبر/",
        "cache_tags": [
            f"a-{story.document_id}",
            f"g-{story.group}",
            f"s-{section.document_id}",
            "l-ar",
        ],
        "occurred_at": f"{Publication.objects.get(pk=2).occurred_at:%Y-%m-%dT%H:%M:%SZ}",
    }
    assert (refreshed["event"], refreshed["version"]) == ("refreshed", 2)


def test_a_follower_sees_every_row_once(get: Get) -> None:
    for _ in range(5):
        publish_article()
    cursor, seen = 0, []
    while data := (answer := get("changes/", cursor=cursor, limit=2).json())["data"]:
        seen += [row["sequence"] for row in data]
        cursor = answer["meta"]["cursor"]
        assert answer["links"]["next"].endswith(f"cursor={cursor}&limit=2")
    assert seen == [1, 2, 3, 4, 5]
    assert cursor == head_sequence()


def test_a_kill_of_what_never_was_public_is_nobodys_business(get: Get) -> None:
    story = publish_article()
    secret = Removal("article", uuid4(), killed=True, notice="سُحب قبل نشره.", locale="ar", group=uuid4())
    with transaction.atomic():
        write(removals=[secret])
    kill(story)
    rows = get("changes/").json()["data"]
    assert [(row["id"], row["event"]) for row in rows] == [
        (str(story.document_id), "published"),
        (str(story.document_id), "killed"),
    ]


def test_nothing_new_keeps_cursor_and_etag(get: Get, django_assert_num_queries: Any) -> None:
    publish_article()
    with django_assert_num_queries(1):
        first = get("changes/", cursor=1)
    assert first.json() == {
        "data": [],
        "meta": {"limit": 100, "cursor": 1},
        "links": {"next": "/api/v1/changes/?cursor=1", "prev": None},
    }
    assert get("changes/", cursor=1, headers={"If-None-Match": first["ETag"]}).status_code == 304
    publish_article()
    answer = get("changes/", cursor=1, headers={"If-None-Match": first["ETag"]})
    assert [row["sequence"] for row in answer.json()["data"]] == [2]


def test_only_what_is_public_now_has_a_path(get: Get) -> None:
    story = publish_article()
    withdraw(story)
    rows = get("changes/").json()["data"]
    assert [(row["event"], row["path"]) for row in rows] == [("published", None), ("withdrawn", None)]
    killed = kill(publish_article(), "نص الإشعار")
    row = get("changes/").json()["data"][-1]
    assert (row["event"], row["id"], row["path"]) == ("killed", str(killed.document_id), None)
    assert "الإشعار" not in get("changes/").content.decode()


def test_no_cache_tells_a_path_after_its_end(get: Get) -> None:
    publish_article(visible_until=timezone.now() + timedelta(seconds=9, milliseconds=900))
    response = get("changes/")
    assert response.json()["data"][0]["path"]
    assert response["Cache-Control"] == "public, max-age=9"
    assert response["CDN-Cache-Control"] == "max-age=9"


def test_some_types_only(get: Get) -> None:
    publish_section()
    publish_tag()
    publish_article()
    types = [row["type"] for row in get("changes/", type="section,tag").json()["data"]]
    assert types == ["section", "tag"]
    tag = get("changes/", type="tag").json()["data"][0]
    assert (tag["locale"], tag["path"], tag["cache_tags"]) == ("", None, [f"a-{tag['id']}", "l-all"])
    assert get("changes/", type="nothing").json()["data"] == []


@pytest.mark.parametrize(
    ("parameters", "fault"),
    [
        ({"cursor": "-1"}, ("cursor", "min_value")),
        ({"cursor": str(2**63)}, ("cursor", "max_value")),
        ({"cursor": "first"}, ("cursor", "invalid")),
        ({"limit": "501"}, ("limit", "max_value")),
        ({"type": "Article!"}, ("type", "invalid")),
        ({"since": "1"}, ("since", "unknown")),
    ],
)
def test_refusals(get: Get, parameters: dict[str, str], fault: tuple[str, str]) -> None:
    assert faults(get("changes/", **parameters)) == {fault}
