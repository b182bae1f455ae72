"""The review of translations: who reads them, and what keeps them from being read and published."""

from typing import Any
from uuid import uuid4

import pytest
from wagtail.models import PageLogEntry

from news.editorial.approvals import approve_import
from news.editorial.models import TranslationReview
from news.editorial.newsroom import set_up_desk
from news.editorial.refusals import Refused
from news.editorial.states import EditorialState, editorial_states
from news.models import ArticlePage
from news.publication import permit
from news.publication.actions import publish_breaking
from news.translation.bases import settle
from news.translation.models import Basis, Translation, Waiver
from news.translation.requests import claim
from news.translation.review import objections, waive
from tests import factories
from tests.news.editorial.support import edit, press, refused
from tests.news.publication.support import fresh, is_public
from tests.news.translation.support import original, requested, source, translate

pytestmark = pytest.mark.usefixtures("newsroom")


def submit(page: ArticlePage, by: Any) -> None:
    """Submit a translation as who has claimed it."""
    page.get_workflow().start(fresh(page), by)


def claimed(**fields: Any) -> tuple[ArticlePage, Any]:
    """A translation that somebody asked for, and its translator."""
    target, translator = requested(source(**fields)), factories.user("Translator")
    claim(target, by=translator)
    return fresh(target), translator


def codes(page: ArticlePage) -> list[str]:
    return [one.code for one in objections(fresh(page).get_latest_revision_as_object())]


def mark_machine(page: ArticlePage, key: str) -> None:
    """Make the text of a piece a machine's."""
    Basis.objects.filter(translation__page=page, key=key).exclude(origin="copy").update(origin="machine")


def test_one_other_person_reads_it_and_it_is_public() -> None:
    author = factories.author()
    factories.author("Economy editor", locale="en", translation_key=author.translation_key)
    target, translator = claimed(kind="analysis", bylines=[author])
    translate(target, translator)
    submit(target, translator)
    task = fresh(target).current_workflow_task.specific
    assert isinstance(task, TranslationReview)
    assert editorial_states([fresh(target)])[target.pk] == EditorialState.TRANSLATION_REVIEW
    assert refused(target, translator) == "not_in_group"
    editor = factories.user("Translation editor")
    press(target, editor)
    assert is_public(target)


def test_a_translation_editor_does_not_approve_their_own_words() -> None:
    target, translator = claimed()
    editor = factories.user("Translation editor")
    translate(target, translator)
    edit(target, editor, standfirst="Another step.")
    submit(target, translator)
    assert refused(target, editor) == "four_eyes_editor"
    duty = factories.user("Duty editor", is_superuser=True)
    edit(target, duty, standfirst="Yet another step.")
    assert refused(target, duty) == "four_eyes_editor", "superusers are people too"


def test_it_is_not_reviewed_while_a_piece_is_untranslated_or_missing() -> None:
    target, translator = claimed()
    translate(target, translator, upto=1)
    with pytest.raises(Refused) as caught:
        submit(target, translator)
    assert caught.value.codes == ["untranslated"]
    assert fresh(target).current_workflow_state is None
    draft = fresh(target).get_latest_revision_as_object()
    draft.body = draft.body.stream_block.to_python(list(draft.body.get_prep_value())[:1])
    draft.save_revision(user=translator)
    assert codes(target) == ["untranslated"], "the paragraph is missing now"
    row = Translation.objects.get(page=target)
    settle(row, [original(target).body[1].id], by=translator)
    assert codes(target) == [], "it was left out on purpose"
    submit(target, translator)


def test_it_is_not_reviewed_while_nobody_has_read_what_a_machine_wrote_even_if_that_is_stale() -> None:
    target, translator = claimed()
    translate(target, translator)
    mark_machine(target, "title")
    assert codes(target) == ["machine_unseen"]
    factories.publish(original(target), title="الميناء ينكمش")
    assert codes(target) == ["machine_unseen"]
    settle(Translation.objects.get(page=target), ["title"], by=translator)
    assert codes(target) == []


def test_what_becomes_unfinished_during_the_review_is_not_approved() -> None:
    target, translator = claimed()
    translate(target, translator)
    submit(target, translator)
    translate(target, translator, upto=0, title=fresh(target).title)
    edit(target, translator, title=original(target).title)
    assert refused(target, factories.user("Translation editor")) == "untranslated"


def test_an_editor_waives_what_is_unfinished_with_a_reason_and_nothing_else() -> None:
    target, translator = claimed()
    translate(target, translator, upto=1)
    editor = factories.user("Translation editor")
    for person, reason, code in (
        (translator, "عاجل", "not_allowed"), (factories.user("Reviewer"), "عاجل", "not_allowed"),
        (editor, " ", "reason_required"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=code):
            waive(target, reason=reason, by=person)
    waive(target, reason="اقتباس يبقى بلغته", by=editor)
    assert Waiver.objects.get().by == editor
    assert PageLogEntry.objects.filter(page=target.pk, action="nashra.translation.waive").exists()
    with pytest.raises(Refused, match="nothing_to_waive"):
        waive(target, reason="مرة أخرى", by=editor)
    submit(target, translator)
    press(target, factories.user("Duty editor"))
    assert is_public(target)
    edit(target, translator, title=original(target).title)
    assert codes(target) == ["untranslated"], "the title was not waived"


def test_what_its_source_says_since_it_was_approved_does_not_hold_it_back() -> None:
    target, translator = claimed()
    translate(target, translator)
    submit(target, translator)
    page = original(target)
    raw = [*page.body.get_prep_value(), {"type": "paragraph", "value": "<p>فقرة جديدة.</p>"}]
    factories.publish(page, body=page.body.stream_block.to_python(raw))
    assert codes(target) == ["untranslated"]
    assert "untranslated" not in [
        one.code for one in permit.refusals(fresh(target).get_latest_revision_as_object())
    ]


def test_it_is_not_approved_before_its_source_is() -> None:
    draft = factories.article("خبر", parent=source().get_parent(), standfirst="مقدمة.")
    target, translator = requested(draft), factories.user("Translator")
    claim(target, by=translator)
    translate(target, translator, upto=1)
    submit(target, translator)
    editor = factories.user("Translation editor")
    assert refused(target, editor) == "source_not_approved"
    edit(draft, factories.user("Reporter"), title="عنوان")
    approve_import(fresh(draft).get_latest_revision_as_object(), run="tests", by=None)
    edit(draft, factories.user("Reporter"), title="عنوان لم يُقرأ")
    assert refused(target, editor) == "source_not_approved", "the newest draft was not"
    factories.publish(fresh(draft))
    press(target, editor)
    assert is_public(target)


def test_a_translation_whose_source_is_gone_is_reviewed_as_its_kind_is() -> None:
    draft = factories.article("خبر", parent=source().get_parent())
    target = requested(draft)
    assert isinstance(target.get_workflow().tasks[0].specific, TranslationReview)
    draft.delete()
    assert not isinstance(fresh(target).get_workflow().tasks[0].specific, TranslationReview)
    assert codes(target) == ["untranslated"], "it still says what was copied"


def test_a_desk_of_its_own_has_a_review_of_translations_too() -> None:
    target, _translator = claimed()
    set_up_desk(target.get_parent().specific)
    task = fresh(target).get_workflow().tasks[0].specific
    assert isinstance(task, TranslationReview)
    assert factories.group("Translation editor") in task.groups.all()


def test_a_source_that_is_deleted_washes_nothing() -> None:
    draft = factories.article("خبر", parent=source().get_parent())
    target = requested(draft)
    translate(target, upto=1)
    mark_machine(target, "title")
    draft.delete()
    assert codes(target) == ["machine_unseen"]
    assert [one.code for one in permit.refusals(latest(target))][-1] == "machine_unseen"


def test_who_answers_for_its_words_does_not_approve_it() -> None:
    target, translator = claimed()
    editor = factories.user("Translation editor")
    translate(target, translator)
    mark_machine(target, "title")
    settle(Translation.objects.get(page=target), ["title"], by=editor)
    submit(target, translator)
    assert refused(target, editor) == "four_eyes_translator"
    press(target, factories.user("Translation editor"))
    assert is_public(target)


def test_who_waives_does_not_approve() -> None:
    target, translator = claimed()
    editor = factories.user("Translation editor")
    translate(target, translator, upto=1)
    waive(target, reason="اقتباس", by=editor)
    submit(target, translator)
    assert refused(target, editor) == "four_eyes_translator"


def test_a_waiver_of_what_is_missing_is_none_of_its_copy() -> None:
    target, translator = claimed()
    translate(target, translator, upto=2)
    draft = latest(target)
    whole = list(draft.body.get_prep_value())
    edit(target, translator, body=draft.body.stream_block.to_python(whole[:1]))
    waive(target, reason="لا لزوم لها", by=factories.user("Translation editor"))
    assert codes(target) == []
    copied = [whole[0], dict(original(target).body.get_prep_value()[1])]
    edit(target, translator, body=draft.body.stream_block.to_python(copied))
    assert codes(target) == ["untranslated"]


def test_a_block_with_another_key_is_whose_its_words_were() -> None:
    target, translator = claimed()
    translate(target, translator)
    draft = latest(target)
    second = draft.body[1].id
    mark_machine(target, second)
    body = list(draft.body.get_prep_value())
    body[1] = {**body[1], "id": str(uuid4())}
    edit(target, translator, body=draft.body.stream_block.to_python(body))
    settle(Translation.objects.get(page=target), [second], by=translator)
    assert codes(target) == ["machine_unseen"]


def test_a_translation_nobody_has_finished_is_not_copied_as_a_story_of_its_own() -> None:
    target, translator = claimed()
    translate(target, translator, upto=1)
    with pytest.raises(Refused, match="unfinished_copy"):
        fresh(target).copy(update_attrs={"slug": "copied"})
    assert not ArticlePage.objects.filter(slug="copied").exists()
    translate(target, translator)
    fresh(target).copy(update_attrs={"slug": "copied"})


def test_breaking_news_is_asked_for_missing_blocks_as_no_review_has() -> None:
    target, translator = claimed(kind="brief")
    translate(target, translator)
    draft = fresh(target).get_latest_revision_as_object()
    draft.body = draft.body.stream_block.to_python(list(draft.body.get_prep_value())[:1])
    draft.save_revision(user=translator)
    duty = factories.user("Duty editor")
    with pytest.raises(Refused) as caught:
        publish_breaking(fresh(target), by=duty)
    assert caught.value.codes == ["untranslated"]
    assert not fresh(target).live
    waive(target, reason="عاجل", by=duty)
    publish_breaking(fresh(target), by=duty)
    assert fresh(target).live


def latest(page: ArticlePage) -> ArticlePage:
    return fresh(page).get_latest_revision_as_object()
