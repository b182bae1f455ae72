"""How much a change of a source weighs, and what it does to translations, their readers and translators."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from news.editorial.models import Notice
from news.models import ArticlePage
from news.models.corrections import Correction
from news.translation.models import Translation
from news.translation.requests import claim
from tests import factories
from tests.news.publication.support import document, fresh, is_public
from tests.news.publication.support import settle as drain
from tests.news.translation.support import original, requested, source, translate

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


def test_a_translation_that_says_itself_that_it_is_retracted_stays() -> None:
    page, target = pair()
    factories.publish(target, corrections=[Correction(type="retraction", note="We take it back.")])
    correct(page, kind="retraction")
    assert is_public(target)


def test_a_retraction_is_news_once() -> None:
    page, target = pair()
    correct(page, kind="retraction")
    factories.publish(fresh(target), title="Another title")
    correct(page, place=0)
    assert is_public(target), "it was published again, by people who knew"


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
