"""Gives the JSON of a body to the form of an action, as strictly as parameters are read."""

from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR, datetime
from typing import Any

from django import forms

from news.api.editorial.base import fault, pointer, unprocessable
from news.http.parameters import RFC3339
from news.models import ArticlePage
from news.publication.desk.forms import form_about

UNKNOWN = "There is no such member here."
NO_TEXT = "Send a string."
NO_FLAG = "Send true or false."
NO_LIST = "Send a list of strings."
NO_MOMENT = "Send a time with its zone, such as 2026-03-14T09:20:00Z."


def cleaned(
    form_class: type[forms.Form], body: Mapping[str, Any], article: ArticlePage, user: Any
) -> dict[str, Any]:
    """The cleaned data of a form of `user` about `article`; what is left out has its initial value.

    Raises a 422.
    """
    fields: Mapping[str, Any] = form_class.base_fields
    faults = [fault(pointer(name), "unknown", UNKNOWN) for name in body if name not in fields]
    for name, field in fields.items():
        if detail := misfit(field, body.get(name)):
            faults.append(fault(pointer(name), "invalid", detail))
    if faults:
        raise unprocessable(faults)
    values = {name: body.get(name, field.initial) for name, field in fields.items()}
    data = {name: value for name, value in values.items() if value is not None}
    form = form_about(article, user, form_class, data)
    if form.is_valid():
        return dict(form.cleaned_data)
    raise unprocessable(
        [
            fault(pointer(name) if name in fields else "", error.code or "invalid", message)
            for name, errors in form.errors.as_data().items()
            for error in errors
            for message in error.messages
        ]
    )


def misfit(field: forms.Field, value: Any) -> str:
    """What is wrong with the type of a value; empty where nothing is, and where there is no value."""
    if value is None or is_fitting_number(field, value):
        return ""
    if isinstance(field, forms.BooleanField):
        return "" if isinstance(value, bool) else NO_FLAG
    if isinstance(field, forms.MultipleChoiceField):
        return "" if isinstance(value, list) and all(isinstance(one, str) for one in value) else NO_LIST
    if not isinstance(value, str):
        return NO_TEXT
    is_moment = isinstance(field, forms.DateTimeField) and value
    return NO_MOMENT if is_moment and not is_rfc3339(value) else ""


def is_fitting_number(field: forms.Field, value: Any) -> bool:
    """Whether it is a number where a thing is chosen by its number."""
    by_number = isinstance(field, forms.ModelChoiceField) and not field.to_field_name
    return by_number and type(value) is int


def is_rfc3339(text: str) -> bool:
    """Whether it is a time with its zone that calendars have."""
    return bool(RFC3339.fullmatch(text)) and "T" in text and is_there(text)


def is_there(moment: str) -> bool:
    """Whether calendars have this moment, in every time zone."""
    try:
        return MINYEAR < datetime.fromisoformat(moment).year < MAXYEAR
    except ValueError:
        return False
