"""Reads query parameters strictly: what is unknown, repeated or malformed is refused by name."""

import re
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils import translation
from rest_framework import serializers
from rest_framework.request import Request

from news.http.problems import Problem, field_errors

RFC3339 = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d))?", re.ASCII)
MOST_VALUES = 100
LONGEST_KEPT = 256


class Parameters(serializers.Serializer):
    """The query parameters of one operation, declared as serializer fields.

    Declared once, they are parsed, refused and documented from the same place.
    """

    @classmethod
    def parse(cls, request: HttpRequest | Request) -> dict[str, Any]:
        """The values by name, defaults filled in; raises Problem 400 that lists every fault."""
        text = request.META.get("QUERY_STRING", "")
        return dict(understood(cls, text) if len(text) <= LONGEST_KEPT else cls.understand(text))

    @classmethod
    def understand(cls, text: str) -> dict[str, Any]:
        """The values that a query string, as WSGI hands it over, stands for; raises Problem 400."""
        query = QueryDict(text.encode("latin-1"))
        parser = cls.of(query)
        if parser.is_valid() and not parser.misnamed(query):
            return parser.validated_data
        with translation.override("en"):  # faults are for developers, whatever language the site speaks
            parser = cls.of(query)
            parser.is_valid()
            errors = [*parser.misnamed(query), *parser.misvalued()]
        raise Problem(400, "invalid_parameters", errors=errors)

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """A parser over the last value of each name; a QueryDict itself would be taken for an HTML form."""
        return cls(data=query.dict())

    def misnamed(self, query: QueryDict) -> list[dict[str, str]]:
        """The faults that are in names, not in values."""
        unknown = [
            {"parameter": name, "code": "unknown", "detail": "There is no such parameter here."}
            for name in query
            if name not in self.fields
        ]
        repeated = [
            {
                "parameter": name,
                "code": "repeated",
                "detail": "Give this once; a comma means or, where it does.",
            }
            for name, values in query.lists()
            if len(values) > 1
        ]
        return unknown + repeated

    def misvalued(self) -> list[dict[str, str]]:
        """The faults that are in values; one inside a comma list is that of the whole parameter."""
        found = field_errors(self.errors, "parameter")
        return [{**fault, "parameter": fault["parameter"].partition(".")[0]} for fault in found]


@lru_cache(maxsize=1024)
def understood(parameters: type[Parameters], text: str) -> dict[str, Any]:
    """The values of a query string that was understood, once for all who ask the same; not to be changed."""
    return parameters.understand(text)


class NoParameters(Parameters):
    """For operations that take none."""


class CommaList(serializers.ListField):
    """Values with commas between them, in the order given, each once."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", MOST_VALUES)
        kwargs.setdefault("allow_empty", False)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> list[Any]:
        """The parsed values of a string such as `economy,sports`."""
        return list(dict.fromkeys(super().to_internal_value(str(data).split(","))))


class SlugOrId(serializers.CharField):
    """The slug or the id of a section, topic, tag or author, in NFC; `slug_or_id` tells which."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 255)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> str:
        """The text in NFC, as slugs are stored."""
        return unicodedata.normalize("NFC", super().to_internal_value(data))


def slug_or_id(text: str) -> str | UUID:
    """`text` as the UUID it spells with dashes, else as the slug it is."""
    try:
        return UUID(text) if len(text) == 36 else text
    except ValueError:
        return text


class Moment(serializers.DateTimeField):
    """An RFC 3339 date-time, or a date for midnight UTC; the value is an aware datetime in UTC."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=UTC, **kwargs)

    def to_internal_value(self, value: Any) -> datetime:
        """Refuses the other spellings of ISO 8601."""
        if not RFC3339.fullmatch(str(value)):
            self.fail("invalid", format="YYYY-MM-DD, YYYY-MM-DDThh:mm:ssZ, YYYY-MM-DDThh:mm:ss+hh:mm")
        return super().to_internal_value(value)


class Flag(serializers.BooleanField):
    """`true` or `false`."""

    TRUE_VALUES = {"true", "1"}
    FALSE_VALUES = {"false", "0"}


def locale_codes() -> list[str]:
    """The locales this newsroom may publish in, its own first."""
    return [code for code, _ in settings.LANGUAGES]


def locale_field(**kwargs: Any) -> serializers.ChoiceField:
    """One of the newsroom's locales; `ar` and the like."""
    return serializers.ChoiceField(choices=locale_codes(), **kwargs)


def limit_field(default: int | None = 20, maximum: int = 100) -> serializers.IntegerField:
    """How many results a page may hold; without `default` the view decides."""
    optional: dict[str, Any] = {"required": False} if default is None else {"default": default}
    return serializers.IntegerField(
        min_value=1, max_value=maximum, help_text=f"Most results on one page, 1 to {maximum}.", **optional
    )


def cursor_field() -> serializers.CharField:
    """Where to go on; opaque, from `links.next` or `links.prev`."""
    return serializers.CharField(
        required=False, max_length=1024, help_text="Where to go on, from `links` of another page."
    )
