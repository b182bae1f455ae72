"""Whose a story is: claiming it, handing it over, releasing it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from news.editorial.assignments import assignment_of
from news.editorial.embargo import has_right
from news.editorial.refusals import Refusal
from news.models import ArticlePage
from news.publication.desk.base import Action, no, put_away
from news.publication.desk.forms import AssignForm, ClaimForm
from news.translation.requests import assign, claim, may_take, release


def cannot_claim(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether this person may work on it, and it is nobody's."""
    if not may_take(article, by):
        return no("not_allowed")
    if current := assignment_of(article):
        return no("assigned_mine" if current.assignee_id == by.pk else "assigned_other")
    return put_away(article, by)


def cannot_assign(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether this person may edit what others wrote here."""
    if not has_right(article, by, "change"):
        return no("not_allowed")
    return put_away(article, by)


def cannot_release(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether it is this person's own, or they may edit what others wrote here."""
    current = assignment_of(article)
    own = current is not None and current.assignee_id == by.pk
    if not (own or has_right(article, by, "change")):
        return no("not_allowed")
    return None if current else no("assigned_none")


ACTIONS = (
    Action(
        "claim",
        _("Claim"),
        _("It is yours now."),
        cannot_claim,
        lambda article, by, data: claim(article, by=by, **data),
        ClaimForm,
        "user",
    ),
    Action(
        "assign",
        _("Assign"),
        _("It was assigned."),
        cannot_assign,
        lambda article, by, data: assign(article, by=by, **data),
        AssignForm,
        "group",
    ),
    Action(
        "release",
        _("Release"),
        _("It is nobody’s now."),
        cannot_release,
        lambda article, by, data: release(article, by=by),
        icon="logout",
    ),
)
