"""How much a change of a source weighs, and what it does to translations, their readers and translators."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Revision

from news.editorial.models import Notice
from news.editorial.refusals import Refused
from news.models import ArticlePage
from news.models.corrections import Correction
from news.publication.desk.registry import ACTIONS, perform
from news.publication.releasing import HeldBack, release
from news.publication.schedule import Clock
from news.translation.models import Translation
from news.translation.requests import claim
from tests import factories
from tests.news.publication.releases import approve, newer, release_of
from tests.news.publication.support import document, fresh, is_public
from tests.news.publication.support import settle as drain
from tests.news.translation.support import original, requested, source, translate
from tests.news.translation.test_states import edit

pytestmark = pytest.mark.usefixtures("newsroom")
NOTE = "ورد الرقم خطأ في نسخة سابقة."


def pair(**fields: Any) -> tuple[ArticlePage, ArticlePage]:
    """A story and its translation, both public."""
    page = source(**fields)
    target = requested(page)
    translate(target)
    return page, factories.publish(fresh(target))


def correct(page: ArticlePage, *, kind: str = "", blocks: tuple[int, ...] = (), place: int = 1) -> None:
    """Publish the story with another paragraph, and a note about these blocks if it is of a kind."""
    draft = fresh(page).get_latest_revision_as_object()
    raw = list(draft.body.get_prep_value())
    raw[place] = {**raw[place], "value": f"<p>نص جديد {Correction.objects.count()} {place} {kind}.</p>"}
    ids = [raw[one]["id"] for one in blocks]
    body = draft.body.stream_block.to_python(raw)
    notes = list(draft.corrections.all())
    if kind:
        notes.append(Correction(type=kind, note=NOTE, blocks=ids))
    factories.publish(fresh(page), body=body, corrections=notes)
    drain()


def retraction(note: str) -> Correction:
    return Correction(type="retraction", note=note)


def told(page: ArticlePage) -> dict[str, Any]:
    return document(page)["translation"]


def reader_page(page: ArticlePage) -> str:
    return Client().get(fresh(page).url_path).content.decode()


def test_a_change_without_a_note_queues_and_readers_see_nothing_of_it() -> None:
    page, target = pair()
    correct(page)
    assert told(target)["severity"] == "typo"
    assert "may not say so yet" not in reader_page(target)
    assert not Notice.objects.filter(what=Notice.What.SOURCE_CORRECTED).exists()


@pytest.mark.parametrize("kind", ["correction", "clarification", "update"])
def test_a_note_about_it_alerts_the_translator_and_tells_readers(kind: str) -> None:
    page = source()
    target, translator = requested(page), factories.user("Translator")
    claim(target, by=translator)
    translate(target, translator)
    factories.publish(fresh(target))
    correct(page, kind=kind, blocks=(1,))
    assert told(target)["severity"] == "fact"
    assert document(page)["alternates"][0]["is_stale"]
    shown = reader_page(target)
    assert "may not say so yet" in shown
    assert 'hreflang="ar"' in shown
    notice = Notice.objects.get(recipient=translator, what=Notice.What.SOURCE_CORRECTED)
    assert notice.words == NOTE
    translate(target, translator, words="New paragraph")
    factories.publish(fresh(target))
    drain()
    assert told(target)["severity"] is None
    assert not document(page)["alternates"][0]["is_stale"]
    assert "may not say so yet" not in reader_page(target)


def test_a_note_about_another_block_does_not_weigh_on_this_one() -> None:
    page, target = pair()
    correct(page, kind="correction", blocks=(0,))
    assert told(target)["severity"] == "typo"
    correct(page, kind="correction")
    assert told(target)["severity"] == "fact", "a note that names no block is about the whole story"


def test_a_note_from_before_the_translation_was_made_does_not_weigh() -> None:
    page = source()
    correct(page, kind="correction")
    target = requested(page)
    translate(target)
    factories.publish(fresh(target))
    correct(page, place=0)
    assert told(target)["severity"] == "typo"


def test_a_note_about_the_whole_story_does_not_weigh_on_what_it_left_right() -> None:
    page, target = pair()
    correct(page, kind="update")
    assert told(target)["severity"] == "fact"
    translate(target, words="New paragraph")
    factories.publish(fresh(target))
    drain()
    assert told(target)["severity"] is None
    factories.publish(fresh(page), standfirst="خطوة جديدةٌ.")
    drain()
    assert told(target)["stale_fields"] == ["summary"]
    assert told(target)["severity"] == "typo"
    assert told(target)["source_version"] == 1, "the title was made from that"
    correct(page, kind="update", place=0)
    assert told(target)["severity"] == "fact"


def test_a_word_that_is_changed_in_between_does_not_make_it_weigh() -> None:
    page, target = pair()
    correct(page, kind="update")
    edit(target, 0, "Paragraph 1, reworded.")
    factories.publish(fresh(target))
    edit(target, 1, "Another.", shown=True)
    factories.publish(fresh(target))
    drain()
    correct(page, place=0)
    assert told(target)["severity"] == "typo"


def test_a_paragraph_that_the_source_has_added_is_missing_until_it_is_left_out_on_purpose() -> None:
    page, target = pair()
    raw = [*fresh(page).body.get_prep_value(), {"type": "paragraph", "value": "<p>فقرة جديدة.</p>"}]
    factories.publish(fresh(page), body=fresh(page).body.stream_block.to_python(raw))
    drain()
    found = told(target)
    assert (found["is_stale"], found["stale_blocks"]) == (True, [])
    assert found["missing_blocks"] == [str(fresh(page).body[2].id)]


def test_a_retraction_takes_translations_down_at_once_and_people_are_told() -> None:
    page = source()
    target, translator = requested(page), factories.user("Translator")
    claim(target, by=translator)
    translate(target, translator)
    factories.publish(fresh(target))
    french = requested(fresh(target), "fr")
    translate(french)
    factories.publish(fresh(french))
    assert is_public(target)
    assert original(french).pk == target.pk
    correct(page, kind="retraction")
    assert is_public(page)
    assert not is_public(target)
    assert not is_public(french), "it was made from what was made from it"
    assert Notice.objects.get(recipient=translator, what=Notice.What.PULLED).words == NOTE


def test_a_translation_that_says_itself_with_it_that_it_is_retracted_stays() -> None:
    page, target = pair()
    newer(page, corrections=[retraction("نسحب الخبر.")])
    newer(target, corrections=[retraction("We take it back.")])
    duty = factories.user("Duty editor")
    release(release_of(page, target, by=duty), by=duty)
    assert is_public(target)
    correct(page, place=0)
    factories.publish(fresh(target), title="Another title")
    assert document(target)["title"] == "Another title", "its readers were told when those of the source were"


def test_a_retraction_is_news_once() -> None:
    page, target = pair()
    correct(page, kind="retraction")
    factories.publish(fresh(target), corrections=[retraction("We take it back.")])
    correct(page, place=0)
    factories.publish(fresh(target), title="Another title")
    assert is_public(target), "it has told its readers since"


def test_what_was_pulled_is_not_published_again_without_a_retraction_of_its_own() -> None:
    page, target = pair()
    french = requested(fresh(target), "fr")
    translate(french)
    factories.publish(fresh(french))
    correct(page, kind="retraction")
    other = Correction(type="correction", note="A number was wrong.")
    for story, notes in ((target, []), (target, [other]), (french, [])):
        with pytest.raises(Refused, match="source_retracted"):
            factories.publish(fresh(story), corrections=notes)
    fresh(page).unpublish()
    drain()
    with pytest.raises(Refused, match="source_retracted"):
        factories.publish(fresh(target))
    factories.publish(fresh(target), corrections=[retraction("We take it back.")])
    assert [one["type"] for one in document(target)["corrections"]] == ["retraction"]


def test_an_older_retraction_is_about_something_else() -> None:
    page, target = pair()
    factories.publish(target, corrections=[retraction("We take back a paragraph.")])
    correct(page, kind="retraction")
    assert not is_public(target)
    with pytest.raises(Refused, match="source_retracted"):
        factories.publish(fresh(target), title="Another title")
    told = list(fresh(target).get_latest_revision_as_object().corrections.all())
    factories.publish(fresh(target), corrections=[*told, retraction("We take back all.")])
    assert is_public(target)


def test_what_was_never_public_begins_with_the_retraction_of_its_source() -> None:
    page = source()
    target = requested(page)
    translate(target)
    with pytest.raises(Refused, match="correction_early"):
        factories.publish(fresh(target), corrections=[retraction("We take it back.")])
    correct(page, kind="retraction")
    factories.publish(fresh(target))
    assert [one["type"] for one in document(target)["corrections"]] == ["retraction"]


def test_a_retraction_takes_back_the_schedule_of_what_was_made_from_it() -> None:
    page = source()
    target, translator = requested(page), factories.user("Translator")
    claim(target, by=translator)
    translate(target, translator)
    duty = factories.user("Duty editor")
    perform(ACTIONS["schedule"], approve(fresh(target)), duty, {"at": timezone.now() + timedelta(hours=1)})
    revision = fresh(target).scheduled_revision
    assert revision
    correct(page, kind="update")
    assert fresh(target).scheduled_revision
    correct(page, kind="retraction")
    assert fresh(target).scheduled_revision is None
    assert Notice.objects.filter(recipient=translator, what=Notice.What.SOURCE_CORRECTED).count() == 2
    past = timezone.now() - timedelta(minutes=1)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past)
    Clock().fire()
    assert not fresh(target).live, "not if it was scheduled all the same"


def test_a_translation_that_will_tell_its_readers_stays_in_the_schedule() -> None:
    page, target = pair()
    target.unpublish()
    newer(target, corrections=[retraction("We take it back.")])
    duty = factories.user("Duty editor")
    perform(ACTIONS["schedule"], fresh(target), duty, {"at": timezone.now() + timedelta(hours=1)})
    correct(page, kind="retraction")
    assert fresh(target).scheduled_revision


def test_a_retraction_holds_back_a_translation_that_waits_in_a_release() -> None:
    page = source()
    target = requested(page)
    translate(target)
    duty = factories.user("Duty editor")
    row = release_of(approve(fresh(target)), by=duty)
    correct(page, kind="retraction")
    with pytest.raises(HeldBack) as caught:
        release(row, by=duty)
    assert [one.code for one in caught.value.held[target.pk]] == ["source_retracted"]
    assert not fresh(target).live


def test_lists_count_the_same_as_documents() -> None:
    page, target = pair()
    row = Translation.objects.get(page=target)
    assert (row.pieces, row.untranslated, row.stale, row.stale_public, row.severity) == (4, 0, 0, 0, 0)
    correct(page, kind="correction", blocks=(1,))
    row.refresh_from_db()
    assert (row.stale, row.stale_public, row.severity) == (1, 1, 2)
    translate(target, words="New paragraph")
    row.refresh_from_db()
    assert (row.stale, row.stale_public, row.severity) == (0, 1, 2), "readers have the former one still"
    factories.publish(fresh(target))
    drain()
    row.refresh_from_db()
    assert (row.stale_public, row.severity) == (0, 0)


def test_what_was_counted_wrong_is_found_and_counted_anew() -> None:
    _page, target = pair()
    Translation.objects.update(stale_public=7, pieces=0)
    with pytest.raises(SystemExit):
        call_command("reconcile", "--check", stdout=(told := StringIO()))
    assert f"miscounted: translation {target.pk}" in told.getvalue()
    call_command("reconcile", stdout=StringIO())
    row = Translation.objects.get()
    assert (row.pieces, row.stale_public) == (4, 0)
    call_command("reconcile", "--check", stdout=(told := StringIO()))
    assert "No difference" in told.getvalue()
