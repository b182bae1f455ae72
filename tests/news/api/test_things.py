"""Sections, topics, authors, tags and locales."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.news.api.conftest import Get, faults, ids, pages, refusal
from tests.record_factory import (
    kill,
    publish_author,
    publish_locale,
    publish_section,
    publish_tag,
    publish_topic,
    withdraw,
)

LOCALISED = [("sections", publish_section), ("topics", publish_topic), ("authors", publish_author)]
every_localised = pytest.mark.parametrize(("name", "publish"), LOCALISED)
every_list = pytest.mark.parametrize(("name", "publish"), [*LOCALISED, ("tags", publish_tag)])


@every_list
def test_a_list_is_cards_by_one_query(
    get: Get, name: str, publish: Any, django_assert_num_queries: Any
) -> None:
    rows = [publish(slug="ب"), publish(slug="أ")]
    with django_assert_num_queries(1):
        response = get(f"{name}/")
    assert ids(response) == [str(rows[1].document_id), str(rows[0].document_id)]
    assert response.content.startswith(b'{"data":[' + bytes(rows[1].card))
    assert response.json()["meta"] == {"limit": 100}
    assert get(f"{name}/", headers={"If-None-Match": response["ETag"]}).status_code == 304


@every_list
def test_a_list_shows_only_what_is_public(get: Get, name: str, publish: Any) -> None:
    withdraw(publish())
    kill(publish())
    publish(visible_until=timezone.now() - timedelta(seconds=1))
    assert ids(get(f"{name}/")) == []


@every_list
def test_a_list_comes_in_pages(client: Client, name: str, publish: Any) -> None:
    rows = {str(publish(slug="سواء").document_id) for _ in range(5)}
    walked = [thing["id"] for page in pages(client, f"/api/v1/{name}/?limit=2") for thing in page]
    assert len(walked) == 5
    assert set(walked) == rows


def test_sections_keep_the_order_editors_gave_them(get: Get) -> None:
    last = publish_section(slug="أ", order=9)
    first = publish_section(slug="ي", order=1)
    assert ids(get("sections/")) == [str(first.document_id), str(last.document_id)]


@every_localised
def test_lists_are_of_one_locale(get: Get, name: str, publish: Any) -> None:
    arabic, english = publish(), publish(locale="en", slug="world")
    response = get(f"{name}/")
    assert ids(response) == [str(arabic.document_id)]
    assert response["Cache-Tag"] == "l-ar"
    assert ids(get(f"{name}/", locale="en")) == [str(english.document_id)]
    assert faults(get(f"{name}/", locale="xx")) == {("locale", "invalid_choice")}


@every_localised
def test_one_by_slug_or_id_by_one_query(
    get: Get, name: str, publish: Any, django_assert_num_queries: Any
) -> None:
    row = publish(slug="الشأن-العام")
    with django_assert_num_queries(1):
        response = get(f"{name}/الشأن-العام/")
    assert response.content == bytes(row.body)
    assert response["ETag"] == f'"{row.digest}-identity"'
    assert get(f"{name}/{quote('الشأن-العام')}/").content == bytes(row.body)
    assert get(f"{name}/{row.document_id}/", locale="fr").content == bytes(row.body)


@every_localised
def test_a_slug_belongs_to_its_locale(get: Get, name: str, publish: Any) -> None:
    publish(slug="world", locale="ar")
    english = publish(slug="world", locale="en")
    assert get(f"{name}/world/", locale="en").json()["data"]["id"] == str(english.document_id)
    refusal(get(f"{name}/world/", locale="tr"), 404, "not_found")


@every_localised
def test_nothing_public_of_that_name(get: Get, name: str, publish: Any) -> None:
    gone = withdraw(publish(slug="مضى"))
    publish(slug="انتهى", visible_until=timezone.now())
    for slug in ("مضى", "انتهى", "لا-شيء", "%00", str(gone.document_id), str(uuid4()), "م" * 300):
        refusal(get(f"{name}/{slug}/"), 404, "not_found")


def test_tags_have_no_locale(get: Get) -> None:
    publish_tag()
    assert get("tags/")["Cache-Tag"] == "l-all"
    assert faults(get("tags/", locale="ar")) == {("locale", "unknown")}


def test_locales_the_default_one_first(get: Get) -> None:
    publish_locale("en", order=1)
    publish_locale("ar", order=0)
    assert [locale["code"] for locale in get("locales/").json()["data"]] == ["ar", "en"]
    refusal(get("locales/ar/"), 404, "not_found")


def test_section_answers_are_tagged_as_the_section_stories_name(get: Get) -> None:
    row = publish_section(slug="علوم")
    assert get("sections/علوم/")["Cache-Tag"] == f"s-{row.document_id},g-{row.group},l-ar"
