"""Tells why one story is, or is not, an answer to a question."""

from typing import Any
from uuid import UUID

import tantivy

from search.analysis.base import VIEWS
from search.engines.base import Explanation, SearchQuery, WordMatch
from search.engines.embedded.clauses import Clauses, Query, term, unscored
from search.engines.embedded.files import id_query, state_query
from search.engines.embedded.schema import LIVE, token_field
from search.engines.weights import Weights


class Explainer:
    """The questions about one story in one index."""

    def __init__(self, searcher: Any, query: SearchQuery, story: UUID, weights: Weights) -> None:
        self.searcher = searcher
        self.story = story
        self.clauses = Clauses(searcher, query, weights)
        self.weights = weights

    def explain(self) -> Explanation:
        """The verdict, the score, and what each token contributes."""
        reason = self.reason()
        score = self.score(self.clauses.complete(self.clauses.found())) if reason == "found" else None
        return Explanation(
            reason=reason,
            score=score or 0.0,
            words=tuple(self.words()),
            tokens={view: tuple(self.clauses.terms[view]) for view in VIEWS},
        )

    def reason(self) -> str:
        """Which condition fails first, or found."""
        if self.score(unscored(state_query(LIVE))) is None:
            return "not_indexed"
        if any(self.score(condition) is None for condition in self.clauses.conditions()):
            return "filtered"
        if self.clauses.empty or self.score(unscored(self.clauses.found())) is None:
            return "no_match"
        return "found"

    def words(self) -> list[WordMatch]:
        """Each distinct token of the question with its share of the score by field; none where it fails."""
        contributions: dict[str, dict[str, float]] = {}
        for (text, view), weight in self.weights.fields.items():
            for token in self.clauses.terms[view]:
                scores = contributions.setdefault(token, {})
                score = self.score(term(token_field(text, view), token))
                if score is not None:
                    scores[f"{text}.{view}"] = weight * score
        return [WordMatch(word, scores) for word, scores in contributions.items()]

    def score(self, query: Query) -> float | None:
        """What `query` gives the story, None where it does not match."""
        must = tantivy.Occur.Must
        asked = tantivy.Query.boolean_query([(must, unscored(id_query(self.story))), (must, query)])
        hits = self.searcher.search(asked, limit=1, count=False).hits
        return float(hits[0][0]) if hits else None
