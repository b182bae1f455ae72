"""Whose a text of a translation is: copied, a machine's, a person's, and what it was made from."""

from typing import Any

import pytest

from news.models import ArticlePage
from news.translation.bases import settle
from news.translation.beside import add_blocks
from news.translation.models import Basis, Translation
from news.translation.pieces import digests, pieces
from news.translation.review import unfinished
from news.translation.sources import states_of
from news.translation.states import State
from tests import factories
from tests.news.publication.support import fresh
from tests.news.translation.test_states import edit, source, translated, write

pytestmark = pytest.mark.usefixtures("newsroom")
COPY, MACHINE, PERSON = Basis.Origin
NEW = "3f2c1f0e-0000-4000-8000-000000000001"


def drafted(page: Any, by: Any = None, *, overwrite: bool = False, **texts: str) -> None:
    """Save a draft in which paragraphs `p0`, `p1` have texts that a machine made."""
    draft = fresh(page).get_latest_revision_as_object()
    raw = list(draft.body.get_prep_value())
    for name, text in texts.items():
        raw[int(name[1:])] = {**raw[int(name[1:])], "value": f"<p>{text}</p>"}
    draft.body = draft.body.stream_block.to_python(raw)
    ids = [raw[int(name[1:])]["id"] for name in texts]
    draft.made_by_machine = {key: said for key, said in digests(pieces(draft)).items() if key in ids}
    draft.source_shown = digests(pieces(ArticlePage.objects.get(pk=page.translation.source_id)))
    draft.save_revision(user=by, **({"overwrite_revision": fresh(page).latest_revision} if overwrite else {}))


def overwrite(page: Any, place: int, text: str) -> None:
    """Save another text of the paragraph at this place as autosave does."""
    draft = fresh(page).get_latest_revision_as_object()
    raw = list(draft.body.get_prep_value())
    raw[place] = {**raw[place], "value": f"<p>{text}</p>"}
    draft.body = draft.body.stream_block.to_python(raw)
    latest = fresh(page).latest_revision
    draft.save_revision(user=latest.user, overwrite_revision=latest)


def origins(page: Any) -> list[str]:
    """Whose title, standfirst and paragraphs are."""
    translation = Translation.objects.get(page=page)
    rows = {(row.key, row.digest): row.origin for row in translation.bases.all()}
    return [rows[said] for said in digests(pieces(fresh(page).get_latest_revision_as_object())).items()]


def states(page: Any) -> list[State]:
    translation = Translation.objects.get(page=page)
    return list(states_of(translation, fresh(page).get_latest_revision_as_object()).values())


def unseen(page: Any) -> list[int]:
    """The places of the pieces nobody answers for."""
    draft = fresh(page).get_latest_revision_as_object()
    places = list(pieces(draft))
    return [places.index(key) for key in unfinished(Translation.objects.get(page=page), draft)]


def test_a_machine_text_is_a_machines_until_a_person_edits_it() -> None:
    page, person = translated(source()), factories.user("Translator")
    drafted(page, person, p0="Exports rose.", p1="Work goes on.")
    assert origins(page) == [COPY, COPY, MACHINE, MACHINE]
    assert states(page)[2:] == [State.MACHINE, State.MACHINE]
    assert not Basis.objects.filter(origin=MACHINE, by__isnull=False).exists()
    edit(page, 0, "Exports went up.")
    assert origins(page) == [COPY, COPY, PERSON, MACHINE], "one edit does not wash the other"
    assert states(page)[2:] == [State.CURRENT, State.MACHINE]
    assert unseen(page) == [0, 1, 3]


def test_who_takes_it_over_answers_for_it() -> None:
    page, person = translated(source()), factories.user("Translator")
    drafted(page, p0="Exports rose.", p1="Work goes on.")
    translation = Translation.objects.get(page=page)
    settle(translation, [fresh(page).get_latest_revision_as_object().body[0].id], by=person)
    assert origins(page)[2:] == [PERSON, MACHINE]
    assert unseen(page) == [0, 1, 3]


def test_what_was_taken_over_for_a_new_source_is_theirs_though_the_old_one_returns() -> None:
    original, person = source(), factories.user("Translator")
    page = translated(original)
    drafted(page, p0="Exports rose.")
    first = pieces(fresh(original))[key := list(pieces(fresh(original)))[2]]
    for number, text in enumerate(("نص آخر", first.removeprefix("<p>").removesuffix("</p>"))):
        edit(original, 0, text)
        factories.publish(fresh(original))
        if not number:
            settle(Translation.objects.get(page=page), [key], by=person)
        assert (origins(page)[2], states(page)[2]) == (PERSON, State.CURRENT)
    assert unseen(page) == [0, 1, 3]


def test_a_copy_that_was_said_to_be_right_is_not_so_for_what_it_was_copied_from() -> None:
    original = source()
    page = translated(original)
    translation = Translation.objects.get(page=page)
    factories.publish(fresh(original), standfirst="خطوة أخرى.")
    settle(translation, ["standfirst"], by=factories.user("Translator"))
    assert states(page)[1] == State.CURRENT
    factories.publish(fresh(original), standfirst="خطوة جديدة.")
    assert states(page)[1] == State.STALE


def test_a_stale_machine_text_is_still_known_for_one() -> None:
    original = source()
    page = translated(original)
    drafted(page, p0="Exports rose.")
    edit(page, 1, "Work goes on.")
    for place in (0, 1):
        edit(original, place, f"نص آخر {place}")
    factories.publish(fresh(original))
    assert states(page)[2:] == [State.STALE, State.STALE]
    assert unseen(page) == [0, 1, 2], "a person answers for the last"


def test_what_is_gone_from_the_source_is_seen_by_nobody_either() -> None:
    original = source()
    page = translated(original)
    drafted(page, p0="Exports rose.")
    draft = fresh(original).get_latest_revision_as_object()
    draft.body = []
    draft.save_revision()
    factories.publish(fresh(original))
    assert unseen(page) == [0, 1, 2, 3]


def test_a_machine_text_that_autosave_overwrote_comes_back_as_one() -> None:
    page = translated(source())
    drafted(page, p0="Exports rose.")
    for text in ("Exports went", "Exports rose."):
        overwrite(page, 0, text)
    assert origins(page)[2] == MACHINE


def test_a_copy_that_autosave_overwrote_comes_back_as_one() -> None:
    original = source()
    page = translated(original)
    raw = list(fresh(original).body.get_prep_value())
    raw.append({"type": "paragraph", "value": "<p>فقرة ثالثة.</p>", "id": NEW})
    write(original, body=original.body.stream_block.to_python(raw))
    factories.publish(fresh(original))
    person = factories.user("Duty editor")
    add_blocks(fresh(page), [NEW], by=person)
    overwrite(page, 2, "Work")
    edit(original, 2, "فقرة ثالثة صححت.")
    factories.publish(fresh(original))
    overwrite(page, 2, "فقرة ثالثة.")
    assert states(page)[4] == State.UNTRANSLATED
    assert unseen(page) == [0, 1, 2, 3, 4]


def test_what_a_machine_left_as_it_was_is_a_copy() -> None:
    page = translated(source())
    text = pieces(fresh(page))[list(pieces(fresh(page)))[2]]
    drafted(page, p0="Exports rose.")
    drafted(page, p0=text.removeprefix("<p>").removesuffix("</p>"))
    assert origins(page)[2] == COPY


def test_a_text_made_from_an_older_source_says_so() -> None:
    original = source()
    page = translated(original)
    key = list(pieces(fresh(page)))[2]
    older = pieces(fresh(original))[key]
    edit(original, 0, "نص آخر")
    factories.publish(fresh(original))
    draft = fresh(page).get_latest_revision_as_object()
    raw = list(draft.body.get_prep_value())
    raw[0] = {**raw[0], "value": "<p>Exports rose.</p>"}
    draft.body = draft.body.stream_block.to_python(raw)
    made = {"source": older, "source_digest": digests({key: older})[key], "source_version": 1}
    draft.made_from = {key: made}
    draft.save_revision()
    assert states(page)[2] == State.STALE
    row = Basis.objects.get(key=key, origin=PERSON)
    assert (row.source, row.source_version) == (older, 1)
