"""What was done to a story, from everywhere it is written down, newest first."""

import base64
import binascii
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from wagtail.models import PageLogEntry

from news.access.scopes import Scope
from news.api.editorial.base import PrivateView, answer
from news.api.editorial.openapi import operation
from news.api.editorial.shapes import ListMetaSerializer
from news.api.editorial.stories import story
from news.editorial.models import Approval, Embargo
from news.http.openapi import LinksSerializer
from news.http.pagination import bad_cursor, link
from news.http.parameters import Parameters, cursor_field, limit_field
from news.models import ArticlePage
from news.publication.models import Kill
from news.record.models import Publication

Position = tuple[datetime, str, int]


@dataclass(frozen=True)
class Entry:
    """Something that was done: when, by whom, where it is written down, and what is known of it."""

    at: datetime
    source: str
    number: int
    action: str
    message: str
    by: str | None
    data: dict[str, Any]

    @property
    def position(self) -> Position:
        """Its place in the list; no two entries have the same."""
        return self.at, self.source, self.number

    def told(self) -> dict[str, Any]:
        """The entry as data."""
        return {
            "id": f"{self.source}-{self.number}",
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
            "source": self.source,
            "action": self.action,
            "message": self.message,
            "by": self.by,
            "data": self.data,
        }


class Source(ABC):
    """A table in which things done to stories are written down; `moment` is its column for when."""

    name = ""
    moment = ""

    @abstractmethod
    def rows(self, article: ArticlePage) -> QuerySet[Any]:
        """Its rows about a story."""

    @abstractmethod
    def entry(self, row: Any) -> Entry:
        """A row as an entry."""

    def before(self, article: ArticlePage, position: Position | None, most: int) -> Iterator[Entry]:
        """Its newest entries that come after `position` in the list; one query."""
        rows = self.rows(article).order_by(f"-{self.moment}", "-pk")
        if position is not None:
            at, name, number = position
            same = Q(pk__lt=number) if name == self.name else Q() if self.name < name else Q(pk__in=[])
            same_moment = Q(**{self.moment: at}) & same
            rows = rows.filter(Q(**{f"{self.moment}__lt": at}) | same_moment)
        return map(self.entry, rows[:most])


class History(Source):
    """Wagtail's log, with what the newsroom's own actions wrote into it."""

    name, moment = "log", "timestamp"

    def rows(self, article: ArticlePage) -> QuerySet[Any]:
        """The entries of the page."""
        return PageLogEntry.objects.filter(page=article.pk).select_related("user", "revision")

    def entry(self, row: Any) -> Entry:
        """An entry with its sentence in the active language."""
        return Entry(
            row.timestamp, self.name, row.pk, row.action, str(row.message), name_of(row.user), row.data or {}
        )


class Approvals(Source):
    """Who approved which content."""

    name, moment = "approval", "approved_at"

    def rows(self, article: ArticlePage) -> QuerySet[Any]:
        """The approvals of the page."""
        return Approval.objects.filter(page_id=article.pk).select_related("approved_by", "task")

    def entry(self, row: Any) -> Entry:
        """An approval with its step and the fingerprint of what was approved."""
        known = {"fingerprint": row.fingerprint, "step": row.task.name if row.task else None}
        by = name_of(row.approved_by)
        return Entry(row.approved_at, self.name, row.pk, row.kind, row.get_kind_display(), by, known)


class Publications(Source):
    """What readers were shown, or not any more; corrections among them."""

    name, moment = "publication", "occurred_at"

    def rows(self, article: ArticlePage) -> QuerySet[Any]:
        """The rows of the record's log, without their texts."""
        rows = Publication.objects.filter(type="article", document_id=article.uuid)
        return rows.defer("document")

    def entry(self, row: Any) -> Entry:
        """A row with what it notes."""
        known = {"sequence": row.sequence, "version": row.version, "note": row.note}
        return Entry(row.occurred_at, self.name, row.pk, row.event, row.get_event_display(), None, known)


class Embargoes(Source):
    """Embargoes of the story in whichever language they were set."""

    name, moment = "embargo", "set_at"

    def rows(self, article: ArticlePage) -> QuerySet[Any]:
        """Those of its translation group."""
        rows = Embargo.objects.filter(group=article.translation_key)
        return rows.select_related("set_by", "ended_by")

    def entry(self, row: Any) -> Entry:
        """An embargo, with how it ended."""
        known = {
            "until": moment_of(row.until), "note": row.note, "ended_at": moment_of(row.ended_at),
            "ended_by": name_of(row.ended_by), "reason": row.reason,
        }  # fmt: skip
        by = name_of(row.set_by)
        return Entry(row.set_at, self.name, row.pk, "embargo", str(row._meta.verbose_name), by, known)


class Kills(Source):
    """Kills of the story."""

    name, moment = "kill", "at"

    def rows(self, article: ArticlePage) -> QuerySet[Any]:
        """Those of its translation group."""
        rows = Kill.objects.filter(group=article.translation_key)
        return rows.select_related("by", "undo_by", "undone_by")

    def entry(self, row: Any) -> Entry:
        """A kill, with how far it went and who undid it."""
        known = {
            "articles": row.articles, "notice": row.notice, "reason": row.reason, "redact": row.redact,
            "cleared_at": moment_of(row.cleared_at), "undo_by": name_of(row.undo_by),
            "undo_reason": row.undo_reason, "undone_by": name_of(row.undone_by),
            "undone_at": moment_of(row.undone_at),
        }  # fmt: skip
        return Entry(row.at, self.name, row.pk, "kill", str(row._meta.verbose_name), name_of(row.by), known)


SOURCES = (History(), Approvals(), Publications(), Embargoes(), Kills())


class EntrySerializer(serializers.Serializer):
    """Something that was done to a story."""

    id = serializers.CharField()
    at = serializers.DateTimeField()
    action = serializers.CharField()
    message = serializers.CharField(help_text="In words for people, in their language.")
    by = serializers.CharField(allow_null=True, help_text="A user name; null where nobody in particular did.")

    def get_fields(self) -> dict[str, serializers.Field]:
        """Adds `source` and `data`, which as class attributes would hide those of every serializer."""
        source = serializers.ChoiceField([one.name for one in SOURCES], help_text="Where it is written down.")
        known = serializers.DictField(help_text="What else is known.")
        return {**super().get_fields(), "source": source, "data": known}


AUDIT = inline_serializer(
    "AuditAnswer",
    {"data": EntrySerializer(many=True), "meta": ListMetaSerializer(), "links": LinksSerializer()},
)


class AuditParameters(Parameters):
    """Which story, and how much of it."""

    article = serializers.UUIDField(help_text="The id of the story.")
    limit = limit_field()
    cursor = cursor_field()


class Audit(PrivateView):
    """What was done to a story."""

    scopes = {"GET": Scope.AUDIT}

    @operation("audit_list", AUDIT, 400, 404, parameters=[AuditParameters], tags=["Audit"])
    def get(self, request: Request) -> HttpResponse:
        """What was done to a story you may know of, newest first."""
        asked = AuditParameters.parse(request)
        article = story(request.user, asked["article"])
        position = read(asked["cursor"]) if asked.get("cursor") else None
        entries = newest(article, position, asked["limit"] + 1)
        shown = entries[: asked["limit"]]
        following = write(shown[-1].position) if len(entries) > len(shown) else None
        links = {"next": link(request, following), "prev": None}
        meta = {"limit": asked["limit"]}
        return answer({"data": [one.told() for one in shown], "meta": meta, "links": links})


def newest(article: ArticlePage, position: Position | None, most: int) -> list[Entry]:
    """The newest entries of all sources after `position`; one query a source."""
    found: Iterable[Entry] = (one for source in SOURCES for one in source.before(article, position, most))
    return sorted(found, key=lambda one: one.position, reverse=True)[:most]


def write(position: Position) -> str:
    """A cursor for a place in the list."""
    packed = json.dumps([position[0].isoformat(), *position[1:]])
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def read(cursor: str) -> Position:
    """The place a cursor stands for; raises the 400 of one that no list gave."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        at, source, number = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None or source not in {one.name for one in SOURCES}:
            raise bad_cursor()
        if not isinstance(number, int) or not 0 <= number < 2**63:
            raise bad_cursor()
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error) as error:
        raise bad_cursor() from error
    return moment, source, number


def name_of(user: Any) -> str | None:
    """The name of a user, if there is one."""
    return user.get_username() if user else None


def moment_of(at: datetime | None) -> str | None:
    """A moment as text."""
    return at.isoformat() if at else None
