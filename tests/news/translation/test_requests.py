"""Who asks for translations, who takes them, and what becomes of what was asked for."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import GroupPagePermission, PageLogEntry

from news.editorial.assignments import assignment_of
from news.editorial.models import Notice
from news.editorial.refusals import Refused
from news.editorial.spikes import spike
from news.models import ArticlePage
from news.models.permissions import may_write
from news.publication.kills import kill
from news.translation.models import Translation, TranslationRequest
from news.translation.requests import assign, claim, decline, open_request, release
from tests import factories
from tests.news.publication.support import fresh, is_public
from tests.news.translation.support import requested, source, translate

pytestmark = pytest.mark.usefixtures("newsroom")


def code_of(call: Any, *args: Any, **fields: Any) -> str:
    """The code of the refusal a call meets; no request and no story must have changed."""
    before = list(TranslationRequest.objects.values()), ArticlePage.objects.count()
    with pytest.raises(Refused) as caught:
        call(*args, **fields)
    assert (list(TranslationRequest.objects.values()), ArticlePage.objects.count()) == before
    return caught.value.code


def narrowed(role: str, *places: Any) -> Any:
    """A person of a role that has its rights on pages at these places alone."""
    person = factories.user(role)
    group = factories.group(role)
    rights = {given.permission for given in GroupPagePermission.objects.filter(group=group)}
    GroupPagePermission.objects.filter(group=group).delete()
    for place in places:
        for right in rights:
            GroupPagePermission.objects.create(group=group, page=place, permission=right)
    return person


def test_what_is_asked_for_is_nobodys_draft_in_the_translated_section() -> None:
    page, desk = source(), factories.user("Desk editor")
    due = timezone.now() + timedelta(hours=3)
    target = requested(page, "en", by=desk, due=due, priority=4, note="قبل النشرة")
    assert not target.live
    assert not is_public(target)
    assert target.owner is None
    assert target.get_parent().locale.language_code == "en"
    assert [block.id for block in target.body] == [block.id for block in page.body]
    row = TranslationRequest.objects.get()
    assert (row.asked_by, row.due, row.priority, row.note) == (desk, due, 4, "قبل النشرة")
    logged = PageLogEntry.objects.filter(action="nashra.translation.request")
    assert {entry.page_id for entry in logged} == {page.pk, target.pk}


def test_the_same_is_asked_for_once_and_a_live_one_can_be_asked_for_again() -> None:
    page = source()
    target = requested(page)
    assert code_of(requested, page) == "requested"
    translate(target)
    factories.publish(target)
    assert open_request(target) is None, "it is public, so it is done"
    again = requested(page)
    assert again.pk == target.pk
    assert fresh(again).live
    assert Translation.objects.count() == 1


def test_what_was_translated_by_hand_is_linked_when_it_is_asked_for() -> None:
    page = source()
    section = page.get_parent().specific.get_translation(factories.home("en").locale)
    by_hand = factories.translation(page, "en", "The port grows", parent=section)
    assert requested(page).pk == by_hand.pk
    assert Translation.objects.get().source_id == page.pk


def test_authors_and_topics_are_those_of_its_own_language() -> None:
    author, topic = factories.author(), factories.topic()
    english = factories.author("Economy editor", locale="en", translation_key=author.translation_key)
    target = requested(source(bylines=[author], topics=[topic]))
    draft = target.get_latest_revision_as_object()
    assert [line.author for line in draft.bylines.all()] == [english]
    assert list(draft.topics.all()) == [topic], "nobody has translated it, and nobody must lose it unseen"


def test_it_takes_the_right_to_write_there_and_no_more() -> None:
    page = source()
    places = page.get_parent(), page.get_parent().specific.get_translation(factories.home("en").locale)
    writer = narrowed("Reporter", *places)
    assert requested(page, "en", by=writer)
    assert code_of(requested, page, "fr", by=writer) == "not_allowed"
    stranger = narrowed("Desk editor", places[1])
    other = source()
    assert code_of(requested, other, "en", by=stranger) == "not_allowed", "a story one may not know of"
    for person in (factories.user("Reviewer"), factories.user(), factories.user(is_active=False)):
        assert code_of(requested, page, "fr", by=person) == "not_allowed"


def test_what_cannot_be_asked_for() -> None:
    page, duty = source(), factories.user("Duty editor")
    past = timezone.now() - timedelta(minutes=1)
    assert code_of(requested, page, "ar") == "translated"
    assert code_of(requested, page, "tr") == "section_untranslated"
    assert code_of(requested, page, "en", due=past) == "due_past"
    target = requested(page, "fr")
    spike(target, reason="لا حاجة إليها", by=factories.user(is_superuser=True))
    assert open_request(target) is None
    assert code_of(requested, page, "fr") == "spiked"
    kill(page, notice="حُذف الخبر", reason="خطأ", by=duty)
    assert code_of(requested, page, "en") == "killed_copy"


def test_a_translator_takes_it_and_may_write_it_then_and_nothing_else() -> None:
    target, translator = requested(source()), factories.user("Translator")
    assert not may_write(target, translator)
    claim(target, by=translator)
    assert may_write(fresh(target), translator)
    held = assignment_of(target)
    assert held
    assert held.assignee == translator
    other = factories.user("Translator")
    assert code_of(claim, target, by=other) == "assigned_other"
    assert not may_write(fresh(target), other)
    story = factories.article(locale="en", user=factories.user("Reporter"))
    assert code_of(claim, story, by=translator) == "not_allowed", "nobody asked for it"


def test_it_is_due_when_it_was_asked_for() -> None:
    due = timezone.now() + timedelta(hours=3)
    target = requested(source(), due=due)
    assert claim(target, by=factories.user("Translator")).due == due


def test_it_is_handed_over_and_given_back() -> None:
    target, desk = requested(source()), factories.user("Translation editor")
    first, second = factories.user("Translator"), factories.user("Translator")
    claim(target, by=first)
    assert code_of(assign, target, assignee=second, by=first) == "not_allowed"
    assign(target, assignee=second, by=desk)
    assert may_write(fresh(target), second)
    assert not may_write(fresh(target), first)
    assert Notice.objects.filter(recipient=second, what=Notice.What.ASSIGNED).exists()
    release(target, by=second)
    assert not may_write(fresh(target), second)
    claim(target, by=first)


def test_it_is_declined_with_a_reason_that_who_asked_is_told() -> None:
    desk, translator = factories.user("Desk editor"), factories.user("Translator")
    page = source()
    target = requested(page, by=desk)
    assert code_of(decline, target, reason=" ", by=translator) == "reason_required"
    assert code_of(decline, target, reason="لا", by=factories.user("Reviewer")) == "not_allowed"
    claim(target, by=translator)
    decline(target, reason="لا مترجم اليوم", by=translator)
    assert assignment_of(target) is None
    told = Notice.objects.get(recipient=desk)
    assert (told.what, told.words) == ("declined", "لا مترجم اليوم")
    assert code_of(decline, target, reason="لا", by=translator) == "not_requested"
    assert not may_write(fresh(target), factories.user("Translator"))
    assert requested(page).pk == target.pk, "it can be asked for again"


def test_only_who_has_it_or_edits_the_others_declines_it() -> None:
    target, holder = requested(source()), factories.user("Translator")
    claim(target, by=holder)
    assert code_of(decline, target, reason="لا", by=factories.user("Translator")) == "not_allowed"
    decline(target, reason="لا حاجة", by=factories.user("Translation editor"))
    assert assignment_of(target) is None


def test_a_source_that_is_deleted_leaves_its_translation_and_what_was_asked_for() -> None:
    draft = factories.article("خبر", parent=source().get_parent())
    target = requested(draft)
    draft.delete()
    assert Translation.objects.get(page=target).source is None
    assert open_request(fresh(target))


def test_a_story_is_no_translation_of_what_was_made_from_it() -> None:
    page = source()
    english = requested(page)
    translate(english)
    french = requested(fresh(english), "fr")
    boss = factories.user(is_superuser=True)
    for translation in (english, french):
        assert code_of(requested, fresh(translation), "ar", by=boss) == "is_source"
    assert code_of(requested, french, "en", by=boss) == "is_source"
    section = page.get_parent().specific.get_translation(factories.home("fr").locale)
    page = source()
    by_hand = factories.translation(page, "en", "By hand", parent=page.get_parent().specific.get_translation(
        factories.home("en").locale))  # fmt: skip
    assert code_of(requested, by_hand, "ar") == "is_source", "nothing links them, and it is the older one"
    assert section


def test_it_is_not_asked_for_where_one_may_not_write() -> None:
    page, elsewhere = source(), factories.section("Elsewhere", locale="en")
    target = requested(page)
    decline(target, reason="لا", by=factories.user("Translation editor"))
    fresh(target).move(elsewhere, pos="last-child")
    english = page.get_parent().specific.get_translation(factories.home("en").locale)
    person = narrowed("Reporter", page.get_parent(), english)
    assert code_of(requested, page, by=person) == "not_allowed"


def test_who_declines_has_it_no_longer() -> None:
    target, translator = requested(source()), factories.user("Translator")
    claim(target, by=translator)
    decline(target, reason="لا وقت", by=translator)
    assert not may_write(fresh(target), translator)


def test_what_is_brought_up_to_date_is_whose_it_was_before() -> None:
    page, first, second = source(), factories.user("Translator"), factories.user("Translator")
    target = requested(page)
    claim(target, by=first)
    translate(target, first)
    factories.publish(fresh(target))
    requested(page)
    claim(target, by=second)
    assert may_write(fresh(target), second)
    release(target, by=second)
    assert may_write(fresh(target), first)
    claim(target, by=second)
    translate(target, second, words="Other words")
    factories.publish(fresh(target))
    assert may_write(fresh(target), first)
    assert not may_write(fresh(target), second)
