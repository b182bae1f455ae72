"""Asks what editors judged of a new index before it is put in use, so that none finds less unnoticed."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean
from typing import Final

from django.conf import settings
from django.utils import timezone

from search.engines.base import (
    Build,
    EngineError,
    IndexUnusableError,
    SearchEngine,
    SearchQuery,
    SearchResult,
)
from search.evaluation.measures import DEPTH, ndcg
from search.judging.judgements import JudgedQuestion, judged_questions
from search.queries.phrases import phrases_in

logger = logging.getLogger(__name__)

# An index in use may be slow while another is filled beside it; so often it is asked again, after a pause.
TRIES: Final = 5
PAUSE: Final = 0.5
# Sums in another order differ by less.
ROUNDING: Final = 1e-9
TOLD: Final = 20


class HeldBackError(EngineError):
    """A new index finds less of what editors judged than it must, and is not put in use."""


@dataclass(frozen=True)
class Fallen:
    """A question that the new index answers worse than the one in use, by nDCG@10."""

    text: str
    before: float
    after: float


@dataclass(frozen=True)
class Verdict:
    """What judged questions say of a new index: mean nDCG@10 of it and of the one in use, and the floor.

    `used` is None where there is no index to compare with; `silent` says that there is one, which does not
    answer.
    """

    locale: str
    questions: int
    fresh: float
    used: float | None
    floor: float
    fallen: tuple[Fallen, ...]
    silent: bool = False

    @property
    def passed(self) -> bool:
        """Whether the new index finds enough."""
        return self.fresh >= self.floor - ROUNDING

    def __str__(self) -> str:
        """One sentence, and where it fell a line for each question that did, the worst first."""
        used = "" if self.used is None else f", {self.used:.3f} in the index in use"
        used += ", while the index in use does not answer" if self.silent else ""
        told = f"{self.questions} judged questions, nDCG@10 {self.fresh:.3f}{used}"
        if self.passed:
            return told
        lines = [f"{told}; the floor is {self.floor:.3f}"]
        lines += [f"  {one.text}: {one.after:.3f}, before {one.before:.3f}" for one in self.fallen[:TOLD]]
        if len(self.fallen) > TOLD:
            lines.append(f"  and {len(self.fallen) - TOLD} more")
        return "\n".join(lines)


def verdict(kept: SearchEngine, build: Build, locale: str) -> Verdict | None:
    """What judged questions say of `build`, None where none was judged. Raises EngineError."""
    questions = judged_questions(locale)
    if not questions:
        return None
    now = timezone.now()
    fresh = [worth(build.search, locale, question, now) for question in questions]
    try:
        used, silent = in_use(kept, locale, questions, now), False
    except EngineError as error:
        logger.warning("The %s index in use cannot be compared with: %s", locale, error)
        used, silent = [], True
    floors = settings.SEARCH_FLOORS
    floor = max(floors["least"], fmean(used) - floors["fall"] if used else 0.0)
    fallen = fallen_in(questions, used or [1.0] * len(questions), fresh)
    mean = fmean(used) if used else None
    return Verdict(locale, len(questions), fmean(fresh), mean, floor, fallen, silent)


def fallen_in(
    questions: Sequence[JudgedQuestion], before: Sequence[float], after: Sequence[float]
) -> tuple[Fallen, ...]:
    """The questions that are answered worse than before, the worst first."""
    both = zip(questions, before, after, strict=True)
    fallen = [Fallen(one.text, was, now) for one, was, now in both if now < was - ROUNDING]
    return tuple(sorted(fallen, key=lambda one: one.after - one.before))


def in_use(
    kept: SearchEngine, locale: str, questions: Sequence[JudgedQuestion], now: datetime
) -> list[float]:
    """What the answers of the index in use are worth; nothing where there is none. Raises EngineError."""
    try:
        return [worth(patient(kept.search), locale, question, now) for question in questions]
    except IndexUnusableError:
        return []


def worth(
    ask: Callable[[SearchQuery], SearchResult], locale: str, question: JudgedQuestion, now: datetime
) -> float:
    """The nDCG@10 of what a reader would be answered."""
    phrases = phrases_in(question.text, locale)
    result = ask(SearchQuery(question.text, locale, phrases, limit=DEPTH, now=now))
    return ndcg([hit.id for hit in result.hits], question.grades)


def patient(ask: Callable[[SearchQuery], SearchResult]) -> Callable[[SearchQuery], SearchResult]:
    """Asks again where there is no answer in the time that readers have."""

    def again(query: SearchQuery) -> SearchResult:
        for _ in range(TRIES - 1):
            try:
                return ask(query)
            except IndexUnusableError:
                raise
            except EngineError:
                time.sleep(PAUSE)
        return ask(query)

    return again


def watch(kept: SearchEngine, build: Build, locale: str) -> None:
    """Log what judged questions say of `build`, and hold nothing back: a poor index is better than none."""
    try:
        found = verdict(kept, build, locale)
    except EngineError as error:
        logger.warning("The judged questions could not be asked of the new %s index: %s", locale, error)
        return
    if found and not found.passed:
        logger.warning("The new %s index finds less than editors judged good: %s", locale, found)


def hold_back(kept: SearchEngine, build: Build, locale: str) -> Verdict | None:
    """What judged questions say of `build`. Raises HeldBackError where that is too little."""
    found = verdict(kept, build, locale)
    if found and not found.passed:
        raise HeldBackError(f"not put in use: {found}\nTo put it in use all the same: --despite-judgements")
    return found
