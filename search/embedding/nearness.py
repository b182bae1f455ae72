"""Tells what is near a question in meaning, how much that counts, and whether it is surely about it."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from math import log, sqrt
from typing import Final

from news.text.folding import plain_letters
from search.embedding.asking import Questions
from search.embedding.base import Embedder
from search.embedding.kinds import Kind, kind_of
from search.embedding.vectors.base import Neighbours, VectorIndex, VectorQuery
from search.engines.base import EngineError, Filters, Meaning

logger = logging.getLogger(__name__)

# Stories that are all alike are so far from each other at least.
NARROWEST: Final = 2e-3


@dataclass(frozen=True)
class Share:
    """The measured parameters of meaning: see docs/search.md.

    The shares of a score: of names and short questions, of questions in sentences, and of those in another
    script than the stories, whose words say next to nothing. A story stands out by so many deviations from
    what stories usually are: with `least` it begins to be near, with `full` it cannot be nearer. The nearest
    of many stands out by chance, the further the more there are: the question is surely about it from `sure`
    more than that on, and `alone` more is needed of each that has no word of the question.
    """

    general: float = 0.20
    sentence: float = 0.60
    foreign: float = 0.90
    near: int = 200
    least: float = 2.0
    full: float = 10.0
    sure: float = 0.7
    alone: float = -0.2
    most_alone: int = 20
    # Of fewer stories nobody can tell what is usual.
    stories: int = 20


class Nearness:
    """What questions are near to, by the vectors of one model. A reader waits `patience` seconds at most."""

    def __init__(self, source: Embedder, index: VectorIndex, patience: float) -> None:
        self.index = index
        self.questions = Questions(source, patience)
        self.share = Share()
        self.model = source.model

    def of(self, text: str, locales: Collection[str], filters: Filters) -> Meaning | None:
        """The meaning of a question about stories in these languages; None where it cannot be told."""
        return meaning_of(self.found(text, locales, filters), self.share, kind_of(text, locales))

    def abroad(self, text: str, locales: Collection[str], filters: Filters) -> Meaning | None:
        """The same about stories in languages that the question is not in: only what surely fits."""
        return standing_out(self.found(text, locales, filters), self.share)

    def found(self, text: str, locales: Collection[str], filters: Filters) -> Neighbours:
        """The stories near a question; none where they cannot be told in time."""
        vector = self.questions.vector(plain_letters(text))
        if vector is None:
            return Neighbours()
        try:
            return self.index.nearest(VectorQuery(vector, frozenset(locales), self.share.near, filters))
        except EngineError as error:
            logger.warning("A question is answered by words alone: %s", error)
            return Neighbours()

    def close(self) -> None:
        """Let go of threads."""
        self.questions.close()


def meaning_of(found: Neighbours, share: Share, kind: Kind) -> Meaning | None:
    """What is found near, as engines take it; None where nobody can tell what is near.

    Without a word of the question a story is an answer if it stands out from all others; so are the nearest
    to a question in another script, which no word could find.
    """
    if not found.nearest or found.usual.stories < share.stories:
        return None
    sure = is_sure(found, share)
    needed = standing(found, by_chance(found) + share.alone)
    first = found.nearest[: share.most_alone] if sure or kind == "foreign" else ()
    alone = frozenset(one.id for one in first if one.cosine >= needed or kind == "foreign")
    near = {one.id: nearness(one.cosine, found, share) for one in found.nearest}
    return Meaning(
        near={story: how for story, how in near.items() if how or story in alone},
        weight={"keywords": share.general, "sentence": share.sentence, "foreign": share.foreign}[kind],
        alone=alone,
        sure=sure,
    )


def standing_out(found: Neighbours, share: Share) -> Meaning | None:
    """What stands out from all others, and nothing else; None where nothing surely does."""
    meaning = meaning_of(found, share, "sentence")
    if meaning is None or not meaning.sure:
        return None
    return Meaning({one: meaning.near[one] for one in meaning.alone}, 1.0, meaning.alone, sure=True)


def nearness(cosine: float, found: Neighbours, share: Share) -> float:
    """How near a story is, from 0 to 1."""
    least, full = standing(found, share.least), standing(found, share.full)
    return min(1.0, max(0.0, (cosine - least) / (full - least)))


def is_sure(found: Neighbours, share: Share) -> bool:
    """Whether the nearest stands out so far that the question is surely about it."""
    return found.nearest[0].cosine >= standing(found, by_chance(found) + share.sure)


def by_chance(found: Neighbours) -> float:
    """How far the nearest of so many stands out from the others though a question is about none of them."""
    return sqrt(2 * log(found.usual.stories))


def standing(found: Neighbours, deviations: float) -> float:
    """The cosine of what stands out by so many deviations."""
    return found.usual.median + deviations * max(found.usual.deviation, NARROWEST)
