"""The log as mirrors and static builds follow it: what changed, never what it says."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework import serializers

from news.api.delivery.examples import CHANGES_ANSWER
from news.api.delivery.parameters import ChangesParameters
from news.http.conditional import Caching, cacheable
from news.http.openapi import many, operation
from news.http.pagination import link
from news.http.views import PublicView
from news.record.documents import rfc3339, to_bytes
from news.record.models import Event, Publication, PublishedDocument, live_now
from news.record.tags import cache_tags

Row = dict[str, Any]

COLUMNS = ("sequence", "type", "document_id", "locale", "event", "version", "occurred_at")


class ChangeSerializer(serializers.Serializer):
    """One row of the log."""

    sequence = serializers.IntegerField(help_text="In the order of publication.")
    type = serializers.CharField()
    id = serializers.UUIDField()
    locale = serializers.CharField(help_text="Empty where the thing has none.")
    event = serializers.ChoiceField(choices=Event.values)
    version = serializers.IntegerField(min_value=1)
    path = serializers.CharField(allow_null=True, help_text="Where it is now; null while it is not public.")
    cache_tags = serializers.ListField(child=serializers.CharField(), help_text="What to purge.")
    occurred_at = serializers.DateTimeField()


class ChangesMetaSerializer(serializers.Serializer):
    """`cursor` is where to go on, unchanged where there was nothing new."""

    limit = serializers.IntegerField()
    cursor = serializers.IntegerField()


class Changes(PublicView):
    """What changed, in order."""

    @operation(
        "changes",
        many("ChangesAnswer", ChangeSerializer, ChangesMetaSerializer),
        parameters=ChangesParameters,
        tags=("Changes",),
        examples=[CHANGES_ANSWER],
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """The log after `cursor`, oldest first, without any text: fetch by id what is still public.

        Ask again with `meta.cursor`; where nothing is new, `data` is empty and the ETag holds.
        """
        chosen, now = ChangesParameters.parse(request), timezone.now()
        # The first version of a thing is a kill only where it never was public: nobody need know of it.
        found = Publication.objects.filter(sequence__gt=chosen["cursor"]).exclude(
            event=Event.KILLED, version=1
        )
        if "type" in chosen:
            found = found.filter(type__in=chosen["type"])
        rows: list[Row] = list(found.order_by("sequence").values(*COLUMNS)[: chosen["limit"]])
        known = _present(rows, now)
        cursor = rows[-1]["sequence"] if rows else chosen["cursor"]
        answer = {
            "data": [_change(row, known.get((row["type"], row["document_id"]), {})) for row in rows],
            "meta": {"limit": chosen["limit"], "cursor": cursor},
            "links": {"next": link(request, str(cursor)), "prev": None},
        }
        ends = [fact["visible_until"] for fact in known.values() if fact["live"] and fact["visible_until"]]
        caching = Caching(tags=["changes"], visible_until=min(ends, default=None), now=now)
        return cacheable(request, to_bytes(answer), caching)


def _present(rows: Iterable[Row], now: datetime) -> dict[tuple[str, Any], Row]:
    """What the store says now of the things these rows are about, by type and id."""
    ids = {row["document_id"] for row in rows}
    if not ids:
        return {}
    found = PublishedDocument.objects.filter(document_id__in=ids)
    facts = found.annotate(live=Q(live_now(now)))
    columns = ("type", "document_id", "group", "path", "visible_until", "live", "cache_tags")
    return {(fact["type"], fact["document_id"]): fact for fact in facts.values(*columns)}


def _change(row: Row, present: Row) -> Row:
    own = cache_tags(row["type"], row["document_id"], present.get("group"), row["locale"])
    return {
        "sequence": row["sequence"],
        "type": row["type"],
        "id": str(row["document_id"]),
        "locale": row["locale"],
        "event": row["event"],
        "version": row["version"],
        "path": (present.get("path") or None) if present.get("live") else None,
        "cache_tags": present["cache_tags"].split(",") if present.get("cache_tags") else own,
        "occurred_at": rfc3339(row["occurred_at"]),
    }
