"""All actions on stories, by name."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from news.editorial.refusals import Refusal, Refused
from news.models import ArticlePage
from news.publication.desk import assigning, public, review
from news.publication.desk.base import Action

ACTIONS: Mapping[str, Action] = {
    action.name: action for action in (*review.ACTIONS, *public.ACTIONS, *assigning.ACTIONS)
}


def offered(article: ArticlePage, by: Any) -> dict[str, Refusal | None]:
    """Every action, and why `by` cannot take it on this story now; None where they can."""
    return {name: action.refusal(article, by) for name, action in ACTIONS.items()}


def perform(action: Action, article: ArticlePage, by: Any, data: Mapping[str, Any]) -> Any:
    """Take an action with the cleaned data of its form, all or nothing; raises `Refused`."""
    with transaction.atomic():
        if found := action.refusal(article, by):
            raise Refused(found)
        return action.run(article, by, data)
