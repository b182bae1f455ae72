"""Authors and topics, which are public while a story names them: who may add and who may change them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from news.models import Author, Topic
from news.publication.actions import withdraw
from news.record.models import PublishedDocument
from tests import factories
from tests.news.admin.support import client_for
from tests.news.publication.support import assert_in_step, fresh, settle

pytestmark = pytest.mark.usefixtures("newsroom")


def public_text(thing: Any) -> str:
    return bytes(PublishedDocument.objects.get(document_id=thing.uuid).body).decode()


def listed(thing: Any) -> list[str]:
    """The names of all of its kind that the API tells readers."""
    answer = Client().get(f"/api/v1/{thing._meta.model_name}s/", {"locale": "ar"})
    return [one["name"] for one in answer.json()["data"]]


@pytest.mark.parametrize("make", [factories.author, factories.topic])
def test_changing_one_takes_somebody_who_may_publish(make: Any) -> None:
    thing = make("كما يعرفه القراء")
    factories.published(bylines=[thing]) if make is factories.author else factories.published(topics=[thing])
    settle()
    url = reverse(type(thing).snippet_viewset.get_url_name("edit"), args=[thing.pk])
    form = {"name": "اسم آخر", "slug": thing.slug, "summary": ""}
    for role in ("Reporter", "Translator", "Desk editor"):
        client_for(factories.user(role)).post(url, form)
        assert "كما يعرفه القراء" in public_text(thing), role
    assert client_for(factories.user("Duty editor")).post(url, form).status_code == 302
    assert "اسم آخر" in public_text(thing)


@pytest.mark.parametrize("model", [Author, Topic])
def test_the_desk_adds_what_no_story_carries_yet(model: Any) -> None:
    url = reverse(model.snippet_viewset.get_url_name("add")) + "?locale=ar"
    form = {"name": "اسم جديد", "slug": "", "summary": ""}
    client_for(factories.user("Reporter")).post(url, form)
    assert not model.objects.exists()
    assert client_for(factories.user("Desk editor")).post(url, form).status_code == 302
    assert model.objects.get().name == "اسم جديد"


@pytest.mark.parametrize(("model", "relation"), [(Author, "bylines"), (Topic, "topics")])
def test_readers_get_one_with_a_story_that_names_it_and_for_as_long(model: Any, relation: str) -> None:
    url = reverse(model.snippet_viewset.get_url_name("add")) + "?locale=ar"
    form = {"name": "اسم جديد", "slug": "", "summary": "نص لم يقرأه أحد"}
    client_for(factories.user("Desk editor")).post(url, form)
    thing = model.objects.get()
    pages = [factories.article(f"خبر {number}", **{relation: [thing]}) for number in range(2)]
    assert listed(thing) == []
    assert_in_step("named by drafts")
    for page in pages:
        factories.publish(page)
        settle()
        assert listed(thing) == ["اسم جديد"]
    withdraw(fresh(pages[0]), by=None)
    settle()
    assert listed(thing) == ["اسم جديد"]
    withdraw(fresh(pages[1]), by=None)
    assert_in_step("named by nothing public")
    assert listed(thing) == []
