"""The desk's search in PostgreSQL's full-text index."""

from functools import reduce
from operator import and_, or_
from typing import Any, Final

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, IntegerField, QuerySet, Value, When
from modelsearch.backends.database.postgres import postgres
from modelsearch.backends.database.postgres.query import Lexeme

from home.desk.folding import FoldingBackend, FoldingIndex
from home.desk.words import Term

# Words are stored as they are given: they have been folded and stemmed.
PLAIN: Final = "simple"


class PostgresqlQueryCompiler(postgres.PostgresSearchQueryCompiler):
    """Asks for whole words, and for one that is half typed."""

    def build_tsquery_content(self, query: Any, config: Any = None, invert: bool = False) -> SearchQuery:
        """`query` in PostgreSQL's language for full-text queries."""
        asked = [SearchQuery(phrase, search_type="phrase", config=config) for phrase in query.phrases]
        if query.terms:
            every = reduce(and_, map(alternatives, query.terms))
            asked.append(SearchQuery(every, search_type="raw", config=config))
        return reduce(and_, asked)

    def _apply_ordering_and_scoring(
        self, queryset: QuerySet[Any], rank: Any, start: Any, stop: Any, score_field: str | None = None
    ) -> QuerySet[Any]:
        """Put whole titles first."""
        if not self.order_by_relevance:
            return super()._apply_ordering_and_scoring(queryset, rank, start, stop, score_field)
        ordered = queryset.order_by(whole_title(self.query.title).desc(), rank.desc(), "-pk")
        return (ordered.annotate(**{score_field: rank}) if score_field else ordered)[start:stop]


def whole_title(title: str) -> Case:
    """1 for what bears the very title, else 0."""
    bears = When(index_entries__title_text__contains=title, then=Value(1))
    return Case(bears, default=Value(0), output_field=IntegerField())


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
