"""Pages through long lists by position, so that no row is shown twice or missed while others arrive."""

import base64
import binascii
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Self
from urllib.parse import quote
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.http import HttpRequest, QueryDict
from rest_framework.request import Request

from news.http.problems import Problem

FORWARD, BACK = "n", "p"
Row = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """One page of rows in list order, and the cursors of its neighbours, None where there is none."""

    rows: list[Row]
    next: str | None
    prev: str | None


@dataclass(frozen=True)
class Walk:
    """One step through a list: `limit` rows after `position`, or before it where it does not go `forward`.

    `order` names columns, with `-` before those that descend; together they must be unique and none of
    them null. A row has `columns` and those of the order. No position is the beginning.
    """

    order: tuple[str, ...]
    columns: tuple[str, ...]
    limit: int
    forward: bool = True
    position: tuple[Any, ...] | None = None

    @property
    def names(self) -> list[str]:
        """The columns of the order."""
        return [name.removeprefix("-") for name in self.order]

    @property
    def wanted(self) -> list[str]:
        """The columns of a row."""
        return list(dict.fromkeys([*self.columns, *self.names]))

    def at(self, cursor: str | None, model: type[Model]) -> Self:
        """The step from `cursor` on. Raises Problem 400 on one that no list of this order gave."""
        if not cursor:
            return self
        forward, position = _decode(cursor, model, self.names)
        return replace(self, forward=forward, position=position)

    def over(self, queryset: QuerySet[Any]) -> QuerySet[Any, Any]:
        """The rows of this step and one more, as tuples of `wanted`, in the order they are walked."""
        order = self.order if self.forward else [_reversed(name) for name in self.order]
        if self.position is not None:
            queryset = queryset.filter(_beyond(order, self.position))
        return queryset.order_by(*order).values_list(*self.wanted)[: self.limit + 1]

    def page(self, walked: Iterable[Sequence[Any]]) -> Page:
        """The page that the rows of `over` make."""
        wanted = self.wanted
        rows: list[Row] = [dict(zip(wanted, row, strict=True)) for row in walked]
        more, rows = len(rows) > self.limit, rows[: self.limit]
        if not self.forward:
            rows.reverse()
        has_next, has_prev = (more, self.position is not None) if self.forward else (True, more)
        return Page(
            rows,
            next=_encode(FORWARD, rows[-1], self.names) if rows and has_next else None,
            prev=_encode(BACK, rows[0], self.names) if rows and has_prev else None,
        )


def read_page(
    queryset: QuerySet[Any], order: Sequence[str], columns: Sequence[str], limit: int, cursor: str | None
) -> Page:
    """The page at `cursor`, by one query. Raises Problem 400 on a bad cursor."""
    walk = Walk(tuple(order), tuple(columns), limit).at(cursor, queryset.model)
    return walk.page(walk.over(queryset))


def links(request: HttpRequest | Request, page: Page) -> dict[str, str | None]:
    """The addresses of the neighbours: this request's own with another cursor, without scheme and host.

    What is cached for everybody must not depend on the host one client happened to name.
    """
    return {"next": link(request, page.next), "prev": link(request, page.prev)}


def link(request: HttpRequest | Request, cursor: str | None) -> str | None:
    """This request's address with `cursor` in place of its own."""
    if cursor is None:
        return None
    before, after = around_cursor(request.path, request.META.get("QUERY_STRING", ""))
    return f"{before}{quote(cursor)}{after}"


@lru_cache(maxsize=1024)
def around_cursor(path: str, query_string: str) -> tuple[str, str]:
    """What stands before and after the value of `cursor` in an address, once for all who ask the same."""
    query = QueryDict(query_string.encode("latin-1"))
    names = list(query)
    at = names.index("cursor") if "cursor" in names else len(names)
    before, after = (
        [f"{quote(name, safe=',')}={quote(query[name], safe=',')}" for name in part]
        for part in (names[:at], names[at + 1 :])
    )
    return f"{quote(path)}?{'&'.join([*before, 'cursor='])}", "".join(f"&{one}" for one in after)


def bad_cursor() -> Problem:
    """The refusal of a cursor that this list did not give."""
    detail = "This is not a cursor of this list; start again without one."
    return Problem(
        400, "invalid_parameters", errors=[{"parameter": "cursor", "code": "invalid", "detail": detail}]
    )


def _reversed(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], position: Sequence[Any]) -> Q:
    """Rows after `position`. The bound on the first column alone is what lets an index begin there."""
    condition, equal = Q(), Q()
    for name, value in zip(order, position, strict=True):
        column, lookup = name.removeprefix("-"), "lt" if name.startswith("-") else "gt"
        condition |= equal & Q(**{f"{column}__{lookup}": value})
        equal &= Q(**{column: value})
    first = order[0].removeprefix("-")
    bound = "lte" if order[0].startswith("-") else "gte"
    return Q(**{f"{first}__{bound}": position[0]}) & condition


def _encode(direction: str, row: Row, names: Sequence[str]) -> str:
    position = [value if isinstance(value, int) else str(value) for value in (row[name] for name in names)]
    packed = json.dumps([direction, *position], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _decode(cursor: str, model: type[Model], names: Sequence[str]) -> tuple[bool, tuple[Any, ...]]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        direction, *position = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if direction not in (FORWARD, BACK) or len(position) != len(names):
            raise bad_cursor()
        fields = [model._meta.get_field(name) for name in names]
        values = (_value(field, raw) for field, raw in zip(fields, position, strict=True))
        return direction == FORWARD, tuple(values)
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error, ValidationError) as error:
        raise bad_cursor() from error


def _value(field: Any, raw: Any) -> datetime | UUID | int | str:
    """`raw` as a value of `field`; raises ValueError and its like on what no page of ours could have held."""
    if not isinstance(field, Field) or isinstance(raw, bool) or not isinstance(raw, str | int):
        raise TypeError("neither text nor number")
    value = field.to_python(raw)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a time without zone")
        return value.astimezone(UTC)
    if isinstance(value, str) and "\x00" in value.encode().decode():  # lone surrogates do not encode
        raise ValueError("no database takes this text")
    return value
