"""Asks an engine, or what it is compared with, every question of a collection."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from tqdm import tqdm

from news.text.plain import clean
from search.engines.base import RelatedQuery, SearchEngine, SearchQuery
from search.evaluation.collection import Collection, Question
from search.evaluation.measures import DEEP, DEPTH, METRICS, measured, right_of
from search.evaluation.scratch import Compared
from search.queries.phrases import phrases_in


class Answer(NamedTuple):
    """The ids that were found, best first; `weak` where none has a word of the question."""

    ids: list[UUID]
    weak: bool = False


# Gives the first so many answers to a question.
Ask = Callable[[Question, int], Answer]


@dataclass
class Run:
    """What was answered, question by question: first tens, seconds, metrics by name, and what was empty."""

    answers: list[list[UUID]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    values: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in METRICS})
    nothing: list[float] = field(default_factory=list)
    weak: list[float] = field(default_factory=list)

    def ask(self, question: Question, ask: Ask) -> None:
        """Ask and time one question.

        The first ten are what a reader waits for; where right documents are missing among them, the first
        hundred are looked at as well.
        """
        start = time.perf_counter()
        answer = ask(question, DEPTH)
        self.seconds.append(time.perf_counter() - start)
        self.answers.append(answer.ids)
        self.nothing.append(float(not answer.ids))
        self.weak.append(float(answer.weak or not answer.ids))
        ids = answer.ids
        if len(ids) >= DEPTH and not right_of(question.grades) <= set(ids):
            ids = ids + [one for one in ask(question, DEEP).ids if one not in ids]
        for name, value in measured(ids, question.grades).items():
            self.values[name].append(value)


def asked(questions: Sequence[Question], ask: Ask, what: str) -> Run:
    """All questions asked, one after the other."""
    run = Run()
    for question in tqdm(questions, desc=f"ask {what}", disable=None):
        run.ask(question, ask)
    return run


def of_engine(engine: SearchEngine, collection: Collection, *, phrases: bool) -> Ask:
    """Puts questions to an engine, at the moment of the newest document.

    With `phrases` what is quoted must stand as it is, as readers are answered; else words alone count, as
    for whatever the engine is compared with.
    """
    by_id = {entry.id: entry for entry in collection.entries}
    moment = collection.latest

    def ask(question: Question, limit: int) -> Answer:
        if question.document is not None:
            found = engine.related(RelatedQuery(by_id[question.document], limit=limit))
            return Answer([hit.id for hit in found])
        text = clean(question.text)
        quoted = phrases_in(text, question.locale) if phrases else ()
        result = engine.search(SearchQuery(text, question.locale, quoted, limit=limit, now=moment))
        return Answer([hit.id for hit in result.hits], result.weak)

    return ask


def of_compared(index: Compared) -> Ask:
    """Puts questions to an index that knows words alone."""
    return lambda question, limit: Answer(index.search(question.text, limit))
