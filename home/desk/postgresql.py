"""The desk's search in PostgreSQL's full-text index."""

from functools import reduce
from operator import and_, or_
from typing import Any, Final

from django.contrib.postgres.search import SearchQuery
from django.db.models import F, QuerySet
from modelsearch.backends.database.postgres import postgres
from modelsearch.backends.database.postgres.query import Lexeme

from home.desk.folding import FoldingBackend, FoldingIndex, ordered
from home.desk.words import Term

# Words are stored as they are given: they have been folded and stemmed.
PLAIN: Final = "simple"


class PostgresqlQueryCompiler(postgres.PostgresSearchQueryCompiler):
    """Asks for whole words, and for one that is half typed."""

    def get_index_vectors(self, search_query: SearchQuery) -> list[tuple[F, float]]:
        """The column that holds all words: the only one that is whole and has an index of its own."""
        return [(F("index_entries__autocomplete"), 1.0)]

    def build_tsquery_content(self, query: Any, config: Any = None, invert: bool = False) -> SearchQuery:
        """`query` in PostgreSQL's language for full-text queries."""
        asked = [SearchQuery(phrase, search_type="phrase", config=config) for phrase in query.phrases]
        if query.terms:
            every = reduce(and_, map(alternatives, query.terms))
            asked.append(SearchQuery(every, search_type="raw", config=config))
        return reduce(and_, asked)

    def _apply_ordering_and_scoring(
        self, queryset: QuerySet, rank: Any, start: Any, stop: Any, score_field: str | None = None
    ) -> QuerySet:
        """Order by where the words are; to weigh every text that matches takes seconds where many do."""
        bears = {"index_entries__title_text__contains": self.query.title}
        has = {"index_entries__title": self.build_tsquery(self.query, config=PLAIN)}
        return ordered(queryset, bears, has, self.order_by_relevance, score_field)[start:stop]


def alternatives(term: Term) -> Lexeme:
    """Whatever satisfies `term`; a form of several words is a phrase."""
    return reduce(or_, [*map(Lexeme, term.whole), *(Lexeme(word, prefix=True) for word in term.begun)])


class PostgresqlIndex(FoldingIndex, postgres.PostgresIndex):
    """The index in PostgreSQL."""


class PostgresqlDesk(FoldingBackend, postgres.PostgresSearchBackend):
    """The desk's search on PostgreSQL."""

    query_compiler_class = autocomplete_query_compiler_class = PostgresqlQueryCompiler
    index_class = PostgresqlIndex

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({**params, "SEARCH_CONFIG": PLAIN})
