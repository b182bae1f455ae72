"""Looks whether an index holds what the store says: so many stories by section, and all of some of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

from search.documents import IndexEntry
from search.engines.asked import Ask, AskedIndex, Dialect, Q
from search.engines.base import TOTAL_BOUND
from search.engines.fields import LIVE, facts_of, tokens_of

# So many words of each field of a story are looked for, from its beginning to its end.
LOOKED_FOR: Final = 40


def departure(index: AskedIndex[Q], sections: Mapping[UUID, int], sample: Sequence[IndexEntry]) -> str:
    """The first thing in which `index` departs from the numbers by section or from `sample`; "" for none."""
    for section, stories in sections.items():
        found, wanted = in_section(index, section), min(stories, TOTAL_BOUND)
        if found != wanted:
            return f"section {section} has {found} stories in it, not {wanted}"
    for entry in sample:
        named = dict(parts_of(index.dialect, entry))
        scores = index.scores(entry.id, list(named.values()))
        for name, score in zip(named, scores, strict=True):
            if score is None:
                return f"story {entry.id} has another {name} in it"
    return ""


def in_section(index: AskedIndex[Q], section: UUID) -> int:
    """How many live stories `section` and those below it have."""
    make = index.dialect
    query = make.all_of([make.one_of("state", [LIVE]), make.one_of("section", [str(section)])])
    return min(index.best(Ask([query], count=1)).total, TOTAL_BOUND)


def parts_of(make: Dialect[Q], entry: IndexEntry) -> Iterator[tuple[str, Q]]:
    """A query for each field of `entry`, which its document must match."""
    for name, value in facts_of(entry).items():
        if name == "published":
            yield name, make.span(name, value, value)
        elif name != "year" and value:
            values = [value] if isinstance(value, str) else value
            yield name, make.all_of(make.one_of(name, [one]) for one in values)
    for name, text in tokens_of(entry).items():
        if tokens := list(dict.fromkeys(text.split(" "))) if text else []:
            step = -(-len(tokens) // LOOKED_FOR)
            yield name, make.all_of(make.term(name, token) for token in tokens[::step])
