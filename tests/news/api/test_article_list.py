"""Lists of stories: every filter, order, pages, and what they must never show."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from news.record.models import PublishedDocument
from tests.news.api.conftest import Get, faults, ids, pages
from tests.record_factory import (
    kill,
    publish_article,
    publish_author,
    publish_section,
    publish_tag,
    publish_topic,
    withdraw,
)

NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


def of(*rows: PublishedDocument) -> set[str]:
    return {str(row.document_id) for row in rows}


def test_cards_are_the_stored_bytes_newest_first(get: Get) -> None:
    older, newer = publish_article(published_at=NOON), publish_article(published_at=NOON + timedelta(hours=1))
    response = get("articles/")
    expected = (
        b'{"data":['
        + b",".join([bytes(newer.card), bytes(older.card)])
        + b'],"meta":{"limit":20},"links":{"next":null,"prev":null}}'
    )
    assert response.content == expected
    assert response["Content-Type"] == "application/json"
    assert "body" not in response.json()["data"][0]


def test_one_query_and_one_more_for_the_count(get: Get, django_assert_num_queries: Any) -> None:
    section = publish_section(slug="سوق")
    for _ in range(3):
        publish_article(section=section)
    with django_assert_num_queries(1):
        get("articles/", section="سوق", limit=2, published_after="2026-01-01")
    with django_assert_num_queries(2):
        assert get("articles/", limit=2, count="true").json()["meta"] == {"limit": 2, "count": 3}


def test_the_locale_is_the_newsrooms_own_unless_named(get: Get) -> None:
    arabic, english = publish_article(), publish_article(locale="en", title="Rates hold")
    assert set(ids(get("articles/"))) == of(arabic)
    assert set(ids(get("articles/", locale="en"))) == of(english)
    assert ids(get("articles/", locale="fr")) == []
    assert faults(get("articles/", locale="de")) == {("locale", "invalid_choice")}


def test_a_section_includes_those_below_it(get: Get) -> None:
    economy = publish_section(slug="اقتصاد")
    markets = publish_section(slug="أسواق", parent=str(economy.document_id))
    inside = publish_article(section=markets, above=[economy])
    direct = publish_article(section=economy)
    publish_article(section=publish_section(slug="رياضة"))
    assert set(ids(get("articles/", section="اقتصاد"))) == of(inside, direct)
    assert set(ids(get("articles/", section="أسواق"))) == of(inside)
    assert set(ids(get("articles/", section=str(economy.document_id)))) == of(inside, direct)


@pytest.mark.parametrize(
    ("parameter", "publish", "relation"),
    [("topic", publish_topic, "topics"), ("tag", publish_tag, "tags"), ("author", publish_author, "authors")],
)
def test_a_comma_means_or_and_ids_mix_with_slugs(
    get: Get, parameter: str, publish: Any, relation: str
) -> None:
    first, second, third = publish(), publish(), publish()
    stories = []
    for thing in (first, second, third):
        related: dict[str, Any] = {relation: [thing]}
        stories.append(publish_article(**related))
    assert set(ids(get("articles/", **{parameter: first.slug}))) == of(stories[0])
    both = f"{first.slug},{second.document_id}"
    assert set(ids(get("articles/", **{parameter: both}))) == of(*stories[:2])
    assert ids(get("articles/", **{parameter: "لا-شيء"})) == []


def test_a_slug_is_looked_up_among_public_things_of_the_locale(get: Get) -> None:
    topic = publish_topic(slug="ميزانية")
    english = publish_topic(slug="ميزانية", locale="en")
    story = publish_article(topics=[topic])
    publish_article(topics=[english], locale="en")
    assert set(ids(get("articles/", topic="ميزانية"))) == of(story)
    withdraw(topic)
    assert ids(get("articles/", topic="ميزانية")) == []


def test_all_filters_given_must_hold(get: Get) -> None:
    topic, author = publish_topic(), publish_author()
    both = publish_article(topics=[topic], authors=[author])
    publish_article(topics=[topic])
    publish_article(authors=[author])
    assert set(ids(get("articles/", topic=topic.slug, author=author.slug))) == of(both)


def test_kinds(get: Get) -> None:
    brief, opinion = publish_article(kind="brief"), publish_article(kind="opinion")
    publish_article()
    assert set(ids(get("articles/", kind="brief"))) == of(brief)
    assert set(ids(get("articles/", kind="brief,opinion"))) == of(brief, opinion)
    assert faults(get("articles/", kind="brief,gossip")) == {("kind", "invalid_choice")}


def test_dates_are_from_this_moment_and_before_that(get: Get) -> None:
    at_noon = publish_article(published_at=NOON)
    later = publish_article(published_at=NOON + timedelta(days=1))
    assert set(ids(get("articles/", published_after="2026-05-01T12:00:00Z"))) == of(at_noon, later)
    assert set(ids(get("articles/", published_after="2026-05-02"))) == of(later)
    assert set(ids(get("articles/", published_before="2026-05-02T12:00:00Z"))) == of(at_noon)
    assert set(ids(get("articles/", published_before="2026-05-01T15:00:01+03:00"))) == of(at_noon)


def test_updated_after(get: Get) -> None:
    publish_article(published_at=NOON, updated_at=NOON)
    touched = publish_article(published_at=NOON, updated_at=NOON + timedelta(days=2))
    assert set(ids(get("articles/", updated_after="2026-05-03T12:00:00Z"))) == of(touched)


@pytest.mark.parametrize(
    "value", ["yesterday", "2026-02-30", "20260501", "2026-05-01T12:00", "2026-05-01T12:00:00", "2026-W18-5"]
)
def test_only_rfc_3339_is_a_moment(get: Get, value: str) -> None:
    assert faults(get("articles/", published_after=value)) == {("published_after", "invalid")}


def test_ids_give_what_is_public_in_any_locale_on_one_page(get: Get) -> None:
    stories = [publish_article() for _ in range(22)] + [publish_article(locale="en")]
    withdrawn, killed = withdraw(publish_article()), kill(publish_article())
    wanted = ",".join(str(row.document_id) for row in [*stories, withdrawn, killed])
    response = get("articles/", ids=f"{wanted},{uuid4()}")
    assert set(ids(response)) == of(*stories)
    assert response.json()["links"]["next"] is None
    assert set(ids(get("articles/", ids=wanted, locale="en"))) == of(stories[-1])


def test_refused_ids(get: Get) -> None:
    assert faults(get("articles/", ids="12")) == {("ids", "invalid")}
    too_many = ",".join(str(uuid4()) for _ in range(101))
    assert faults(get("articles/", ids=too_many)) == {("ids", "max_length")}
    assert faults(get("articles/", ids="")) == {("ids", "invalid")}


def test_a_group_is_a_story_in_all_its_languages(get: Get) -> None:
    group = uuid4()
    arabic = publish_article(translation_group=group)
    english = publish_article(translation_group=group, locale="en")
    publish_article()
    assert set(ids(get("articles/", group=str(group)))) == of(arabic, english)


@pytest.mark.parametrize(("value", "code"), [("0", "min_value"), ("101", "max_value"), ("many", "invalid")])
def test_refused_limits(get: Get, value: str, code: str) -> None:
    assert faults(get("articles/", limit=value)) == {("limit", code)}


def test_pages_show_every_row_once_even_at_equal_times(client: Client) -> None:
    rows = [publish_article(published_at=NOON) for _ in range(5)]
    rows += [publish_article(published_at=NOON + timedelta(seconds=number)) for number in range(1, 3)]
    walked = [card["id"] for page in pages(client, "/api/v1/articles/?limit=2") for card in page]
    assert len(walked) == 7
    assert set(walked) == of(*rows)


def test_pages_lead_back_the_same_way(client: Client) -> None:
    for _ in range(5):
        publish_article(published_at=NOON)
    first = client.get("/api/v1/articles/?limit=2").json()
    second = client.get(first["links"]["next"]).json()
    third = client.get(second["links"]["next"]).json()
    assert third["links"]["next"] is None
    assert client.get(third["links"]["prev"]).json()["data"] == second["data"]
    back = client.get(second["links"]["prev"]).json()
    assert back["data"] == first["data"]
    assert back["links"]["prev"] is None
    assert client.get(back["links"]["next"]).json()["data"] == second["data"]


def test_a_page_is_not_disturbed_by_what_arrives_meanwhile(client: Client) -> None:
    rows = [publish_article(published_at=NOON - timedelta(minutes=number)) for number in range(4)]
    first = client.get("/api/v1/articles/?limit=2").json()
    publish_article(published_at=NOON + timedelta(hours=1))
    second = client.get(first["links"]["next"]).json()
    assert [card["id"] for card in second["data"]] == [str(row.document_id) for row in rows[2:]]


def test_links_keep_the_filters(client: Client) -> None:
    section = publish_section(slug="سوق")
    for _ in range(3):
        publish_article(section=section)
        publish_article()
    walked = [card for page in pages(client, "/api/v1/articles/?limit=2&section=سوق") for card in page]
    assert len(walked) == 3


def test_unknown_and_repeated_parameters_are_named(client: Client) -> None:
    response = client.get("/api/v1/articles/?colour=red&limit=3&limit=4&kind=")
    assert faults(response) == {("colour", "unknown"), ("limit", "repeated"), ("kind", "invalid_choice")}


def test_nothing_past_its_end_is_listed(get: Get) -> None:
    section, topic = publish_section(), publish_topic()
    publish_article(section=section, topics=[topic], visible_until=timezone.now() - timedelta(seconds=1))
    ending = publish_article(
        section=section, topics=[topic], visible_until=timezone.now() + timedelta(hours=1)
    )
    assert set(ids(get("articles/"))) == of(ending)
    assert set(ids(get("articles/", section=section.slug))) == of(ending)
    assert get("articles/", count="true").json()["meta"]["count"] == 1


def test_a_withdrawn_story_comes_back_when_it_is_published_again(get: Get) -> None:
    story = publish_article()
    withdraw(story)
    assert ids(get("articles/")) == []
    publish_article(id=story.document_id, title="عاد بعد تدقيق")
    assert set(ids(get("articles/"))) == of(story)


def test_caches_keep_a_list_briefly_and_never_past_an_end(get: Get) -> None:
    publish_article()
    response = get("articles/")
    assert response["Cache-Control"] == "public, max-age=30"
    assert response["CDN-Cache-Control"] == "max-age=30, stale-while-revalidate=60, stale-if-error=3600"
    assert response["Cache-Tag"] == "l-ar"
    assert "Last-Modified" not in response
    publish_article(visible_until=timezone.now() + timedelta(seconds=10, milliseconds=900))
    response = get("articles/")
    assert response["Cache-Control"] == "public, max-age=10"
    assert response["CDN-Cache-Control"] == "max-age=10"


def test_lists_of_chosen_stories_are_tagged_by_them(get: Get) -> None:
    story = publish_article()
    response = get("articles/", ids=str(story.document_id))
    assert response["Cache-Tag"] == f"a-{story.document_id}"
    assert get("articles/", group=str(story.group))["Cache-Tag"] == f"g-{story.group}"


def test_the_same_list_is_not_sent_twice(get: Get) -> None:
    publish_article()
    first = get("articles/")
    again = get("articles/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    publish_article()
    assert get("articles/", headers={"If-None-Match": first["ETag"]}).status_code == 200
