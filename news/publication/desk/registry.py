"""All actions on stories, by name."""

from collections.abc import Mapping
from typing import Any

from news.editorial.refusals import Refusal, Refused
from news.models import ArticlePage
from news.publication.desk import assigning, gathering, killing, public, review, translating
from news.publication.desk.base import Action

ACTIONS: Mapping[str, Action] = {
    action.name: action
    for room in (review, public, gathering, killing, assigning, translating)
    for action in room.ACTIONS
}


def offered(article: ArticlePage, by: Any) -> dict[str, Refusal | None]:
    """Every action, and why `by` cannot take it on this story now; None where they can."""
    return {name: action.refusal(article, by) for name, action in ACTIONS.items()}


def perform(action: Action, article: ArticlePage, by: Any, data: Mapping[str, Any]) -> Any:
    """Take an action with the cleaned data of its form; raises `Refused`, with nothing done.

    Each action has transactions of its own: a kill is known to the gate before anything else of it is done.
    """
    if found := action.refusal(article, by):
        raise Refused(found)
    return action.run(article, by, data)
