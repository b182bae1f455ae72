"""The OpenAPI document: committed, true of what is served, and readable by people."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from news.http.problems import EXPLANATIONS
from news.record.models import Event
from tests.news.api.conftest import BASE, Get
from tests.record_factory import (
    kill,
    paragraph,
    picture,
    publish_article,
    publish_author,
    publish_locale,
    publish_section,
    publish_tag,
    publish_topic,
    republish,
)

COMMITTED = Path("tests/contract/openapi/delivery.json")
BLOCKS = [
    paragraph("نص"),
    {"type": "heading", "value": {"text": "عنوان فرعي", "level": 2}},
    {"type": "list", "value": {"ordered": False, "items": [{"html": "<b>أ</b>", "text": "أ"}]}},
    {"type": "quote", "value": {"text": "قال", "attribution": "مصدر"}},
    {"type": "image", "value": picture()},
    {"type": "related", "value": {"articles": ["018f3c52-7a1e-4d0b-9c57-2f6f0f5b7a11"]}},
]


@pytest.fixture
def document(get: Get) -> dict[str, Any]:
    return get("schema/").json()


def validate(document: dict[str, Any], component: str, value: Any) -> None:
    """Raises where `value` is not a `component` of the document."""
    schema = {"$ref": f"#/components/schemas/{component}", "components": document["components"]}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(value)


def test_it_is_the_committed_one(document: dict[str, Any]) -> None:
    """After a change that is meant: `python manage.py spectacular` as docs/api.md has it."""
    assert document == json.loads(COMMITTED.read_text())
    assert document["openapi"].startswith("3.1")


def test_every_operation_is_named_and_refuses_in_one_shape(document: dict[str, Any]) -> None:
    names = []
    for path, operations in document["paths"].items():
        assert set(operations) == {"get"}, path
        described = operations["get"]
        names.append(described["operationId"])
        assert described["description"], path
        for status, answer in described["responses"].items():
            if int(status) >= 400:
                shape = answer["content"]["application/problem+json"]["schema"]
                assert shape == {"$ref": "#/components/schemas/Problem"}
    assert len(names) == len(set(names))


def test_every_address_is_documented(document: dict[str, Any]) -> None:
    text = Path("docs/api.md").read_text()
    assert [path for path in document["paths"] if f"`{path}`" not in text] == []


def test_blocks_are_told_apart_by_their_type(document: dict[str, Any]) -> None:
    block = document["components"]["schemas"]["Block"]
    assert block["discriminator"]["propertyName"] == "type"
    for kind, reference in block["discriminator"]["mapping"].items():
        shape = document["components"]["schemas"][reference.rsplit("/", 1)[1]]
        assert shape["properties"]["type"]["enum"] == [kind]


def test_lists_of_values_are_said_to_have_commas(document: dict[str, Any]) -> None:
    parameters = document["paths"][f"{BASE}articles/"]["get"]["parameters"]
    ids = next(parameter for parameter in parameters if parameter["name"] == "ids")
    assert (ids["style"], ids["explode"]) == ("form", False)


def test_answers_are_of_the_declared_shapes(get: Get, document: dict[str, Any]) -> None:
    section, topic, author, tag = publish_section(), publish_topic(), publish_author(), publish_tag()
    publish_locale()
    body = [{"id": "1f0e9d8c-7b6a-4958-8473-625140302f77", **block} for block in BLOCKS]
    story = publish_article(
        section=section, topics=[topic], authors=[author], tags=[tag], image=picture(), body=body
    )
    story = republish(story, title="عنوان مصحح", event=Event.CORRECTED)
    at = f"articles/{story.document_id}/"
    for component, address in {
        "ArticleAnswer": f"{at}?include=translations",
        "ArticleListAnswer": "articles/?count=true",
        "VersionListAnswer": f"{at}versions/",
        "VersionAnswer": f"{at}versions/1/",
        "SectionListAnswer": "sections/",
        "SectionAnswer": f"sections/{section.slug}/",
        "TopicListAnswer": "topics/",
        "TopicAnswer": f"topics/{topic.slug}/",
        "AuthorListAnswer": "authors/",
        "AuthorAnswer": f"authors/{author.slug}/",
        "TagListAnswer": "tags/",
        "LocaleListAnswer": "locales/",
        "ChangesAnswer": "changes/",
        "Root": "",
    }.items():
        answer = get(address).json()
        assert answer["data"], address
        validate(document, component, answer)


def test_refusals_are_of_the_declared_shape(get: Get, document: dict[str, Any]) -> None:
    killed = kill(publish_article())
    for address in ("nothing/", f"articles/{killed.document_id}/", "articles/?limit=x&y=1"):
        problem = get(address).json()
        validate(document, "Problem", problem)
        assert problem["code"] in EXPLANATIONS


def test_examples_are_of_the_shapes_they_stand_for(document: dict[str, Any]) -> None:
    checked = 0
    for operations in document["paths"].values():
        content = operations["get"]["responses"]["200"]["content"]["application/json"]
        for example in content.get("examples", {}).values():
            validate(document, content["schema"]["$ref"].rsplit("/", 1)[1], example["value"])
            checked += 1
    assert checked >= 5


class Page(HTMLParser):
    """Collects what a page would load and the ids it has."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.ids: set[str] = set()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = dict(attrs)
        self.ids.add(given.get("id") or "")
        if tag in {"script", "link", "img", "iframe", "object", "embed"}:
            self.loads.append(tag)


def test_the_page_for_people_loads_nothing_and_lists_everything(
    client: Client, document: dict[str, Any]
) -> None:
    response = client.get(f"{BASE}docs/", headers={"Accept": "text/html"})
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    text = response.content.decode()
    page = Page()
    page.feed(text)
    assert page.loads == []
    assert not re.search(r"url\(|@import|https?://", text)
    assert {operations["get"]["operationId"] for operations in document["paths"].values()} <= page.ids
    assert {f"problem-{code}" for code in EXPLANATIONS} <= page.ids
    assert "{article" not in text
