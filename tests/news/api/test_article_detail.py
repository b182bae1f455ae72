"""One story: its stored bytes, parts of it, its translations, and what stands where it was."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.http import parse_http_date

from news.record.models import Publication, PublishedDocument
from tests.news.api.conftest import Get, faults, ids, refusal
from tests.record_factory import (
    document,
    kill,
    picture,
    publish_article,
    publish_author,
    publish_section,
    republish,
    withdraw,
)

NOTICE = "حُذف هذا الخبر بعد ثبوت عدم صحته."


def at(row: PublishedDocument) -> str:
    return f"articles/{row.document_id}/"


def test_the_answer_is_the_stored_bytes_by_one_query(get: Get, django_assert_num_queries: Any) -> None:
    story = publish_article(section=publish_section())
    with django_assert_num_queries(1):
        response = get(at(story))
    assert response.content == bytes(story.body)
    assert response["Content-Type"] == "application/json"
    assert response["Content-Length"] == str(len(story.body))


def test_its_validators_lifetimes_and_tags(get: Get) -> None:
    economy = publish_section()
    markets = publish_section(parent=str(economy.document_id))
    story = publish_article(section=markets, above=[economy])
    response = get(at(story))
    assert response["ETag"] == f'"{hashlib.sha256(response.content).hexdigest()}-identity"'
    assert response["Vary"] == "Accept-Encoding"
    assert response["Cache-Control"] == "public, max-age=30"
    assert response["CDN-Cache-Control"] == "max-age=300, stale-while-revalidate=60, stale-if-error=3600"
    tags = response["Cache-Tag"].split(",")
    assert set(tags) == {
        f"a-{story.document_id}",
        f"g-{story.group}",
        f"s-{economy.document_id}",
        f"s-{markets.document_id}",
        "l-ar",
    }
    appended = Publication.objects.get(sequence=story.sequence)
    assert parse_http_date(response["Last-Modified"]) == int(appended.occurred_at.timestamp())


def test_a_304_costs_one_query_and_keeps_the_headers_caches_need(
    get: Get, django_assert_num_queries: Any
) -> None:
    story = publish_article()
    first = get(at(story))
    with django_assert_num_queries(1):
        again = get(at(story), headers={"If-None-Match": f'W/"other", {first["ETag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Cache-Control", "CDN-Cache-Control", "Cache-Tag", "Vary", "Last-Modified"):
        assert again[name] == first[name]
    assert again["Access-Control-Allow-Origin"] == "*"
    since = get(at(story), headers={"If-Modified-Since": first["Last-Modified"]})
    assert since.status_code == 304


def test_a_refresh_is_seen_by_clients_that_go_by_the_etag(get: Get) -> None:
    story = publish_article()
    first = get(at(story))
    republish(story, image=picture())
    response = get(at(story), headers={"If-None-Match": first["ETag"]})
    assert response.status_code == 200
    assert response.json()["data"]["version"] == 2
    assert response.json()["data"]["updated_at"] == first.json()["data"]["updated_at"]


def test_if_match_for_another_version_is_412(get: Get) -> None:
    story = publish_article()
    refusal(get(at(story), headers={"If-Match": '"old"'}), 412, "precondition_failed")


def test_no_cache_keeps_it_past_its_end(get: Get) -> None:
    story = publish_article(visible_until=timezone.now() + timedelta(seconds=320, milliseconds=900))
    response = get(at(story))
    assert response["CDN-Cache-Control"] == "max-age=300, stale-while-revalidate=20, stale-if-error=20"
    soon = publish_article(visible_until=timezone.now() + timedelta(seconds=7, milliseconds=900))
    response = get(at(soon))
    assert response["Cache-Control"] == "public, max-age=7"
    assert response["CDN-Cache-Control"] == "max-age=7"


def test_head_has_the_headers_and_no_body(client: Client) -> None:
    story = publish_article()
    response = client.head(f"/api/v1/articles/{story.document_id}/")
    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Length"] == str(len(story.body))
    assert response["ETag"].startswith(f'"{story.digest}')


@pytest.mark.parametrize("address", ["0b6e2f3a-6d0e-4c53-9f1e-0a1c5d2e7b44", "not-a-uuid", "12"])
def test_what_never_was_is_404(get: Get, address: str) -> None:
    refusal(get(f"articles/{address}/"), 404, "not_found")


def test_a_withdrawn_story_is_404_without_a_word_of_it(get: Get, django_assert_num_queries: Any) -> None:
    story = withdraw(publish_article(title="عنوان سُحب"))
    with django_assert_num_queries(2):
        response = get(at(story))
    problem = refusal(response, 404, "not_found")
    assert "سُحب" not in json.dumps(problem, ensure_ascii=False)


def test_a_killed_story_is_410_with_its_notice_and_not_a_word_of_it(get: Get) -> None:
    story = kill(publish_article(title="عنوان كاذب"), NOTICE)
    response = get(at(story))
    problem = refusal(response, 410, "killed")
    assert (problem["notice"], problem["detail"]) == (NOTICE, NOTICE)
    assert "كاذب" not in response.content.decode()


def test_a_kill_without_notice_says_so(get: Get) -> None:
    problem = refusal(get(at(kill(publish_article(), ""))), 410, "killed")
    assert problem["notice"] is None
    assert problem["detail"]


def test_past_its_end_it_is_404_everywhere(get: Get) -> None:
    story = publish_article(visible_until=timezone.now() - timedelta(seconds=1))
    path = document(story)["path"]
    for address in ("", "translations/", "versions/", "versions/1/"):
        refusal(get(at(story) + address), 404, "not_found")
    refusal(get("articles/by-path/", path=path), 404, "not_found")
    assert ids(get("articles/")) == []
    assert ids(get("articles/", ids=str(story.document_id))) == []
    assert get("changes/").json()["data"][-1]["path"] is None


def test_only_the_members_asked_for(get: Get) -> None:
    story = publish_article(image=picture("صورة"), authors=[publish_author(name="سلمى")])
    response = get(at(story), fields="title,image.alt,authors.name,image.sources.type")
    assert response.json() == {
        "data": {
            "title": document(story)["title"],
            "authors": [{"name": "سلمى"}],
            "image": {"alt": "صورة", "sources": [{"type": "image/jpeg"}]},
        },
        "meta": {},
    }
    assert response["ETag"] == f'"{hashlib.sha256(response.content).hexdigest()}-identity"'
    assert get(at(story), fields="title", headers={"If-None-Match": response["ETag"]}).status_code == 200


def test_a_whole_member_wins_over_its_parts(get: Get) -> None:
    story = publish_article(image=picture())
    answer = get(at(story), fields="image,image.alt").json()["data"]
    assert answer == {"image": document(story)["image"]}
    without = publish_article()
    assert get(at(without), fields="image.alt,title").json()["data"]["image"] is None


def test_unknown_members_are_named(get: Get) -> None:
    story = publish_article()
    response = get(at(story), fields="title,colour,body.html,image.")
    assert faults(response) == {("fields", "unknown")}
    details = [error["detail"].split(":")[0] for error in response.json()["errors"]]
    assert details == ["colour", "body.html", "image."]


def test_translations_come_along_by_one_more_query(get: Get, django_assert_num_queries: Any) -> None:
    story = publish_article()
    english = publish_article(locale="en", translation_group=story.group)
    publish_article(locale="fr", translation_group=story.group, visible_until=timezone.now())
    with django_assert_num_queries(2):
        response = get(at(story), include="translations")
    answer = response.json()
    assert answer["data"] == document(story)
    assert answer["included"]["translations"] == [json.loads(bytes(english.card))]
    pruned = get(at(story), include="translations", fields="title").json()
    assert set(pruned["data"]) == {"title"}
    assert len(pruned["included"]["translations"]) == 1
    withdraw(english)
    later = get(at(story), include="translations", headers={"If-None-Match": response["ETag"]})
    assert later.json()["included"] == {"translations": []}


def test_only_what_is_on_the_list_can_be_included(get: Get) -> None:
    assert faults(get(at(publish_article()), include="drafts")) == {("include", "invalid_choice")}


def test_translations_by_one_query(get: Get, django_assert_num_queries: Any) -> None:
    story = publish_article()
    english = publish_article(locale="en", translation_group=story.group)
    publish_article()
    with django_assert_num_queries(1):
        response = get(at(story) + "translations/")
    assert ids(response) == [str(english.document_id)]
    assert ids(get(at(english) + "translations/")) == [str(story.document_id)]
    assert response["Cache-Tag"] == f"a-{story.document_id},g-{story.group}"
    assert ids(get(at(publish_article()) + "translations/")) == []


def test_translations_of_what_is_gone(get: Get) -> None:
    story = publish_article()
    publish_article(locale="en", translation_group=story.group)
    withdraw(story)
    refusal(get(at(story) + "translations/"), 404, "not_found")
    kill(story, NOTICE)
    refusal(get(at(story) + "translations/"), 410, "killed")
