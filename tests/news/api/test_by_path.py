"""A story by its path, and what is told where a path leads no longer."""

import unicodedata
from typing import Any
from urllib.parse import quote

import pytest

from tests.news.api.conftest import Get, faults, refusal
from tests.record_factory import document, kill, publish_article, publish_section, republish, withdraw

PATH = "/ar/عالم/قمة-المناخ/"
NEW_PATH = "/ar/بيئة/قمة-المناخ/"


@pytest.mark.parametrize(
    "path", [PATH, quote(PATH), PATH.rstrip("/"), PATH.strip("/"), quote(PATH).rstrip("/")]
)
def test_every_spelling_of_a_path(get: Get, path: str, django_assert_num_queries: Any) -> None:
    story = publish_article(path=PATH)
    with django_assert_num_queries(1):
        response = get("articles/by-path/", path=path)
    assert response.content == bytes(story.body)
    assert f"a-{story.document_id}" in response["Cache-Tag"]


def test_decomposed_letters_find_the_composed_path(get: Get) -> None:
    path = "/ar/أسواق/نفط/"
    publish_article(path=path)
    decomposed = unicodedata.normalize("NFD", path)
    assert decomposed != path
    assert get("articles/by-path/", path=decomposed).status_code == 200


def test_it_takes_the_parameters_of_a_story(get: Get) -> None:
    story = publish_article(path=PATH)
    answer = get("articles/by-path/", path=PATH, fields="title", include="translations").json()
    assert answer["data"] == {"title": document(story)["title"]}
    assert answer["included"] == {"translations": []}


def test_a_moved_story_says_where_to(get: Get, django_assert_num_queries: Any) -> None:
    story = publish_article(path=PATH)
    republish(story, path=NEW_PATH)
    with django_assert_num_queries(2):
        response = get("articles/by-path/", path=PATH)
    assert refusal(response, 404, "moved")["redirect_to"] == NEW_PATH
    assert get("articles/by-path/", path=NEW_PATH).status_code == 200


def test_a_path_in_use_again_is_no_longer_a_way_elsewhere(get: Get) -> None:
    story = publish_article(path=PATH)
    publish_article(id=story.document_id, path=NEW_PATH)
    second = publish_article(path=PATH)
    assert get("articles/by-path/", path=PATH).json()["data"]["id"] == str(second.document_id)


def test_no_way_leads_to_what_is_gone(get: Get) -> None:
    story = publish_article(path=PATH)
    moved = publish_article(id=story.document_id, path=NEW_PATH)
    withdraw(moved)
    for path in (PATH, NEW_PATH):
        problem = refusal(get("articles/by-path/", path=path), 404, "not_found")
        assert "redirect_to" not in problem
    kill(moved, "حُذف.")
    for path in (PATH, NEW_PATH):
        assert refusal(get("articles/by-path/", path=path), 410, "killed")["notice"] == "حُذف."


def test_paths_of_other_things_are_not_stories(get: Get) -> None:
    section = publish_section(slug="عالم")
    refusal(get("articles/by-path/", path=section.path), 404, "not_found")


@pytest.mark.parametrize("path", ["/", "//", "%00", "/ar/%2500/", "%ff%fe", "/ar/لا-شيء/"])
def test_what_is_no_path_of_ours_is_404(get: Get, path: str) -> None:
    publish_article(path=PATH)
    refusal(get("articles/by-path/", path=path), 404, "not_found")


def test_the_path_is_required(get: Get) -> None:
    assert faults(get("articles/by-path/")) == {("path", "required")}
    assert faults(get("articles/by-path/", path="")) == {("path", "blank")}
    assert faults(get("articles/by-path/", path="/" + "م" * 2048)) == {("path", "max_length")}
    assert faults(get("articles/by-path/", path="\x00")) == {("path", "null_characters_not_allowed")}
