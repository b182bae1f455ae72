"""Tells why one story is, or is not, an answer to a question."""

from collections.abc import Sequence
from uuid import UUID

from search.analysis.base import VIEWS
from search.engines.asked import AskedIndex, Q
from search.engines.base import Explanation, SearchQuery, WordMatch
from search.engines.clauses import Clauses
from search.engines.fields import token_field
from search.engines.weights import Field, Weights

Score = float | None
Term = tuple[Field, str]


def explain(index: AskedIndex[Q], query: SearchQuery, story: UUID, weights: Weights) -> Explanation:
    """The verdict, the score, and what each token contributes."""
    clauses = Clauses(index, query, weights)
    terms = [(field, token) for field in weights.fields for token in clauses.terms[field[1]]]
    conditions = [clauses.live(), *clauses.conditions()]
    verdict = [] if clauses.empty else [clauses.complete(clauses.found())]
    made = [index.dialect.term(token_field(*field), token, weights.fields[field]) for field, token in terms]
    scores = index.scores(story, [*conditions, *verdict, *made])
    held, rest = scores[: len(conditions)], scores[len(conditions) :]
    score = rest[0] if verdict else None
    return Explanation(
        reason=reason(held, score),
        score=score or 0.0,
        words=tuple(matches(terms, rest[len(verdict) :])),
        tokens={view: tuple(clauses.terms[view]) for view in VIEWS},
    )


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
