"""Names of authors and topics as pieces of translations: kept elsewhere, and compared all the same."""

from typing import Any

import pytest

from news.models import ArticlePage
from news.translation.bases import settle
from news.translation.models import Translation
from news.translation.review import objections
from news.translation.sources import states_of
from news.translation.states import State
from tests import factories
from tests.news.publication.support import document, fresh
from tests.news.publication.support import settle as drain
from tests.news.translation.support import requested, source, translate

pytestmark = pytest.mark.usefixtures("newsroom")


def renamed(thing: Any, name: str) -> None:
    thing.name = name
    thing.save()
    drain()


def stale(page: ArticlePage) -> list[str]:
    return document(page)["translation"]["stale_fields"]


def states(page: ArticlePage) -> dict[str, State]:
    row = Translation.objects.get(page=page)
    return states_of(row, fresh(page).get_latest_revision_as_object())


def test_a_name_is_stale_once_it_is_changed_where_it_comes_from() -> None:
    author, topic = factories.author(), factories.topic()
    named = {"locale": "en", "translation_key": author.translation_key}
    english = factories.author("Economy editor", **named)
    factories.topic("Ports", locale="en", translation_key=topic.translation_key)
    target = requested(source(bylines=[author], topics=[topic]))
    translate(target)
    factories.publish(fresh(target))
    assert stale(target) == []
    renamed(author, "محررة الاقتصاد")
    assert stale(target) == ["authors"]
    assert states(target)["bylines"] == State.STALE
    settle(Translation.objects.get(), ["bylines"], by=factories.user("Translator"))
    drain()
    assert stale(target) == []
    renamed(topic, "الموانئ والنقل")
    assert stale(target) == ["topics"]
    renamed(english, "Editor for the economy")
    assert states(target)["bylines"] == State.CURRENT


def test_a_name_of_another_language_is_untranslated() -> None:
    target = requested(source(bylines=[factories.author()]))
    translate(target)
    draft = fresh(target).get_latest_revision_as_object()
    assert states(target)["bylines"] == State.UNTRANSLATED
    assert [one.code for one in objections(draft)] == ["untranslated"]


def test_a_translation_without_names_lacks_none() -> None:
    target = requested(source(topics=[factories.topic()]))
    translate(target)
    draft = fresh(target).get_latest_revision_as_object()
    draft.topics = []
    draft.save_revision()
    assert "topics" not in states(target)
    assert objections(fresh(target).get_latest_revision_as_object()) == []
