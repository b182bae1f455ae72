"""Authors and topics, which are public at once: who may add and who may change them."""

from typing import Any

import pytest
from django.urls import reverse

from news.models import Author, Topic
from news.record.models import PublishedDocument
from tests import factories
from tests.news.admin.support import client_for

pytestmark = pytest.mark.usefixtures("newsroom")


def public_text(thing: Any) -> str:
    return bytes(PublishedDocument.objects.get(document_id=thing.uuid).body).decode()


@pytest.mark.parametrize("make", [factories.author, factories.topic])
def test_changing_one_takes_somebody_who_may_publish(make: Any) -> None:
    thing = make("كما يعرفه القراء")
    factories.published(bylines=[thing]) if make is factories.author else factories.published(topics=[thing])
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
