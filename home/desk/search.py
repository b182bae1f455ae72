"""The search back-end of the admin, for `WAGTAILSEARCH_BACKENDS`: Wagtail's own for the database, folded."""

from typing import Any, Final

from django.utils.module_loading import import_string
from modelsearch.backends import database
from modelsearch.backends.base import BaseSearchBackend

# By what Wagtail would take. Each is imported where it is used: its tables are there in that database only.
FOLDING: Final = {
    "PostgresSearchBackend": "home.desk.postgresql.PostgresqlDesk",
    "SQLiteSearchBackend": "home.desk.sqlite.SqliteDesk",
}


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:  # noqa: N802 - Wagtail looks for this name
    """The back-end for the default database. An SQLite without FTS5 has Wagtail's, which folds nothing."""
    chosen = database.SearchBackend(params)
    folding = FOLDING.get(type(chosen).__name__)
    return import_string(folding)(params) if folding else chosen
