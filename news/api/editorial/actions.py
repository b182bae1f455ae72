"""Actions on stories: the ones of the desk, by the same rules and with the same refusals."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.request import Request

from news.access.scopes import Scope
from news.api.editorial.articles import etag
from news.api.editorial.base import PrivateView, answer, body_of
from news.api.editorial.drafts import draft_of
from news.api.editorial.fields import cleaned
from news.api.editorial.idempotency import KEY, once
from news.api.editorial.openapi import operation
from news.api.editorial.scopes import scope_of
from news.api.editorial.shapes import DraftSerializer
from news.api.editorial.stories import refused, story
from news.editorial.refusals import Refusal, Refused
from news.http.parameters import NoParameters
from news.http.problems import not_found
from news.models import ArticlePage
from news.publication.desk.base import Action
from news.publication.desk.registry import ACTIONS, perform

NO_ACTION = "There is no such action; a story lists those there are."


class TakenSerializer(serializers.Serializer):
    """What was done, and the story after it."""

    action = serializers.CharField()
    message = serializers.CharField(help_text="What was done, in words for people.")
    article = DraftSerializer()


TAKEN = inline_serializer("TakenAnswer", {"data": TakenSerializer()})
BODY = {
    "application/json": {
        "type": "object",
        "description": "What the action takes; a story lists it as `takes`. Times are RFC 3339.",
        "additionalProperties": {"type": ["string", "boolean", "integer", "null"]},
    }
}


class ActionView(PrivateView):
    """Takes an action on a story."""

    def required_scope(self) -> Scope | None:
        """That of the action; raises a 404 where there is none of this name."""
        name = str(self.kwargs["name"])
        if name not in ACTIONS:
            raise not_found(NO_ACTION)
        return scope_of(name)

    @operation(
        "articles_act", TAKEN, 400, 404, 409, 413, 415, 422,
        parameters=[KEY], request=BODY, tags=["Actions"],
    )  # fmt: skip
    def post(self, request: Request, document_id: UUID, name: str) -> HttpResponse:
        """Take the action of this name. A story tells which there are and why you cannot take one."""
        NoParameters.parse(request)
        article = story(request.user, document_id)
        return once(request, lambda: taken(ACTIONS[name], article, request))


def taken(action: Action, article: ArticlePage, request: Request) -> HttpResponse:
    """The answer to an action that came off; raises the problem of one that did not."""
    if found := action.refusal(article, request.user):
        raise refused(found)
    data = cleaned(action.form, body_of(request), article, request.user)
    try:
        perform(action, article, request.user, data)
    except Refused as refusal:
        raise refused(*refusal.refusals) from refusal
    except ValidationError as error:  # raised by pages as they are saved
        raise refused(Refusal("not_valid")) from error
    told, digest = after(article, request.user)
    done = {"action": action.name, "message": str(action.done), "article": told}
    return answer({"data": done}, ETag=etag(digest))


def after(article: ArticlePage, user: Any) -> tuple[dict[str, Any], str]:
    """The story as it is now, with the fingerprint of its draft."""
    rows = ArticlePage.objects.select_related("locale", "latest_revision__user")
    return draft_of(rows.get(pk=article.pk), user)
