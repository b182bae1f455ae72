"""The desk's search in SQLite's full-text index."""

from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Cast
from modelsearch.backends.database.sqlite import sqlite
from modelsearch.backends.database.sqlite.query import (
    MatchExpression,
    SearchQueryExpression,
    SQLiteFTSIndexEntry,
)
from modelsearch.query import MatchAll, Not
from modelsearch.utils import get_descendants_content_types_pks

from home.desk.asking import Typed
from home.desk.folding import FoldingBackend, FoldingIndex, ordered
from home.desk.words import Term


class SqliteQueryCompiler(sqlite.SQLiteSearchQueryCompiler):
    """Asks for whole words, and for one that is half typed."""

    def search(
        self, config: Any, start: int | None, stop: int | None, score_field: str | None = None
    ) -> QuerySet:
        """What matches. The index is asked once for each rank, and not for the score of every row found."""
        if isinstance(self.query, MatchAll):
            return self.queryset[start:stop]
        if isinstance(self.query, Not):
            return self.queryset.none()
        found = self.queryset.filter(pk__in=self.ids("autocomplete"))
        bears = {"pk__in": self.ids("title", index_entry__title__contains=self.query.title)}
        has = {"pk__in": self.ids("title")}
        return ordered(found, bears, has, self.order_by_relevance, score_field)[start:stop]

    def ids(self, column: str, **more: Any) -> QuerySet:
        """The ids of what matches in a column of the index, of the model and those that inherit from it."""
        kinds = get_descendants_content_types_pks(self.queryset.model)
        matches = MatchExpression([column], SearchQueryExpression(Value(match(self.query))))
        entries = SQLiteFTSIndexEntry.objects.filter(matches, index_entry__content_type__in=kinds, **more)
        # Cast once here, or every row of the table would be cast for every entry.
        return entries.annotate(pk_of=Cast("index_entry__object_id", self.queryset.model._meta.pk)).values(
            "pk_of"
        )


def match(query: Typed) -> str:
    """`query` as an expression of FTS5. Terms and phrases hold letters, digits and spaces only."""
    asked = [alternatives(term) for term in query.terms] + [f'"{phrase}"' for phrase in query.phrases]
    return " AND ".join(asked)


def alternatives(term: Term) -> str:
    """Whatever satisfies `term`."""
    words = [f'"{word}"' for word in term.whole] + [f'"{word}" *' for word in term.begun]
    return f"({' OR '.join(words)})"


class SqliteIndex(FoldingIndex, sqlite.SQLiteIndex):
    """The index in SQLite."""


class SqliteDesk(FoldingBackend, sqlite.SQLiteSearchBackend):
    """The desk's search on SQLite."""

    query_compiler_class = autocomplete_query_compiler_class = SqliteQueryCompiler
    index_class = SqliteIndex
