"""Tells why one story is, or is not, an answer to a question."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from search.analysis.base import VIEWS
from search.analysis.registry import analyzer_for
from search.engines.asked import AskedIndex, Q
from search.engines.base import Explanation, Filters, SearchQuery, WordMatch
from search.engines.clauses import Clauses
from search.engines.fields import TEXTS, token_field
from search.engines.weights import Field, Weights

Score = float | None
Term = tuple[Field, str]


def explain(index: AskedIndex[Q], query: SearchQuery, story: UUID, weights: Weights) -> Explanation:
    """The verdict, the score, and what each token contributes."""
    clauses = Clauses(index, query, weights)
    terms = [(field, token) for field in counted(clauses) for token in clauses.terms[field[1]]]
    named = list(conditions_of(clauses))
    conditions = [clauses.live(), *(condition for _name, condition in named)]
    verdict = [] if clauses.empty else [clauses.complete(clauses.found())]
    made = [
        index.dialect.term(token_field(*field), token, weights.fields.get(field, 0.0))
        for field, token in terms
    ]
    scores = index.scores(story, [*conditions, *verdict, *made])
    held, rest = scores[: len(conditions)], scores[len(conditions) :]
    score = rest[0] if verdict else None
    live, *met = held
    return Explanation(
        reason=reason(held, score),
        score=score or 0.0,
        words=tuple(matches(terms, rest[len(verdict) :])),
        tokens={view: tuple(clauses.terms[view]) for view in VIEWS},
        failed=tuple(
            name
            for (name, _condition), one in zip(named, met, strict=True)
            if one is None and live is not None
        ),
    )


def counted(clauses: Clauses[Q]) -> list[Field]:
    """The fields whose tokens count in this question, and those that tell whether a word is there at all."""
    asked: list[Field] = [*clauses.weights.fields, *((text, clauses.word_view) for text in TEXTS)]
    return [one for one in dict.fromkeys(asked) if one[1] == "exact" or not clauses.by_spelling]


def conditions_of(clauses: Clauses[Q]) -> Iterator[tuple[str, Q]]:
    """Each phrase and each filter by itself, with its name."""
    analyzer = analyzer_for(clauses.query.locale)
    phrases = [phrase for phrase in clauses.query.phrases if analyzer.analyze(phrase).words]
    for phrase, condition in zip(phrases, clauses.phrases(), strict=True):
        yield f"phrase:{phrase}", condition
    for name in (field.name for field in fields(Filters)):
        alone: Any = {name: getattr(clauses.query.filters, name)}
        yield from ((name, condition) for condition in clauses.restrictions(Filters(**alone)))


def reason(held: Sequence[Score], score: Score) -> str:
    """Which condition fails first, or found; the first of `held` says whether the story is there."""
    if held[0] is None:
        return "not_indexed"
    if None in held:
        return "filtered"
    return "no_match" if score is None else "found"


def matches(terms: Sequence[Term], scores: Sequence[Score]) -> list[WordMatch]:
    """Each distinct token with its share of the score by field; none where it fails."""
    words: dict[str, dict[str, float]] = {}
    for ((text, view), token), score in zip(terms, scores, strict=True):
        shares = words.setdefault(token, {})
        if score is not None:
            shares[f"{text}.{view}"] = score
    return [WordMatch(word, shares) for word, shares in words.items()]
