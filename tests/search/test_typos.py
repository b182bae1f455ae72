"""Whatever is mistyped of the demo's words: what is proposed instead finds stories by its words."""

import random
from functools import cache

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from home.demo.data import load
from news.record.models import Publication
from search.analysis.registry import analyzer_for
from search.indexing import SearchConsumer
from search.queries import Question, ask
from tests.record_factory import paragraph, publish_article
from tests.search.test_same_order import body_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
many = hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@cache
def texts() -> list[tuple[str, str, str]]:
    """Title, standfirst and body of the demo's Arabic stories."""
    arabic = (story.texts["ar"] for story in load().stories)
    return [(text.title, text.standfirst, body_of(text)) for text in arabic]


@cache
def words() -> list[str]:
    """The words of these stories as they are written, but for short ones and numbers."""
    return sorted(
        {
            text[word.start : word.end]
            for story in texts()
            for text in story
            for word in analyzer_for("ar").analyze(text).words
            if len(word.forms.pre) >= 4 and not any(sign.isdigit() for sign in word.forms.exact)
        }
    )


def publish_demo() -> None:
    """Publish the demo's Arabic stories, and index them."""
    for title, standfirst, body in texts():
        publish_article(title=title, summary=standfirst, body=[paragraph(body)])
    SearchConsumer().handle(list(Publication.objects.order_by("sequence")))


@st.composite
def mistyped(draw: st.DrawFn) -> str:
    """A word of the demo with a letter dropped, doubled, replaced, added or swapped with the next."""
    word = draw(st.sampled_from(words()))
    at = draw(st.integers(0, len(word) - 1))
    letter = draw(st.sampled_from(LETTERS))
    before, here, after = word[:at], word[at], word[at + 1 :]
    slips = [after, here * 2 + after, letter + after, letter + here + after, after[:1] + here + after[1:]]
    return before + draw(st.sampled_from(slips))


@many
@given(typed=st.lists(mistyped(), min_size=1, max_size=3), quoted=st.booleans())
def test_what_is_proposed_finds_stories_by_its_words(typed: list[str], quoted: bool) -> None:
    if not Publication.objects.exists():
        publish_demo()
    text = f"«{' '.join(typed)}»" if quoted else " ".join(typed)
    proposed = ask(Question(text, "ar")).did_you_mean
    if proposed:
        answer = ask(Question(proposed, "ar"))
        assert answer.results
        assert not answer.weak
        assert proposed != text


def test_most_slips_are_put_right() -> None:
    publish_demo()
    chance, right, asked = random.Random(7), 0, 0
    for word in chance.sample(words(), 120):
        at = chance.randrange(1, len(word))
        slip = word[:at] + chance.choice(LETTERS) + word[at + 1 :]
        answer = ask(Question(slip, "ar"))
        if answer.weak:
            asked += 1
            right += (
                analyzer_for("ar").analyze(answer.did_you_mean).texts()["light"]
                == (analyzer_for("ar").analyze(word).texts()["light"])
            )
    assert asked > 80
    assert right / asked > 0.8
