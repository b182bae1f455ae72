"""Tells what is near a question in meaning, how much that counts, and whether it is surely about it."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from news.text.folding import plain_letters
from search.embedding.asking import Questions
from search.embedding.base import Embedder
from search.embedding.kinds import Kind, kind_of
from search.embedding.vectors.base import Neighbours, VectorIndex, VectorQuery
from search.engines.base import EngineError, Filters, Meaning

logger = logging.getLogger(__name__)

# Where all are as near as each other, none is nearer than they are.
SMALLEST: Final = 1e-6
NARROWEST: Final = 2e-3


@dataclass(frozen=True)
class Share:
    """The measured parameters of meaning: see docs/search.md.

    The shares of a score: of names and short questions, of questions in sentences, and of those in another
    script than the stories, whose words say next to nothing. A story stands out by so many deviations from
    what stories are on the whole: `sure` of the nearest means that the question is surely about it, `alone`
    is needed of each that has no word of the question, and with `full` one cannot fit better.
    """

    general: float = 0.20
    sentence: float = 0.40
    foreign: float = 0.80
    words: int = 4
    near: int = 200
    sure: float = 4.4
    alone: float = 3.5
    full: float = 8.0
    most_alone: int = 20
    # Of fewer stories nobody can tell what is ordinary.
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
        found = self.found(text, locales, filters)
        return meaning_of(found, self.share, kind_of(text, locales)) if found.nearest else None

    def abroad(self, text: str, locales: Collection[str], filters: Filters) -> Meaning | None:
        """The same about stories in languages that the question is not in: only what surely fits."""
        found = self.found(text, locales, filters)
        return standing_out(found, self.share) if found.nearest else None

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


def meaning_of(found: Neighbours, share: Share, kind: Kind) -> Meaning:
    """What is found near, as engines take it.

    The nearest counts 1 and the last of them 0. Without a word of the question a story is an answer if it
    stands out from all others; so are the nearest to a question in another script, which no word could find.
    """
    best, least = found.nearest[0].cosine, found.nearest[-1].cosine
    span = max(best - least, SMALLEST)
    sure = is_sure(found, share)
    needed = standing(found, share.alone) if kind != "foreign" else least
    alone = found.nearest[: share.most_alone] if sure or kind == "foreign" else ()
    return Meaning(
        near={one.id: (one.cosine - least) / span for one in found.nearest},
        weight={"keywords": share.general, "sentence": share.sentence, "foreign": share.foreign}[kind],
        alone=frozenset(one.id for one in alone if one.cosine >= needed),
        sure=sure,
    )


def standing_out(found: Neighbours, share: Share) -> Meaning | None:
    """What stands out from all others, by how much it does; None where nothing surely does."""
    if not is_sure(found, share):
        return None
    least, most = standing(found, share.alone), standing(found, share.full)
    near = {
        one.id: min(1.0, (one.cosine - least) / (most - least))
        for one in found.nearest[: share.most_alone]
        if one.cosine >= least
    }
    return Meaning(near, weight=1.0, alone=frozenset(near), sure=True)


def is_sure(found: Neighbours, share: Share) -> bool:
    """Whether the nearest stands out so far that the question is surely about it."""
    return found.usual.stories >= share.stories and found.nearest[0].cosine >= standing(found, share.sure)


def standing(found: Neighbours, deviations: float) -> float:
    """The cosine of what stands out by so many deviations; stories that are all alike have some too."""
    return found.usual.median + deviations * max(found.usual.deviation, NARROWEST)
