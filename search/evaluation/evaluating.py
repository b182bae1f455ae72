"""Runs one evaluation: indexes a collection apart, asks it, compares it with another configuration."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from search.evaluation import report, scratch
from search.evaluation.asking import Ask, Run, asked, of_compared, of_engine
from search.evaluation.collection import Collection
from search.evaluation.weighing import weights_in

STOCK: Final = "stock"
PLAIN: Final = "plain"


class CannotCompareError(Exception):
    """This collection cannot be asked of that configuration; says why."""


@dataclass(frozen=True)
class Wanted:
    """What to measure: an engine by its name, and `against` it another configuration.

    `keep` is a directory where an embedded index stays for the next time. `phrases` holds questions to what
    they quote, as readers' are.
    """

    engine: str = "embedded"
    against: str = ""
    keep: Path | None = None
    phrases: bool = False


@dataclass(frozen=True)
class Evaluation:
    """What one evaluation found: the figures as an object, and the runs they are made of."""

    told: dict[str, Any]
    ours: Run
    theirs: Run | None


def sampled(collection: Collection, limit: int) -> Collection:
    """The collection with so many of its questions, drawn alike each time; 0 is all of them."""
    if not 0 < limit < len(collection.questions):
        return collection
    places = random.Random(0).sample(range(len(collection.questions)), limit)  # noqa: S311 - no secret
    return replace(collection, questions=tuple(collection.questions[place] for place in sorted(places)))


def evaluate(collection: Collection, wanted: Wanted) -> Evaluation:
    """The figures of a collection. Raises EngineError, CannotCompareError, WeightsError."""
    check(collection, wanted.against)
    weights = scratch.weights_of(wanted.engine)
    others = {} if wanted.against in ("", STOCK, PLAIN) else weights_in(wanted.against, weights)
    with opened(collection, wanted) as place, other(place, wanted, others, collection) as other_ask:
        started = time.perf_counter()
        engine = place.engine(weights)
        indexed = scratch.fill(engine, collection)
        took = time.perf_counter() - started
        ask = of_engine(engine, collection, phrases=wanted.phrases)
        ours = asked(collection.questions, ask, wanted.engine)
        theirs = asked(collection.questions, other_ask, wanted.against) if other_ask else None
    told = {
        "set": collection.name,
        "engine": wanted.engine,
        "documents": len(collection.entries),
        "documents_of": str(collection.source),
        "indexed": {"documents": indexed, "seconds": took},
        "queries": len(collection.questions),
        **report.figures(collection, ours),
    }
    if theirs:
        told["against"] = {
            "config": wanted.against,
            **report.figures(collection, theirs),
            "difference": report.difference(collection, ours, theirs),
        }
    return Evaluation(told, ours, theirs)


def check(collection: Collection, against: str) -> None:
    """Raises CannotCompareError where the collection asks what the configuration does not know."""
    if against in (STOCK, PLAIN) and collection.neighbours:
        raise CannotCompareError(
            f"{collection.name} asks for related stories, which {against!r} does not know: compare weights."
        )
    locales = {question.locale for question in collection.questions}
    if against == STOCK and any(not locale.startswith("ar") for locale in locales):
        raise CannotCompareError(f"{against!r} is Elasticsearch's Arabic analyzer: it compares Arabic alone.")


@contextmanager
def opened(collection: Collection, wanted: Wanted) -> Iterator[scratch.Scratch]:
    """A place for indexes of the engine."""
    if wanted.engine == "embedded":
        with scratch.embedded(wanted.keep, collection) as directory:
            yield directory
    else:
        with scratch.elasticsearch() as names:
            yield names


@contextmanager
def other(
    place: scratch.Scratch, wanted: Wanted, weights: scratch.Weights, collection: Collection
) -> Iterator[Ask | None]:
    """How questions are put to the other configuration, None where there is none.

    It is made first, so that what cannot be made is told before anything takes long.
    """
    if not wanted.against:
        yield None
    elif wanted.against == PLAIN:
        yield of_compared(place.plain(collection.entries))
    elif wanted.against != STOCK:
        yield of_engine(place.engine(weights), collection, phrases=wanted.phrases)
    elif isinstance(place, scratch.ElasticsearchScratch):
        yield of_compared(place.stock(collection.entries))
    else:
        with scratch.elasticsearch() as names:
            yield of_compared(names.stock(collection.entries))
