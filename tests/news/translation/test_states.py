"""The states of a translation's pieces, as it and its source are edited, published and taken back."""

import pytest

from news.models import ArticlePage
from news.translation.bases import settle
from news.translation.beside import beside
from news.translation.models import Translation
from news.translation.pieces import digests, pieces
from news.translation.sources import states_of
from news.translation.states import State
from tests import factories
from tests.news.publication.support import fresh

pytestmark = pytest.mark.usefixtures("newsroom")
FIRST, SECOND = "ارتفعت الصادرات في الميناء.", "وقال المدير إن العمل مستمر."


def source() -> ArticlePage:
    body = [("paragraph", f"<p>{FIRST}</p>"), ("paragraph", f"<p>{SECOND}</p>")]
    return factories.published("الميناء يتوسع", standfirst="خطوة جديدة.", body=body)


def translated(page: ArticlePage) -> ArticlePage:
    """A copy of `page` to be translated into English."""
    factories.section(locale="en", translation_key=page.get_parent().specific.translation_key)
    return fresh(page.copy_for_translation(factories.home("en").locale))


def write(page: ArticlePage, *, shown: bool = False, **fields: object) -> None:
    """Save a draft with other fields, by somebody who saw the source, or did not."""
    draft = fresh(page).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    if shown:
        draft.source_shown = digests(pieces(ArticlePage.objects.get(pk=page.translation.source_id)))
    draft.save_revision()


def edit(page: ArticlePage, place: int, text: str, *, shown: bool = False) -> None:
    """Save a draft with another text in the paragraph at this place."""
    body = fresh(page).get_latest_revision_as_object().body
    raw = list(body.get_prep_value())
    raw[place] = {**raw[place], "value": f"<p>{text}</p>"}
    write(page, shown=shown, body=body.stream_block.to_python(raw))


def found(page: ArticlePage) -> list[State]:
    """The states of title, standfirst and the paragraphs."""
    translation = Translation.objects.get(page=page)
    return list(states_of(translation, fresh(page).get_latest_revision_as_object()).values())


def state_of(page: ArticlePage, key: str) -> State:
    translation = Translation.objects.get(page=page)
    return states_of(translation, fresh(page).get_latest_revision_as_object())[key]


UNTRANSLATED, CURRENT, STALE, MISSING = State.UNTRANSLATED, State.CURRENT, State.STALE, State.MISSING


def test_a_copy_is_untranslated_until_somebody_writes() -> None:
    page = translated(source())
    assert found(page) == [UNTRANSLATED] * 4
    write(page, title="The port grows", standfirst="A new step.")
    edit(page, 0, "Exports rose.")
    assert found(page) == [CURRENT, CURRENT, CURRENT, UNTRANSLATED]


def test_one_paragraph_of_the_source_changes_and_is_taken_back() -> None:
    original = source()
    page = translated(original)
    write(page, title="The port grows", standfirst="A new step.")
    for place in (0, 1):
        edit(page, place, f"Paragraph {place}")
    edit(original, 0, "انخفضت الصادرات في الميناء.")
    assert found(page) == [CURRENT] * 4, "what readers do not have yet makes nothing stale"
    factories.publish(fresh(original))
    assert found(page) == [CURRENT, CURRENT, STALE, CURRENT]
    edit(original, 0, FIRST)
    factories.publish(fresh(original))
    assert found(page) == [CURRENT] * 4


def test_who_changes_a_word_without_comparing_leaves_it_stale() -> None:
    original = source()
    page = translated(original)
    edit(page, 0, "Exports rose.")
    edit(original, 0, "انخفضت الصادرات.")
    factories.publish(fresh(original))
    edit(page, 0, "Exports rose, it said.")
    assert found(page)[2] == STALE
    edit(page, 0, "Exports fell.", shown=True)
    assert found(page)[2] == CURRENT
    edit(page, 0, "Exports rose.")
    assert found(page)[2] == STALE, "the old text is what it was"


def test_who_had_an_older_source_before_them_made_their_text_from_that() -> None:
    original = source()
    page = translated(original)
    factories.publish(fresh(original), seo_title="عشرة")
    shown = digests(pieces(fresh(original)))
    factories.publish(fresh(original), seo_title="عشرون")
    write(page, seo_title="Ten", source_shown=shown)
    assert state_of(page, "seo_title") == STALE
    write(page, seo_title="Ten ships", source_shown=shown)
    assert state_of(page, "seo_title") == STALE
    draft = fresh(page).get_latest_revision_as_object()
    piece = beside(Translation.objects.get(page=page), draft).pieces["seo_title"]
    assert (piece.state, piece.made_from) == (STALE, None), "nobody knows its words any more"
    factories.publish(fresh(original), seo_title="عشرة")
    assert state_of(page, "seo_title") == CURRENT


def test_who_copies_an_older_source_has_translated_nothing() -> None:
    original = source()
    page = translated(original)
    factories.publish(fresh(original), seo_title="عشرة")
    shown = digests(pieces(fresh(original)))
    factories.publish(fresh(original), seo_title="عشرون")
    write(page, seo_title="عشرة", source_shown=shown)
    assert state_of(page, "seo_title") == UNTRANSLATED


def test_still_right_is_said_of_what_the_source_says_now() -> None:
    original = source()
    page = translated(original)
    edit(page, 0, "Exports rose.")
    edit(original, 0, "ارتفعت صادرات الميناء.")
    factories.publish(fresh(original))
    translation = Translation.objects.get(page=page)
    key = str(fresh(page).get_latest_revision_as_object().body[0].id)
    person = factories.user("Translator")
    settle(translation, [key], by=person)
    assert found(page)[2] == CURRENT
    basis = translation.bases.get(key=key, by=person)
    assert basis.source_version == 2
    edit(original, 0, FIRST)
    factories.publish(fresh(original))
    assert found(page)[2] == CURRENT, "it is what the text was made from"
    edit(original, 0, "لا صادرات.")
    factories.publish(fresh(original))
    assert found(page)[2] == STALE
    draft = fresh(page).get_latest_revision_as_object()
    assert beside(translation, draft).pieces[key].made_from == "<p>ارتفعت صادرات الميناء.</p>", "the last"


def test_pieces_are_left_out_added_and_moved() -> None:
    page = translated(source())
    write(page, title="The port grows", standfirst="A new step.")
    for place in (0, 1):
        edit(page, place, f"Paragraph {place}")
    draft = fresh(page).get_latest_revision_as_object()
    first, second = draft.body.get_prep_value()
    own = {
        "type": "paragraph",
        "value": "<p>For readers abroad.</p>",
        "id": "3f2c1f0e-0000-4000-8000-000000000001",
    }
    write(page, body=draft.body.stream_block.to_python([second, own]))
    assert found(page) == [CURRENT, CURRENT, MISSING, CURRENT, State.OWN]
    translation = Translation.objects.get(page=page)
    settle(translation, [first["id"]], by=None)
    assert found(page)[2] == State.DROPPED
    write(page, body=draft.body.stream_block.to_python([second, first]))
    assert found(page) == [CURRENT] * 4


def test_autosave_leaves_what_was_said_in_the_end() -> None:
    page = translated(source())
    edit(page, 0, "Exports")
    translation = Translation.objects.get(page=page)
    before = translation.bases.count()
    for text in ("Exports r", "Exports ro", "Exports rose."):
        draft = fresh(page).get_latest_revision_as_object()
        raw = list(draft.body.get_prep_value())
        raw[0] = {**raw[0], "value": f"<p>{text}</p>"}
        draft.body = draft.body.stream_block.to_python(raw)
        draft.save_revision(overwrite_revision=fresh(page).latest_revision)
    assert translation.bases.count() == before
    assert found(page)[2] == CURRENT
    edit(page, 0, "Exports")
    assert translation.bases.count() == before + 1


def test_what_is_the_same_in_both_languages_is_said_to_be_right() -> None:
    page = translated(source())
    translation = Translation.objects.get(page=page)
    settle(translation, ["title"], by=None)
    assert found(page)[0] == CURRENT


def test_a_source_that_is_gone_leaves_the_translation() -> None:
    original = source()
    page = translated(original)
    edit(page, 0, "Exports rose.")
    fresh(original).delete()
    assert Translation.objects.get(page=page).source is None
    assert found(page)[2] == STALE
