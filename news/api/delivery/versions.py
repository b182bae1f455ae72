"""What a story said before: its public versions, from the log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework import serializers

from news.api.delivery import queries
from news.api.delivery.former import as_of_today
from news.api.delivery.parameters import PageParameters
from news.api.delivery.shapes import ArticleSerializer
from news.http.conditional import DOCUMENT_SECONDS, Caching, cacheable
from news.http.openapi import many, one, operation
from news.http.pagination import links, read_page
from news.http.parameters import NoParameters
from news.http.problems import Problem, not_found
from news.http.views import PublicView
from news.record.documents import rfc3339, to_bytes
from news.record.models import Event, PublicVersion

HISTORY = ("Versions",)
PUBLIC_NOTES = {"notice": "notice", "corrections": "correction"}  # the rest is for the newsroom
WITHOUT_TEXT = {
    Event.REFRESHED: "Version {} changed no words; the version before it has them.",
    Event.WITHDRAWN: "Version {} is a withdrawal and has no text.",
    Event.KILLED: "Version {} is a removal and has no text.",
}
BLANKED = "The text of version {} was removed from the log."


class VersionSerializer(serializers.Serializer):
    """One public version."""

    version = serializers.IntegerField(min_value=1)
    event = serializers.ChoiceField(choices=Event.values)
    occurred_at = serializers.DateTimeField()
    note = serializers.DictField(help_text="What the newsroom says about the change; mostly empty.")
    has_document = serializers.BooleanField(
        help_text="False where no words changed, or the text was removed: `versions/{n}/` is 404 then."
    )


class VersionList(PublicView):
    """The versions of a story."""

    @operation(
        "version_list",
        many("VersionListAnswer", VersionSerializer),
        404,
        410,
        parameters=PageParameters,
        tags=HISTORY,
    )
    def get(self, request: HttpRequest, document_id: UUID) -> HttpResponse:
        """Every public version, newest first. Of a withdrawn story 404, of a killed one 410."""
        chosen, now = PageParameters.parse(request), timezone.now()
        caching = _caching_while_public(document_id, now)
        rows = PublicVersion.objects.filter(document_id=document_id)
        rows = rows.annotate(has_document=Q(document__isnull=False))
        columns = ("version", "event", "occurred_at", "has_document", *PUBLIC_NOTES.values())
        page = read_page(rows, ("-sequence",), columns, chosen["limit"], chosen.get("cursor"))
        data = [_version(row) for row in page.rows]
        answer = {"data": data, "meta": {"limit": chosen["limit"]}, "links": links(request, page)}
        return cacheable(request, to_bytes(answer), caching)


class VersionDetail(PublicView):
    """One version of a story."""

    @operation("version", one("VersionAnswer", ArticleSerializer), 404, 410, tags=HISTORY)
    def get(self, request: HttpRequest, document_id: UUID, version: int) -> HttpResponse:
        """The story as it was, without the addresses of what is not public any more.

        404 with code `no_document` where the log has no text.
        """
        NoParameters.parse(request)
        now = timezone.now()
        caching = _caching_while_public(document_id, now)
        rows = PublicVersion.objects.filter(document_id=document_id, version=version)
        found = rows.values_list("event", "document").first()
        if found is None:
            raise not_found()
        event, document = found
        if document is None:
            detail = WITHOUT_TEXT.get(Event(event), BLANKED).format(version)
            raise Problem(404, "no_document", detail)
        return cacheable(request, as_of_today(bytes(document), now), caching)


def _caching_while_public(document_id: UUID, now: datetime) -> Caching:
    """How long what a public story said may be kept; raises Problem 404 or 410 where it is not public."""
    facts = (
        queries.public("article", now).filter(document_id=document_id).values_list("group", "visible_until")
    )
    found = facts.first()
    if found is None:
        raise queries.missing("article", document_id)
    group, visible_until = found
    tags = [f"a-{document_id}", *([f"g-{group}"] if group else [])]
    return Caching(tags=tags, visible_until=visible_until, now=now, max_age=DOCUMENT_SECONDS)


def _version(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "version": row["version"],
        "event": row["event"],
        "occurred_at": rfc3339(row["occurred_at"]),
        "note": {name: row[column] for name, column in PUBLIC_NOTES.items() if row[column] is not None},
        "has_document": row["has_document"],
    }
