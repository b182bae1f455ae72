"""Answers readers' questions: the engine gives ids, the store what may be shown of them."""

from search.queries.asking import Answer, Found, Question, ask
from search.queries.facets import FacetValue
from search.queries.highlights import Highlight

__all__ = ["Answer", "FacetValue", "Found", "Highlight", "Question", "ask"]
