"""The desk's search in SQLite's full-text index."""

from typing import Any, Final

from django.db.models import Case, Value, When
from django.db.models.expressions import Combinable
from modelsearch.backends.database.sqlite import sqlite
from modelsearch.backends.database.sqlite.query import BM25, SearchQueryExpression, SQLiteFTSIndexEntry

from home.desk.asking import Typed
from home.desk.folding import FoldingBackend, FoldingIndex
from home.desk.words import Term

# More than any number of words in a text can weigh.
WHOLE_TITLE: Final = 1_000_000.0


class TitleFirst(BM25):
    """How well an entry matches, smaller is better; a word in the title weighs as much as a hundred below."""

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **kwargs: Any) -> tuple[str, list[Any]]:
        """SQLite's function, with the weights of `autocomplete`, `body` and `title`."""
        return f"bm25({SQLiteFTSIndexEntry._meta.db_table}, 0.0, 1.0, 100.0)", []


class SqliteQueryCompiler(sqlite.SQLiteSearchQueryCompiler):
    """Asks for whole words, and for one that is half typed."""

    def build_search_query_content(self, query: Any, config: Any = None) -> SearchQueryExpression:
        """`query` in SQLite's language for full-text queries."""
        return SearchQueryExpression(Value(match(query)))

    def _build_rank_expression(self, vectors: Any, config: Any) -> Combinable:
        title = When(index_entry__title__contains=self.query.title, then=Value(WHOLE_TITLE))
        return TitleFirst() - Case(title, default=Value(0.0))


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
