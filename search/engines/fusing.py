"""Joins what words find with what is near in meaning into one order, alike in every engine."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from search.engines.asked import AskedIndex, Candidate, Q
from search.engines.base import Meaning


@dataclass(frozen=True)
class Near:
    """Candidates that are near in meaning, with how near, by their keys; `wordless` are without any word."""

    candidates: Sequence[Candidate] = ()
    nearness: Mapping[Hashable, float] = field(default_factory=dict)
    wordless: frozenset[Hashable] = frozenset()
    weight: float = 0.0
    sure: bool = False

    @classmethod
    def of(cls, index: AskedIndex[Q], candidates: Sequence[Candidate], meaning: Meaning) -> "Near":
        """Those of `meaning` that the index found; it marked those with a word."""
        stories = {index.key(one): index.story(one) for one in candidates}
        unsaid = (index.key(one) for one in candidates if not one.marked)
        return cls(
            candidates=candidates,
            nearness={key: meaning.near[story] for key, story in stories.items()},
            wordless=frozenset(key for key in unsaid if stories[key] in meaning.alone),
            weight=meaning.weight,
            sure=meaning.sure,
        )


def fused(index: AskedIndex[Q], found: Sequence[Candidate], near: Near) -> list[Candidate]:
    """`found` and those of `near` that are not among them, by the weighted sum of words and meaning.

    Words count against the best that words found, so scores stay on the scale of words. As many of the first
    as `found` has stay where they are however much more is found, for what follows scores less by words.
    """
    if not near.candidates:
        return list(found)
    known = {index.key(one) for one in near.candidates}
    union = [*near.candidates, *(one for one in found if index.key(one) not in known)]
    best = max(one.score for one in union) or 1.0
    weighed = [
        one._replace(
            score=(1 - near.weight) * one.score + near.weight * best * near.nearness.get(index.key(one), 0.0)
        )
        for one in union
    ]
    return sorted(weighed, key=lambda one: -one.score)
