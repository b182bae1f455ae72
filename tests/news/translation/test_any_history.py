"""Whatever is done to source and translation, a piece is stale where what it was made from is not public."""

import os
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news.models import ArticlePage
from news.translation.bases import settle
from news.translation.models import Translation
from news.translation.pieces import digests, pieces
from news.translation.sources import states_of
from news.translation.states import State
from tests import factories
from tests.news.publication.support import fresh
from tests.news.translation.test_states import translated

pytestmark = pytest.mark.usefixtures("newsroom")
HISTORIES = int(os.environ.get("HISTORIES", "7"))
PLACES = st.integers(0, 2)
NUMBERS = st.integers(0, 3)
STEPS = st.one_of(
    st.tuples(st.just("source"), PLACES, NUMBERS),
    st.tuples(st.just("publish")),
    st.tuples(st.just("write"), PLACES, NUMBERS, st.booleans()),
    st.tuples(st.just("turn")),
    st.tuples(st.just("leave out"), PLACES),
    st.tuples(st.just("go back"), st.integers(0, 5)),
    st.tuples(st.just("still right"), PLACES),
    st.tuples(st.just("and back"), PLACES, NUMBERS),
)


@dataclass
class Model:
    """What a translator with a good memory knows."""

    source: ArticlePage
    page: ArticlePage
    keys: list[str]
    public: dict[str, str]
    made: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # the last one last
    copies: set[tuple[str, str]] = field(default_factory=set)  # and nobody has said that they are right
    saved: list[Any] = field(default_factory=list)

    def save(self, body: list[Any], *, shown: bool = False) -> None:
        """Save these blocks of the translation."""
        before = pieces(fresh(self.page).get_latest_revision_as_object())
        draft = fresh(self.page).get_latest_revision_as_object()
        draft.body = draft.body.stream_block.to_python(body)
        if shown:
            draft.source_shown = digests(self.public)
        draft.save_revision()
        self.saved.append(body)
        for key, text in pieces(draft).items():
            if key in self.keys and before.get(key) != text and (key, text) not in self.made:
                old = self.made.get((key, before.get(key, "")))
                is_right = shown or old is None or self.public[key] in old
                self.made[key, text] = [self.public[key] if is_right else old[-1]]

    def check(self) -> None:
        """Compare."""
        draft = fresh(self.page).get_latest_revision_as_object()
        said = pieces(draft)
        found = states_of(Translation.objects.get(page=self.page), draft)
        for key in self.keys:
            made = self.made.get((key, said.get(key, "")))
            if key not in said and made is None:
                assert found[key] == State.MISSING
            elif made is not None:
                copied = (key, said.get(key)) in self.copies
                stale = self.public[key] not in made and not copied
                assert (found[key] == State.STALE) == stale, (key, said, self.public)
                assert (found[key] == State.UNTRANSLATED) == copied, (key, said, self.public)


def paragraphs(page: ArticlePage) -> list[Any]:
    return list(fresh(page).get_latest_revision_as_object().body.get_prep_value())


def begin() -> Model:
    body = [("paragraph", f"<p>أصل {place}</p>") for place in range(3)]
    original = factories.published("الميناء", body=body)
    page = translated(original)
    keys = [block["id"] for block in paragraphs(original)]
    model = Model(original, page, keys, pieces(fresh(original)))
    model.made = {(key, model.public[key]): [model.public[key]] for key in keys}
    model.copies = set(model.made)
    model.saved.append(paragraphs(page))
    return model


def say(model: Model, place: int, text: str) -> None:
    """Save a draft of the source with another text in the paragraph at this place."""
    draft = fresh(model.source).get_latest_revision_as_object()
    raw = list(draft.body.get_prep_value())
    raw[place] = {**raw[place], "value": text}
    draft.body = draft.body.stream_block.to_python(raw)
    draft.save_revision()


def do(model: Model, name: str, *words: Any) -> None:
    """One step of a history."""
    body = paragraphs(model.page)
    if name == "source":
        say(model, words[0], f"<p>أصل {words[0]} طبعة {words[1]}</p>")
    elif name == "publish":
        factories.publish(fresh(model.source))
        model.public = pieces(fresh(model.source))
    elif name == "write":
        key, text = model.keys[words[0]], f"<p>Text {words[0]} edition {words[1]}</p>"
        others = [{**block, "value": text} if block["id"] == key else block for block in body]
        model.save(others, shown=words[2])
    elif name == "turn":
        model.save(body[::-1])
    elif name == "leave out":
        model.save([block for block in body if block["id"] != model.keys[words[0]]])
    elif name == "go back":
        model.save(model.saved[words[0] % len(model.saved)])
    elif name == "and back":
        before = list(fresh(model.source).body.get_prep_value())[words[0]]["value"]
        for step in (("source", words[0], words[1]), ("publish",), ("still right", words[0])):
            do(model, *step)
            model.check()
        say(model, words[0], before)
        do(model, "publish")
    else:
        key = model.keys[words[0]]
        settle(Translation.objects.get(page=model.page), [key], by=None)
        text = key, pieces(fresh(model.page).get_latest_revision_as_object()).get(key, "")
        others = [] if text in model.copies else model.made.get(text, [])
        model.made[text] = [*(one for one in others if one != model.public[key]), model.public[key]]
        model.copies.discard(text)


@settings(max_examples=HISTORIES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=1, max_size=12))
def test_any_history(steps: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        model = begin()
        for step in steps:
            do(model, *step)
            model.check()
        transaction.set_rollback(True)
