"""A story's whole history in one place: what the newsroom did to it, and what readers got of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.paginator import Page as Portion
from django.core.paginator import Paginator
from django.db.models import BigIntegerField, CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageLogEntry

from news.admin.stories import StoryView
from news.models import ArticlePage
from news.publication.models import Kill
from news.record.models import Event, Publication

A_PAGE = 50
LOG, RECORD = "log", "record"
EVENTS: dict[str, Promise | str] = {
    Event.PUBLISHED: _("Readers got it, as version %(version)s"),
    Event.UPDATED: _("Readers got an update, as version %(version)s"),
    Event.CORRECTED: _("Readers got a correction, as version %(version)s"),
    Event.REFRESHED: _("Readers got what surrounds its words anew, as version %(version)s"),
    Event.WITHDRAWN: _("Readers do not see it any more, since version %(version)s"),
    Event.KILLED: _("Readers get the notice of a kill, since version %(version)s"),
}


@dataclass(frozen=True)
class Sort:
    """One sort of what is done to a story: beginnings of the log's actions, and events readers saw."""

    label: Promise | str
    actions: tuple[str, ...]
    events: tuple[str, ...] = ()


# Whatever belongs to none of these is shown among all.
SORTS: Mapping[str, Sort] = {
    "edits": Sort(
        _("Edits"),
        (
            "wagtail.create", "wagtail.edit", "wagtail.rename", "wagtail.revert", "wagtail.copy",
            "wagtail.move", "nashra.refreshed",
        ),
    ),
    "comments": Sort(_("Comments"), ("wagtail.comments.",)),
    "review": Sort(_("Review"), ("wagtail.workflow.", "nashra.spike", "nashra.restore")),
    "translation": Sort(
        _("Translation"), ("nashra.translation.", "wagtail.copy_for_translation")
    ),
    "assignments": Sort(_("Assignments"), ("nashra.assignment.",)),
    "publication": Sort(
        _("Publication"),
        ("wagtail.publish", "wagtail.unpublish", "wagtail.schedule.", "nashra.release."),
        (Event.PUBLISHED, Event.UPDATED, Event.CORRECTED, Event.REFRESHED, Event.WITHDRAWN, Event.KILLED),
    ),
    "corrections": Sort(_("Corrections"), (), (Event.CORRECTED,)),
    "embargoes": Sort(_("Embargoes"), ("nashra.embargo.",)),
    "breaking": Sort(_("Breaking news"), ("nashra.breaking.",)),
    "kills": Sort(_("Kills"), ("nashra.kill",), (Event.KILLED,)),
}  # fmt: skip


@dataclass
class Entry:
    """One thing that happened: when, who did it (empty where it followed by itself), what, and what was said.

    `told` are words people wrote; `url` leads to what `link` names: the receipt of a kill, or a release.
    """

    at: datetime
    who: str
    what: str
    told: list[str] = field(default_factory=list)
    url: str = ""
    link: Promise | str = ""
    public: bool = False


def moments(article: ArticlePage, sort: str = "") -> QuerySet[Any]:
    """When what happened, newest first: rows of moment, source and the source's key."""
    key = Cast("pk", BigIntegerField())
    logged = PageLogEntry.objects.filter(page=article.pk)
    shown = Publication.objects.filter(type="article", document_id=article.uuid)
    if chosen := SORTS.get(sort):
        wanted = Q(pk__in=())
        for beginning in chosen.actions:
            wanted |= Q(action__startswith=beginning)
        logged, shown = logged.filter(wanted), shown.filter(event__in=chosen.events)
    logged = logged.annotate(at=F("timestamp"), source=Value(LOG, CharField()), key=key)
    shown = shown.annotate(at=F("occurred_at"), source=Value(RECORD, CharField()), key=key)
    names = ("at", "source", "key")
    both = logged.order_by().values_list(*names).union(shown.order_by().values_list(*names), all=True)
    return both.order_by("-at", "-source", "-key")


def entries(article: ArticlePage, found: Iterable[tuple[datetime, str, int]]) -> list[Entry]:
    """What happened at these moments, in this order; three queries however many."""
    found = list(found)
    logged = PageLogEntry.objects.select_related("user").in_bulk(
        [key for _at, source, key in found if source == LOG]
    )
    shown = Publication.objects.defer("document").in_bulk(
        [key for _at, source, key in found if source == RECORD]
    )
    kills = [
        row for row in Kill.objects.filter(group=article.translation_key) if str(article.uuid) in row.articles
    ]
    rows = {
        **{(LOG, key): of_log(entry, kills) for key, entry in logged.items()},
        **{(RECORD, key): of_record(row) for key, row in shown.items()},
    }
    return [rows[source, key] for _at, source, key in found if (source, key) in rows]


def of_log(entry: PageLogEntry, kills: list[Kill]) -> Entry:
    """What the newsroom did, as the log tells it."""
    told = [entry.comment] if entry.comment else []
    told += [str(entry.data[name]) for name in ("reason", "note", "notice") if entry.data.get(name)]
    reply, comment = entry.data.get("reply") or {}, entry.data.get("comment") or {}
    if entry.action.startswith("wagtail.comments.") and isinstance(comment, dict):
        told = [str(text) for text in [reply.get("text") or comment.get("text")] if text]
    what = str(entry.message)
    if entry.action == "nashra.assignment.assign":
        what = gettext("Assigned it to %(name)s") % {"name": entry.data.get("assignee", "")}
    url, link = leads_to(entry, kills)
    who = str(entry.user_display_name) if entry.user_id else ""
    return Entry(entry.timestamp, who, what, told, url, link)


def leads_to(entry: PageLogEntry, kills: list[Kill]) -> tuple[str, Promise | str]:
    """The address of what an entry is about, and what people call that; nothing where it is the story."""
    if entry.action.startswith("nashra.kill"):
        before = [row for row in kills if row.at <= entry.timestamp]
        url = reverse("newsroom_kill", args=[max(row.pk for row in before)]) if before else ""
        return url, _("Receipt of the kill")
    if entry.action.startswith("nashra.release."):
        return reverse("newsroom_release", args=[entry.data["release"]]), str(entry.data["title"])
    return "", ""


def of_record(row: Publication) -> Entry:
    """What readers got, as the record tells it."""
    what = str(EVENTS[row.event]) % {"version": row.version}
    corrections = row.note.get("correction") or []
    told = [str(one.get("note", "")) for one in corrections if isinstance(one, dict)]
    notice = row.note.get("notice")
    return Entry(row.occurred_at, "", what, [*told, *([str(notice)] if notice else [])], public=True)


class HistoryView(StoryView):
    """The history of a story, for who may do something with it."""

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """One portion of it, of all or of one sort."""
        sort = request.GET.get("sort", "")
        sort = sort if sort in SORTS else ""
        portion: Portion = Paginator(moments(self.article, sort), A_PAGE).get_page(request.GET.get("p"))
        context = {
            "article": self.article,
            "entries": entries(self.article, portion.object_list),
            "portion": portion,
            "sort": sort,
            "sorts": {name: one.label for name, one in SORTS.items()},
            "elided_page_range": portion.paginator.get_elided_page_range(portion.number),
            "may_edit": self.article.permissions_for_user(request.user).can_edit(),
        }
        return TemplateResponse(request, "newsroom/history.html", context)
