"""Source and translation edited at the same moment, two translators on one story, and who and what leaves."""

import os
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db.models import ProtectedError
from wagtail.models import Locale

from news.editorial.assignments import assignment_of
from news.editorial.models import Assignment
from news.editorial.refusals import Refused
from news.models import ArticlePage
from news.models.permissions import may_write
from news.publication.board import lines, originals
from news.translation.models import Basis, Translation, TranslationRequest
from news.translation.progress import miscounted
from news.translation.requests import claim, decline, request
from news.translation.sources import states_of
from news.translation.states import State
from tests import factories
from tests.news.publication.at_once import at_once
from tests.news.publication.support import assert_in_step, document, fresh
from tests.news.publication.test_desk_at_once import refusals_of
from tests.news.translation.support import requested, source, translate

pytestmark = pytest.mark.usefixtures("newsroom", "on_disk")
ROUNDS = int(os.environ.get("ROUNDS", "5"))


def states(target: ArticlePage) -> list[State]:
    row = Translation.objects.get(page=target)
    assert not miscounted(row)
    return list(states_of(row, fresh(target).get_latest_revision_as_object()).values())


def asking(page: ArticlePage, locale: str = "en") -> Callable[[], Any]:
    return lambda: request(page, locale, by=None)


def test_two_ask_for_the_same_and_one_draft_is_made() -> None:
    page = source()
    assert refusals_of(asking(page), asking(page)) == ["requested"]
    assert TranslationRequest.objects.count() == 1
    assert ArticlePage.objects.filter(translation_key=page.translation_key).count() == 2


def test_two_languages_are_asked_for_at_once() -> None:
    page = source()
    assert refusals_of(asking(page), asking(page, "fr")) == []
    assert Translation.objects.count() == 2


def test_two_take_it_and_one_has_it() -> None:
    for _round in range(ROUNDS):
        target = requested(source())
        first, second = factories.user("Translator"), factories.user("Translator")
        acts = [partial(claim, target, by=one) for one in (first, second)]
        assert refusals_of(*acts) == ["assigned_other"]
        held = assignment_of(target)
        assert held
        assert [may_write(fresh(target), one) for one in (first, second)] == [
            one == held.assignee for one in (first, second)
        ]


def test_it_is_declined_by_one_and_claimed_by_another_in_either_order() -> None:
    target, editor = requested(source()), factories.user("Translation editor")
    translator = factories.user("Translator")
    met = refusals_of(lambda: claim(target, by=translator), lambda: decline(target, reason="لا", by=editor))
    assert met in ([], ["not_allowed"])
    assert TranslationRequest.objects.get().declined == "لا"
    assert assignment_of(target) is None


def test_the_source_is_published_while_its_translation_is_written() -> None:
    page = source()
    target = requested(page)
    translate(target)
    factories.publish(fresh(target))
    for number in range(ROUNDS):
        at_once(
            lambda number=number: factories.publish(fresh(page), title=f"عنوان {number}"),
            lambda number=number: translate(target, words=f"Words {number}"),
        )
        assert_in_step()
        title, *rest = states(target)
        assert title == State.STALE
        assert set(rest) == {State.CURRENT}
        assert document(target)["translation"]["stale_fields"] == ["title"]
        assert document(target)["body"][0]["value"]["text"].startswith("Paragraph"), "nobody published it"


def test_two_write_one_translation_and_nothing_of_either_is_lost() -> None:
    target = requested(source())
    translate(target)
    first, second = (fresh(target).get_latest_revision_as_object() for _one in range(2))
    first.title, second.standfirst = "Of the first", "Of the second"
    people = factories.user("Translator"), factories.user("Translator")
    at_once(lambda: first.save_revision(user=people[0]), lambda: second.save_revision(user=people[1]))
    contents = [one.content for one in fresh(target).revisions.order_by("-pk")[:2]]
    assert {one["title"] for one in contents} >= {"Of the first"}
    assert {one["standfirst"] for one in contents} >= {"Of the second"}
    assert set(states(target)) == {State.CURRENT}


def test_a_translator_who_leaves_takes_no_story_along() -> None:
    page, translator = source(), factories.user("Translator")
    target = requested(page, by=translator)
    claim(target, by=translator)
    translate(target, translator)
    translator.delete()
    assert not Assignment.objects.exists()
    assert TranslationRequest.objects.get().asked_by is None
    assert not Basis.objects.exclude(by=None).exists()
    assert set(states(target)) == {State.CURRENT}
    claim(fresh(target), by=factories.user("Translator"))


def test_a_locale_with_stories_in_it_is_not_deleted() -> None:
    requested(source())
    with pytest.raises(ProtectedError):
        Locale.objects.get(language_code="en").delete()


def test_a_deleted_source_leaves_a_story_of_its_own() -> None:
    draft = factories.article("خبر", parent=source().get_parent())
    target, person = requested(draft), factories.user(is_superuser=True)
    translate(target, upto=1)
    draft.delete()
    found, _more = lines(originals(person), person, 1)
    assert target.pk in [line.story.pk for line in found]
    factories.publish(fresh(target))
    assert document(target)["translation"] is None
    assert_in_step()


def test_a_refusal_leaves_nothing_behind() -> None:
    page = source()
    with pytest.raises(Refused):
        request(page, "tr", by=None)
    assert not Translation.objects.exists()
    assert not TranslationRequest.objects.exists()
