"""What the newsroom had to put right: of one story, and of all of them."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework import serializers

from news.api.delivery import queries
from news.api.delivery.answers import caching_of
from news.api.delivery.parameters import LocalePageParameters
from news.api.delivery.shapes import CorrectionSerializer
from news.http.conditional import Caching, cacheable
from news.http.openapi import many, operation
from news.http.pagination import links, read_page
from news.http.parameters import NoParameters, locale_codes
from news.http.views import PublicView
from news.record.documents import to_bytes
from news.record.models import Event, PublicState, PublicVersion, PublishedDocument
from news.record.tags import locale_tag

CORRECTIONS = ("Corrections",)


class CorrectedSerializer(serializers.Serializer):
    """The story a correction is about; `articles/?ids=` gives its card."""

    id = serializers.UUIDField()
    locale = serializers.ChoiceField(choices=locale_codes())
    path = serializers.CharField()


class ListedCorrectionSerializer(CorrectionSerializer):
    """A correction, and the story it is about."""

    article = CorrectedSerializer()


class ArticleCorrections(PublicView):
    """The corrections of a story."""

    @operation(
        "article_corrections",
        many("ArticleCorrectionsAnswer", CorrectionSerializer),
        404,
        410,
        tags=CORRECTIONS,
    )
    def get(self, request: HttpRequest, document_id: UUID) -> HttpResponse:
        """What readers were told of changes of a story, newest first: the `corrections` of its document."""
        NoParameters.parse(request)
        now = timezone.now()
        found = queries.by_id("article", document_id, now)
        if found is None:
            raise queries.missing("article", document_id)
        data = json.loads(found.body)["data"].get("corrections", [])
        answer = {"data": data, "meta": {"limit": len(data)}, "links": {"next": None, "prev": None}}
        return cacheable(request, to_bytes(answer), caching_of(found, now))


class CorrectionList(PublicView):
    """The corrections of a locale."""

    @operation(
        "correction_list",
        many("CorrectionListAnswer", ListedCorrectionSerializer),
        parameters=LocalePageParameters,
        tags=CORRECTIONS,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """Corrections, clarifications and retractions of the stories that are public, newest first.

        `limit` counts publications, of which one may bring several.
        """
        chosen, now = LocalePageParameters.parse(request), timezone.now()
        stories = PublishedDocument.objects.filter(
            type="article", state=PublicState.LIVE, locale=chosen["locale"]
        )
        rows = PublicVersion.objects.filter(
            event=Event.CORRECTED, document_id__in=stories.values("document_id")
        )
        columns = ("document_id", "correction")
        page = read_page(rows, ("-sequence",), columns, chosen["limit"], chosen.get("cursor"))
        ids = {row["document_id"] for row in page.rows}
        paths = dict(stories.filter(document_id__in=ids).values_list("document_id", "path"))
        data = [entry for row in page.rows for entry in listed(row, chosen["locale"], paths)]
        answer = {"data": data, "meta": {"limit": chosen["limit"]}, "links": links(request, page)}
        tags = [locale_tag(chosen["locale"]), *(f"a-{document_id}" for document_id in sorted(ids))]
        return cacheable(request, to_bytes(answer), Caching(tags=tags, now=now))


def listed(row: dict[str, Any], locale: str, paths: dict[UUID, str]) -> list[dict[str, Any]]:
    """The corrections that one publication brought, with the story; none of a story that has just gone."""
    document_id = row["document_id"]
    if document_id not in paths:
        return []
    article = {"id": str(document_id), "locale": locale, "path": paths[document_id]}
    return [{**correction, "article": article} for correction in row["correction"] or ()]
