"""Makes the SQL of a question once for all that differ in values only: to say it costs more than to ask."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import BigIntegerField, DateTimeField, Expression, Field, QuerySet, TextField, UUIDField

FIELDS: Final[Mapping[type, type[Field]]] = {
    UUID: UUIDField,
    str: TextField,
    datetime: DateTimeField,
    int: BigIntegerField,
}
# More shapes than any front end asks in; beyond them is somebody who tries them out.
MOST_SHAPES: Final = 500

_made: dict[Hashable, "Prepared"] = {}


class Slot(Expression):
    """Stands in a query for a value of one type that is given when the question is asked."""

    def __init__(self, name: str, kind: type) -> None:
        super().__init__(output_field=FIELDS[kind]())
        self.name = name
        self.kind = kind

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """A placeholder whose parameter is this slot."""
        return "%s", (self,)

    def filled(self, values: Mapping[str, Any]) -> Any:
        """This slot's value as the database takes it."""
        return self.output_field.get_db_prep_value(values[self.name], connection)


@dataclass(frozen=True)
class Prepared:
    """A query's SQL, its parameters with slots among them, and what turns a row into Python's values.

    `kept` says that the database may plan it once for all values.
    """

    sql: str
    parameters: tuple[Any, ...]
    compiler: Any
    converters: Mapping[int, Any]
    kept: bool

    def rows(self, values: Mapping[str, Any]) -> list[Any]:
        """The rows for these values, in the order of the query's `values_list`."""
        filled = [one.filled(values) if isinstance(one, Slot) else one for one in self.parameters]
        # Only our own backend for PostgreSQL has the server keep statements.
        open_cursor = (
            getattr(connection, "keeping_cursor", connection.cursor) if self.kept else connection.cursor
        )
        with open_cursor() as cursor:
            cursor.execute(self.sql, filled)
            found = cursor.fetchall()
        if not self.converters:
            return found
        return list(self.compiler.apply_converters(found, self.converters))


def ask(
    shape: Hashable,
    values: Mapping[str, Any],
    make: Callable[[Mapping[str, Any]], QuerySet],
    *,
    kept: bool = True,
) -> list[Any]:
    """The rows of the query that `make` builds over `values`, as `values_list` gives them.

    `make` is handed slots in place of the values, in lists as well, and called once for a shape. `shape` must
    tell everything the SQL depends on beyond the names and types of the values. `kept` is for statements
    whose best plan is the same for all values; without it the database plans each anew.
    """
    flat = flattened(values)
    key = (connection.vendor, shape, *((name, type(value)) for name, value in flat.items()))
    prepared = _made.get(key)
    if prepared is None:
        if len(_made) >= MOST_SHAPES:
            _made.clear()
        prepared = _made[key] = prepare(make(slots_for(values)), kept=kept)
    return prepared.rows(flat)


def flattened(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values by the names of their slots."""
    flat: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, list | tuple):
            flat |= {f"{name} {at}": one for at, one in enumerate(value)}
        else:
            flat[name] = value
    return flat


def slots_for(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with a slot in place of each."""
    return {
        name: [Slot(f"{name} {at}", type(one)) for at, one in enumerate(value)]
        if isinstance(value, list | tuple)
        else Slot(name, type(value))
        for name, value in values.items()
    }


def prepare(queryset: QuerySet, *, kept: bool) -> Prepared:
    """The SQL of a `values_list` queryset."""
    compiler: Any = queryset.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    selected = [expression for expression, _, _ in compiler.select[: compiler.col_count]]
    return Prepared(sql, tuple(parameters), compiler, compiler.get_converters(selected), kept)


def type_of(value: Any) -> type:
    """The type of a value, whether it is there or a slot stands for it."""
    return value.kind if isinstance(value, Slot) else type(value)
