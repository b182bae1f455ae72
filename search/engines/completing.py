"""Finds the titles that go on as a reader's typing begins."""

from collections.abc import Iterator
from typing import Final

from search.analysis.base import Forms
from search.engines.asked import Ask, AskedIndex, Dialect, Q
from search.engines.base import BegunQuery, Hit
from search.engines.fields import token_field
from search.engines.ranking import in_order
from search.engines.typed import Typed, typed

EXACT: Final = token_field("title", "exact")
PRE: Final = token_field("title", "pre")
LIGHT: Final = token_field("title", "light")


def begun(index: AskedIndex[Q], query: BegunQuery) -> tuple[Hit, ...]:
    """The newest stories whose title has every whole word, and one that begins as the last does."""
    conditions = list(parts(index.dialect, typed(query.text, query.locale)))
    if not conditions:
        return ()
    if query.without:
        conditions.append(index.dialect.none_of("id", map(str, query.without)))
    page = index.best(Ask(queries=[index.dialect.all_of(conditions)], count=query.limit, newest=True))
    return tuple(Hit(index.story(one), one.score, one.published) for one in in_order(index, page.candidates))


def parts(make: Dialect[Q], words: Typed) -> Iterator[Q]:
    """What a title must have."""
    for word in dict.fromkeys(words.whole):
        yield make.any_of(said(make, word))
    if words.spelled:
        yield make.any_of(
            [make.starting(EXACT, words.spelled), *([make.starting(PRE, words.bare)] if words.bare else [])]
        )


def said(make: Dialect[Q], word: Forms) -> Iterator[Q]:
    """Titles with a word as it is spelled, or in another inflection."""
    yield make.term(EXACT, word.exact)
    if word.light:
        yield make.term(LIGHT, word.light)
