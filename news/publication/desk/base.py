"""The shape of an action on a story."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise

from news.editorial.refusals import Refusal
from news.models import ArticlePage

Words = Promise | str
Data = Mapping[str, Any]


class NothingToSay(forms.Form):
    """The form of an action that takes nothing but the decision."""


@dataclass(frozen=True)
class Action:
    """Something a person does to a story.

    `form` is what it asks for, `refusal` says why this person cannot do it now (None where they can), before
    anything is asked, and `run` does it with the cleaned data; it may still raise `Refused`. `icon` is one of
    the admin's; where it is empty, the admin has a place of its own for the action.
    """

    name: str
    label: Words
    done: Words
    refusal: Callable[[ArticlePage, Any], Refusal | None]
    run: Callable[[ArticlePage, Any, Data], Any]
    form: type[forms.Form] = NothingToSay
    icon: str = ""
    warning: Words = ""


def no(code: str) -> Refusal:
    """A refusal without parameters."""
    return Refusal(code)
