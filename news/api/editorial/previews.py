"""Links to previews, for who may know a story; and the preview itself, for who was given a link."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.module_loading import import_string
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.request import Request

from news.access.scopes import Scope
from news.api.editorial.base import PrivateView, answer
from news.api.editorial.bodies import read
from news.api.editorial.links import (
    MINUTES,
    MOST_MINUTES,
    draft_behind,
    exchange,
    make,
    may_revoke,
    over,
    revoke,
)
from news.api.editorial.models import PreviewLink
from news.api.editorial.openapi import operation
from news.api.editorial.stories import refused, story
from news.editorial.knowing import known_stories
from news.editorial.refusals import Refusal, Refused
from news.http.parameters import NoParameters, Parameters
from news.http.problems import not_found
from news.record.documents import rfc3339

TAGS = ["Previews"]
MOST_LINKS = 100
SCHEME = "bearer"


class NewLinkSerializer(serializers.Serializer):
    """Which draft, and for how long."""

    article = serializers.UUIDField(help_text="The id of the story.")
    minutes = serializers.IntegerField(min_value=1, max_value=MOST_MINUTES, default=MINUTES)


class LinkSerializer(serializers.Serializer):
    """A link to a preview, without its secret."""

    id = serializers.IntegerField()
    article = serializers.UUIDField()
    made_by = serializers.CharField()
    made_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    used_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)


class MadeLinkSerializer(LinkSerializer):
    """A link that was just made."""

    link = serializers.CharField(help_text="Its secret, told this once.")


class SecretSerializer(serializers.Serializer):
    """The secret of a link."""

    link = serializers.CharField(max_length=200)


class TokenSerializer(serializers.Serializer):
    """What a link was good for."""

    token = serializers.CharField(help_text="Send it as `Authorization: Bearer …`.")
    expires_at = serializers.DateTimeField()


class OfStory(Parameters):
    """Which story."""

    article = serializers.UUIDField(help_text="The id of the story.")


class LinkList(PrivateView):
    """The links to previews of a story."""

    scopes = {"GET": Scope.PREVIEW, "POST": Scope.PREVIEW}

    @operation(
        "preview_links_list", inline_serializer("LinkListAnswer", {"data": LinkSerializer(many=True)}),
        400, 404, parameters=[OfStory], tags=TAGS,
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        """The newest hundred links to previews of a story, newest first."""
        article = story(request.user, OfStory.parse(request)["article"])
        rows = PreviewLink.objects.filter(page_id=article.pk).select_related("made_by")[:MOST_LINKS]
        return answer({"data": [told(row, article.uuid) for row in rows]})

    @operation(
        "preview_links_make", inline_serializer("MadeLinkAnswer", {"data": MadeLinkSerializer()}),
        400, 404, 409, 413, 415, 422, status=201, request=NewLinkSerializer, tags=TAGS,
    )  # fmt: skip
    def post(self, request: Request) -> HttpResponse:
        """Make a link that shows the present draft, until it changes, to who has no account."""
        NoParameters.parse(request)
        asked = read(NewLinkSerializer, request)
        article = story(request.user, asked["article"])
        try:
            row, secret = make(article, request.user, asked["minutes"])
        except Refused as refusal:
            raise refused(*refusal.refusals) from None
        return answer({"data": {**told(row, article.uuid), "link": secret}}, 201)


class LinkDetail(PrivateView):
    """One link."""

    scopes = {"DELETE": Scope.PREVIEW}

    @operation("preview_links_revoke", None, 400, 404, status=204, tags=TAGS)
    def delete(self, request: Request, pk: int) -> HttpResponse:
        """Revoke a link, and the token it was exchanged for: yours, or of a story you may publish."""
        NoParameters.parse(request)
        row = PreviewLink.objects.filter(pk=pk, page__in=known_stories(request.user).values("pk")).first()
        if row is None:
            raise not_found("There is no such link, or none that you may know of.")
        article = known_stories(request.user).get(pk=row.page_id)
        if not may_revoke(row, article, request.user):
            raise refused(Refusal("not_allowed"))
        revoke(row, article, request.user)
        return HttpResponse(status=204)


class Preview(PrivateView):
    """A draft as readers would see it, for whoever has a link; no account is asked for or looked at."""

    authentication_classes = []
    permission_classes = []
    throttle_classes = []

    @operation(
        "preview_open", inline_serializer("PreviewTokenAnswer", {"data": TokenSerializer()}),
        400, 410, 413, 415, 422, request=SecretSerializer, tags=TAGS, auth=[],
    )  # fmt: skip
    def post(self, request: Request) -> HttpResponse:
        """Exchange the secret of a link, which works once, for a token."""
        NoParameters.parse(request)
        row, token = exchange(read(SecretSerializer, request)["link"])
        return answer({"data": {"token": token, "expires_at": rfc3339(row.expires_at)}})

    @operation(
        "preview_read", inline_serializer("PreviewAnswer", {"data": serializers.DictField()}),
        400, 410, tags=TAGS, auth=[{"preview": []}],
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        """The draft as the document it would become (docs/documents.md), version 0."""
        NoParameters.parse(request)
        scheme, _space, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != SCHEME or not token:
            raise over()
        draft = draft_behind(token.strip())
        return answer({"data": import_string(settings.PREVIEW_DOCUMENT)(draft), "meta": {}})


def told(row: PreviewLink, document_id: Any) -> dict[str, Any]:
    """A link as data."""
    return {
        "id": row.pk,
        "article": str(document_id),
        "made_by": row.made_by.get_username(),
        "made_at": rfc3339(row.made_at),
        "expires_at": rfc3339(row.expires_at),
        "used_at": rfc3339(row.used_at),
        "revoked_at": rfc3339(row.revoked_at),
    }
