"""The desk of translations: what it shows, to whom, and what is asked for from it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from news.editorial.approvals import approve_import
from news.editorial.spikes import spike
from news.models import ArticlePage
from news.publication.board import lines, originals
from news.translation.models import Translation, TranslationRequest
from news.translation.requests import claim
from tests import factories
from tests.news.admin.support import client_for
from tests.news.editorial.support import press
from tests.news.publication.support import fresh
from tests.news.translation.support import requested, source, translate
from tests.news.translation.test_requests import narrowed

pytestmark = pytest.mark.usefixtures("newsroom")
URL = "/admin/newsroom/translations/"


def cells(story: ArticlePage, person: Any = None) -> dict[str, str]:
    """The state of each translation of a story, by language."""
    person = person or factories.user(is_superuser=True)
    found, _more = lines(originals(person), person, 1)
    row = next(line for line in found if line.story.pk == story.pk)
    return {locale: page.translation_state for locale, page in row.cells.items()}


def shown(client: Client, **asked: str) -> list[str]:
    """The titles of the stories that the desk lists."""
    answer = client.get(URL, asked)
    assert answer.status_code == 200
    return [row["story"].draft_title for row in answer.context["rows"]]


def desk() -> Client:
    return client_for(factories.user("Translation editor"))


def test_a_translation_goes_from_state_to_state() -> None:
    page = source()
    assert cells(page) == {}
    target, translator = requested(page), factories.user("Translator")
    assert cells(page) == {"en": "requested"}
    claim(target, by=translator)
    assert cells(page) == {"en": "in_progress"}
    translate(target, translator)
    target.get_workflow().start(fresh(target), translator)
    assert cells(page) == {"en": "in_review"}
    press(target, factories.user("Translation editor"))
    assert cells(page) == {"en": "live"}
    factories.publish(fresh(page), title="عنوان آخر")
    assert cells(page) == {"en": "live_stale"}
    fresh(target).unpublish()
    assert cells(page) == {"en": "pulled"}
    french = requested(page, "fr")
    spike(french, reason="لا حاجة", by=factories.user(is_superuser=True))
    assert cells(page) == {"en": "pulled", "fr": "pulled"}


def test_what_was_approved_and_is_not_out_is_ready() -> None:
    page = source()
    target = requested(page)
    translate(target)
    draft = fresh(target).get_latest_revision_as_object()
    approve_import(draft, run="tests", by=None)
    assert cells(page) == {"en": "ready"}


def test_the_desk_is_narrowed() -> None:
    first, second, third = source(), source(), source()
    for page, title in ((first, "الأول"), (second, "الثاني"), (third, "الثالث")):
        factories.publish(page, title=title)
    translator = factories.user("Translator")
    late = requested(first, "en", due=timezone.now() + timedelta(hours=1))
    TranslationRequest.objects.update(due=timezone.now() - timedelta(hours=1))
    claim(late, by=translator)
    target = requested(second, "en")
    translate(target)
    factories.publish(fresh(target))
    factories.publish(fresh(second), standfirst="مقدمة أخرى")
    client = client_for(translator)
    assert set(shown(client)) == {"الأول", "الثاني", "الثالث"}
    assert shown(client, need="mine") == ["الأول"]
    assert shown(client, need="overdue") == ["الأول"]
    assert shown(client, need="stale") == ["الثاني"]
    assert shown(client, need="corrected") == []
    assert shown(client, state="in_progress") == ["الأول"]
    assert shown(client, state="live_stale", locale="en") == ["الثاني"]
    assert shown(client, state="live_stale", locale="fr") == []
    assert shown(client, state="none", locale="en") == ["الثالث"]
    assert set(shown(client, state="none", locale="fr")) == {"الأول", "الثاني", "الثالث"}
    assert shown(client, section=str(third.get_parent().pk)) == ["الثالث"]
    for nonsense in ({"state": "'"}, {"section": "9" * 30}, {"p": "-1"}, {"p": "9" * 40}, {"need": "x"}):
        assert client.get(URL, nonsense).status_code == 200


def test_a_page_is_one_query_however_many_stories_and_languages(django_assert_num_queries: Any) -> None:
    person = factories.user(is_superuser=True)
    for _number in range(3):
        page = source()
        requested(page, "en")
        requested(page, "fr")
    with django_assert_num_queries(1):
        found, more = lines(originals(person), person, 1)
        assert [len(line.cells) for line in found] == [2, 2, 2]
    assert not more


def test_stories_and_translations_one_may_not_know_of_are_not_told() -> None:
    page, other = source(), source()
    target = requested(page, "en")
    requested(other, "en")
    arabic = narrowed("Reporter", page.get_parent())
    client = client_for(arabic)
    answer = client.get(URL)
    assert [row["story"].pk for row in answer.context["rows"]] == [page.pk]
    assert not any(entry["cell"] for row in answer.context["rows"] for entry in row["cells"])
    assert client.get(reverse("newsroom_translation", args=[target.pk])).status_code == 302
    assert client_for(factories.user()).get(URL).status_code == 302
    assert Client().get(URL).status_code == 302


def test_translations_are_asked_for_in_bulk_and_each_refusal_is_said() -> None:
    first, second = source(), source()
    requested(second, "fr")
    client = desk()
    form = {"story": [first.pk, second.pk], "locales": ["en", "fr"], "priority": "3", "note": "قبل المساء"}
    answer = client.post(URL, form, follow=True)
    with override("en"):
        told = [str(one) for one in answer.context["messages"]]
    assert len(told) == 2
    asked = TranslationRequest.objects.filter(priority=3, note="قبل المساء")
    assert asked.count() == 3
    assert Translation.objects.count() == 4
    for wrong in (
        {},
        {"story": [first.pk]},
        {"story": ["x"], "locales": ["en"]},
        {"story": [first.pk], "locales": ["xx"]},
    ):
        before = Translation.objects.count()
        assert client.post(URL, {"priority": "2", **wrong}).status_code == 302
        assert Translation.objects.count() == before


def test_who_may_not_write_there_asks_for_nothing() -> None:
    page = source()
    client = client_for(factories.user("Reviewer"))
    client.post(URL, {"story": [page.pk], "locales": ["en"], "priority": "2"})
    assert not Translation.objects.exists()


def test_the_way_to_a_translation_is_its_editor_or_its_history() -> None:
    target, translator = requested(source()), factories.user("Translator")
    url = reverse("newsroom_translation", args=[target.pk])
    assert client_for(translator).get(url).url == reverse("newsroom_history", args=[target.pk])
    claim(target, by=translator)
    assert client_for(translator).get(url).url == reverse("wagtailadmin_pages:edit", args=[target.pk])


def test_a_number_tells_nothing_of_a_story_one_may_not_know_of() -> None:
    secret, known = source(), source()
    english = known.get_parent().specific.get_translation(factories.home("en").locale)
    client = client_for(narrowed("Translator", english))
    form = {"story": [secret.pk], "locales": ["en"], "priority": "2"}
    answer = client.post(URL, form, follow=True)
    assert [str(one) for one in answer.context["messages"]] == []
    assert not Translation.objects.exists()


def test_a_translator_finds_what_they_may_take_though_not_its_source() -> None:
    page = source()
    target = requested(page)
    client = client_for(narrowed("Translator", target.get_parent()))
    assert [row["story"].pk for row in client.get(URL).context["rows"]] == [target.pk]
    claim(target, by=factories.user("Duty editor"))
    arabic = client_for(narrowed("Reporter", page.get_parent()))
    assert shown(arabic, locale="en", state="in_progress") == []
    assert shown(arabic, need="unfinished") == []


def test_of_stories_without_a_source_one_may_know_of_is_shown() -> None:
    draft = factories.article("خبر", parent=source().get_parent())
    requested(draft, "en")
    french = requested(draft, "fr")
    draft.delete()
    client = client_for(narrowed("Translator", french.get_parent()))
    assert [row["story"].pk for row in client.get(URL).context["rows"]] == [french.pk]
