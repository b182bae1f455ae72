"""Whatever both sides do while a file is out, what fits comes in, nothing else changes, the rest is told."""

import os
from html import escape
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news.models import ArticlePage
from news.translation.exchange.merging import take_in
from news.translation.models import Basis, Translation
from news.translation.pieces import digest, pieces, settled
from news.translation.sources import source_of, states_of
from news.translation.states import State
from tests import factories
from tests.news.publication.support import fresh
from tests.news.translation.exchanging import (
    Sheet,
    add,
    draft,
    drop,
    exported,
    put,
    said,
    state_of_things,
    story,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("newsroom")
HISTORIES = int(os.environ.get("HISTORIES", "6"))
PLACES = st.integers(0, 2)
MARKED = st.sampled_from(
    ["{}", "<b>{}</b>!", 'a <a href="https://x.example/?a=1&amp;b=2">{}</a>', "{}<br/>&lt;"]
)
TEXTS = st.builds(
    lambda marked, words: f"<p>{marked.format(escape(words, quote=False))}</p>",
    MARKED,
    st.text(st.sampled_from("ab <>&\"'é"), max_size=6).map(lambda text: f"x{text}x"),
)
EDITS = st.one_of(
    st.tuples(st.sampled_from(["source writes", "target writes"]), PLACES, TEXTS),
    st.tuples(st.sampled_from(["source drops", "target drops"]), PLACES),
    st.tuples(st.just("source adds"), PLACES, TEXTS),
    st.tuples(st.just("publish")),
)


def do(source: ArticlePage, page: ArticlePage, name: str, *words: Any) -> None:
    """One thing that somebody does in an editor."""
    if name == "publish":
        factories.publish(fresh(source))
        return
    story = source if name.startswith("source") else page
    place = min(words[0], len(draft(story).body) - 1)
    if name.endswith("adds"):
        add(story, max(place, 0), words[1])
    elif place >= 0 and name.endswith("writes"):
        put(story, place, words[1])
    elif place >= 0:
        drop(story, place)


@settings(max_examples=HISTORIES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(TEXTS, min_size=1, max_size=3),
    st.lists(EDITS, max_size=4),
    st.lists(EDITS, max_size=4),
    st.sets(PLACES),
    st.booleans(),
)
def test_any_exchange(
    texts: list[str],
    before: list[tuple[Any, ...]],
    meanwhile: list[tuple[Any, ...]],
    places: set[int],
    titled: bool,
) -> None:
    with transaction.atomic():
        source, page = story(body=[("paragraph", text) for text in texts])
        for one in before:
            do(source, page, *one)
        sheet, told = Sheet(exported(page)), pieces(source_of(Translation.objects.get(page=page)).article)
        data = sheet.data()
        unchanged = state_of_things(page)
        assert take_in(fresh(page), factories.user(is_superuser=True), data).revision is None
        assert state_of_things(page) == unchanged
        was = said(page)
        sent = translations(sheet, places, titled=titled)
        for one in meanwhile:
            do(source, page, *one)
        check(page, told, was, sent, sheet.data())
        transaction.set_rollback(True)


def translations(sheet: Sheet, places: set[int], *, titled: bool) -> dict[str, str]:
    """Translate the units at these places, marks and all; what the pieces should say then."""
    ids = [one.get("id") for one in sheet.root[0] if one.get("id") and len(one.get("id")) == 36]
    sent = {}
    for key in [ids[place] for place in places if place < len(ids)] + (["title"] if titled else []):
        lines = [f"Translated {key[:4]} &amp; &lt;all&gt;"]
        sheet.translate(key, *lines)
        sent[key] = lines[0] if key == "title" else f"<p>{lines[0]}</p>"
    return sent


def check(
    page: ArticlePage, told: dict[str, str], was: dict[str, str], sent: dict[str, str], data: bytes
) -> None:
    """Take the file in and compare with what a careful person would have done."""
    now, revision = said(page), fresh(page).latest_revision_id
    by = factories.user(is_superuser=True)
    translation = Translation.objects.get(page=page)
    source = source_of(translation).pieces
    report = take_in(fresh(page), by, data)
    fits = {
        key: text
        for key, text in sent.items()
        if now.get(key) == was.get(key) and (key in now or key in source) and now.get(key) != settled(text)
    }
    assert {line.key for line in report.taken} == set(fits)
    assert said(page) == {**now, **{key: settled(text) for key, text in fits.items()}}
    same = {key for key, text in sent.items() if now.get(key) == settled(text)}
    assert {line.key for line in report.left} == set(sent) - set(fits) - same
    assert (fresh(page).latest_revision_id == revision) == (not fits)
    found = states_of(translation, draft(page))
    for key, text in fits.items():
        row = Basis.objects.get(translation=translation, key=key, digest=digest(settled(text)))
        assert (row.source, row.by, row.origin) == (told[key], by, Basis.Origin.PERSON)
        assert found[key] == (State.CURRENT if source.get(key) == told[key] else State.STALE)
