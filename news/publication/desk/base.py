"""The shape of an action on a story, and what several of them ask first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise

from news.editorial import spikes
from news.editorial.embargo import has_right
from news.editorial.killed import is_killed
from news.editorial.refusals import Refusal
from news.models import ArticlePage

Words = Promise | str
Data = Mapping[str, Any]
Check = Callable[[ArticlePage, Any], Refusal | None]
PUBLISH, CHANGE = "publish", "change"


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
    refusal: Check
    run: Callable[[ArticlePage, Any, Data], Any]
    form: type[forms.Form] = NothingToSay
    icon: str = ""
    warning: Words = ""


def no(code: str) -> Refusal:
    """A refusal without parameters."""
    return Refusal(code)


def needs(right: str, *checks: Check) -> Check:
    """A check that this person has a right where the story stands, and then the others in turn."""

    def check(article: ArticlePage, by: Any) -> Refusal | None:
        if not has_right(article, by, right):
            return no("not_allowed")
        return next((found for one in checks if (found := one(article, by))), None)

    return check


def is_not_killed(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether it was not killed."""
    return no("killed") if is_killed(article) else None


def put_away(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether nobody works on it: it was killed or spiked."""
    return spikes.put_away(article)
