"""A story in every language: where each translation is, what is asked for, and what its pieces need."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from wagtail.models import Locale

from news.access.scopes import Scope
from news.api.editorial.base import PrivateView, answer
from news.api.editorial.openapi import operation
from news.api.editorial.stories import story
from news.editorial.killed import is_killed
from news.editorial.knowing import known_stories
from news.http.parameters import NoParameters
from news.models import ArticlePage
from news.models.permissions import may_write
from news.publication.board import TranslationState, placed
from news.record.documents import rfc3339
from news.translation.models import TranslationRequest
from news.translation.severity import Severity
from news.translation.sources import source_of, states_of, translation_of
from news.translation.states import State

PRIORITIES = {one.value: one.name.lower() for one in TranslationRequest.Priority}
SEVERITIES = {one.value: one.name.lower() for one in Severity}


class ProgressSerializer(serializers.Serializer):
    """How many pieces of its newest draft need what; `stale_public` are those that readers have."""

    pieces = serializers.IntegerField()
    untranslated = serializers.IntegerField(help_text="Copied, or missing.")
    machine = serializers.IntegerField(help_text="A machine's, which nobody has read.")
    stale = serializers.IntegerField()
    stale_public = serializers.IntegerField()


class RequestedSerializer(serializers.Serializer):
    """What was asked for."""

    priority = serializers.ChoiceField(list(PRIORITIES.values()))
    due = serializers.DateTimeField(allow_null=True)


class InLocaleSerializer(serializers.Serializer):
    """A story in one language; `id` is null where it is not in it, or you may not know of it."""

    locale = serializers.CharField()
    id = serializers.UUIDField(allow_null=True)
    state = serializers.ChoiceField([state.value for state in TranslationState])
    source_id = serializers.UUIDField(allow_null=True, help_text="What it is translated from.")
    progress = ProgressSerializer(allow_null=True)
    severity = serializers.ChoiceField(list(SEVERITIES.values()), allow_null=True)
    assignee = serializers.CharField(allow_null=True)
    request = RequestedSerializer(allow_null=True)


class PieceSerializer(serializers.Serializer):
    """A piece of a translation: a field by its name, or a block by its id."""

    key = serializers.CharField()
    state = serializers.ChoiceField([state.value for state in State])
    source_html = serializers.CharField(
        allow_blank=True,
        help_text="What the source says now; nothing if it was killed, or you may not write the translation.",
    )


TRANSLATIONS = inline_serializer("TranslationsAnswer", {"data": InLocaleSerializer(many=True)})
PIECES = inline_serializer("PiecesAnswer", {"data": PieceSerializer(many=True)})


class TranslationList(PrivateView):
    """The languages of a story."""

    scopes = {"GET": Scope.READ}

    @operation("translations_list", TRANSLATIONS, 400, 404, tags=["Translations"])
    def get(self, request: Request, document_id: UUID) -> HttpResponse:
        """Where a story is in each language but its own. `request-translation` asks for more."""
        NoParameters.parse(request)
        article = story(request.user, document_id)
        known = known_stories(request.user).order_by().filter(pk=OuterRef("pk"))
        group = ArticlePage.objects.filter(translation_key=article.translation_key)
        rows = placed(group.filter(Exists(known))).select_related("locale", "translation")
        found = {page.locale.language_code: page for page in rows}
        ids = {page.pk: str(page.uuid) for page in rows}
        others = Locale.objects.exclude(pk=article.locale_id).order_by("pk")
        told = [in_locale(one.language_code, found.get(one.language_code), ids) for one in others]
        return answer({"data": told})


class PieceList(PrivateView):
    """The pieces of a translation."""

    scopes = {"GET": Scope.READ}

    @operation("pieces_list", PIECES, 400, 404, tags=["Translations"])
    def get(self, request: Request, document_id: UUID) -> HttpResponse:
        """The state of each piece of a translation's draft, in the order of its source."""
        NoParameters.parse(request)
        article = story(request.user, document_id)
        row = translation_of(article)
        if row is None:
            return answer({"data": []})
        source = source_of(row)
        shown = may_write(article, request.user) and not is_killed(source.article)
        states = states_of(row, article.get_latest_revision_as_object())
        told = [
            {"key": key, "state": state.value, "source_html": source.pieces.get(key, "") if shown else ""}
            for key, state in states.items()
        ]
        return answer({"data": told})


def in_locale(locale: str, page: Any, ids: dict[int, str]) -> dict[str, Any]:
    """What is told of a story in one language; `ids` are the public ids of those that may be named."""
    translation = getattr(page, "translation", None)
    names = ("pieces", "untranslated", "machine", "stale", "stale_public")
    asked = getattr(page, "priority", None)
    return {
        "locale": locale,
        "id": str(page.uuid) if page else None,
        "state": page.translation_state if page else TranslationState.NONE.value,
        "source_id": ids.get(translation.source_id) if translation else None,
        "progress": {name: getattr(translation, name) for name in names} if translation else None,
        "severity": SEVERITIES.get(translation.severity) if translation else None,
        "assignee": page.assignee_name if page else None,
        "request": {"priority": PRIORITIES[asked], "due": rfc3339(page.asked_due)} if asked else None,
    }
