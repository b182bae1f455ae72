"""Where people put releases together, see what holds them back, and let them go out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.auth import permission_denied
from wagtail.models import ModelLogEntry, Page
from wagtail.permissions import policy_registry

from news.admin.desk import editable_among, url_of
from news.editorial.embargo import has_right
from news.editorial.gathering import make, may_make, rename, schedule, take_out
from news.editorial.knowing import known_stories, knows
from news.editorial.refusals import Refusal, Refused
from news.editorial.releases import Release, known_releases, open_releases, past_releases
from news.models import ArticlePage
from news.publication.desk.base import NothingToSay
from news.publication.desk.forms import ReleaseForm
from news.publication.desk.together import RELEASE_ACTIONS, ReleaseAction, cannot_act, perform
from news.publication.readiness import lines_of, readiness
from news.text.numbers import number_in

A_PAGE = 30
SENTENCES: Mapping[str, Promise | str] = {
    "make": _("Began it"),
    "rename": _("Gave it another title"),
    "add": _("Put stories in"),
    "take_out": _("Took stories out"),
    "schedule": _("Set the moment when it goes out"),
    "unschedule": _("Took it out of the schedule"),
    "fail": _("It did not go out"),
    "release": _("All of it went out"),
    "cancel": _("Cancelled it"),
    "delete": _("A story in it was deleted"),
}


@dataclass(frozen=True)
class Asking:
    """What a form of this module is headed with; its members are those of an action."""

    name: str
    label: Promise | str
    done: Promise | str
    warning: str = ""
    icon: str = "tasks"


BEGIN = Asking("begin", _("New release"), _("The release was begun. Put stories into it from their headers."))
CHANGE = Asking("change", _("Change the release"), _("The release was changed."))


@dataclass(frozen=True)
class Told:
    """One thing that happened to a release, and with which stories, of those a person may know of."""

    at: datetime
    who: str
    what: str
    stories: list[str]


@dataclass(frozen=True)
class Shown:
    """A story in a release: where it leads, what holds it back, and whether who looks may take it out."""

    article: ArticlePage
    title: str
    url: str
    refusals: list[Refusal]
    mine: bool


class ReleasesView(View):
    """The releases somebody may know of."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """What is still to go out, and a portion of what is over."""
        if not policy_registry.get_by_type(Page).explorable_root_instance(request.user):
            return permission_denied(request)
        past = known_releases(past_releases(), request.user).select_related("released_by", "cancelled_by")
        portion = Paginator(past, A_PAGE).get_page(request.GET.get("p"))
        context = {
            "open": known_releases(open_releases(), request.user).select_related("made_by"),
            "portion": portion,
            "elided_page_range": portion.paginator.get_elided_page_range(portion.number),
            "may_make": may_make(request.user),
        }
        return TemplateResponse(request, "newsroom/releases.html", context)


class NewReleaseView(View):
    """Begins a release."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, to whoever may publish any story."""
        if not may_make(request.user):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return asked(request, BEGIN, ReleaseForm(), "", reverse("newsroom_releases"))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin it."""
        form = ReleaseForm(request.POST)
        if not form.is_valid():
            return asked(request, BEGIN, form, "", reverse("newsroom_releases"))
        with transaction.atomic():
            row = make(form.cleaned_data["title"], by=request.user)
            if at := form.cleaned_data["at"]:
                schedule(row, at, by=request.user)
        messages.success(request, str(BEGIN.done))
        return redirect("newsroom_release", row.pk)


class OneReleaseView(View):
    """A page about one release."""

    row: Release

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, to whoever may know of the release."""
        rows = Release.objects.select_related("made_by", "released_by", "cancelled_by", "scheduled_by")
        found = known_releases(rows, request.user).filter(pk=kwargs["pk"]).first()
        if found is None:
            return permission_denied(request)
        self.row = found
        return super().dispatch(request, *args, **kwargs)

    def back(self) -> str:
        """The release itself."""
        return reverse("newsroom_release", args=[self.row.pk])


class ReleaseView(OneReleaseView):
    """A release with its stories, what holds them back, and what happened to it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All of it that the person may know of."""
        lines = self.lines()
        titles = {line.article.pk: line.title for line in lines}
        may_act = cannot_act(self.row, request.user) is None
        context = {
            "release": self.row,
            "lines": lines,
            "mine": any(line.mine for line in lines),
            "held": sum(bool(line.refusals) for line in lines),
            "failure": [
                {"title": titles.get(one["page"], ""), "message": one["message"]}
                for one in self.row.failure
                if self.row.is_open and (one["page"] is None or one["page"] in titles)
            ],
            "actions": list(RELEASE_ACTIONS.values()) if may_act else [],
            "history": history_of(self.row, request.user),
        }
        return TemplateResponse(request, "newsroom/release.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take one story out."""
        number = number_in(request.POST.get("story", ""))
        story = known_stories(request.user).filter(pk=number).first()
        if story is None:
            raise Http404
        take_out(self.row, [story], by=request.user)
        messages.success(request, str(_("It waits for no release any more.")))
        still = known_releases(Release.objects.filter(pk=pk), request.user).exists()
        return redirect(self.back() if still else reverse("newsroom_releases"))

    def lines(self) -> list[Shown]:
        """The stories the person may know of; of a release that is over, nothing holds them back."""
        user, is_open = self.request.user, self.row.is_open
        lines = readiness(self.row, at=self.row.at, by=user) if is_open else lines_of(self.row)
        known = known_among([line.article.pk for line in lines], user)
        editable = editable_among(known, user)
        return [
            Shown(
                line.article,
                line.draft.title,
                url_of(line.article, editable),
                line.refusals,
                mine=is_open and has_right(line.article, user, "publish"),
            )
            for line in lines
            if line.article.pk in known
        ]


class ChangeReleaseView(OneReleaseView):
    """Another title, another moment, or none."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form, or a way back with the reason why not."""
        if refusal := cannot_act(self.row, request.user):
            messages.error(request, refusal.message)
            return redirect(self.back())
        form = ReleaseForm(initial={"title": self.row.title, "at": self.row.at})
        return asked(request, CHANGE, form, self.row.title, self.back())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change it."""
        form = ReleaseForm(request.POST)
        if not form.is_valid():
            return asked(request, CHANGE, form, self.row.title, self.back())
        title, at = form.cleaned_data["title"], form.cleaned_data["at"]
        with transaction.atomic():
            if title != self.row.title:
                rename(self.row, title, by=request.user)
            if at != to_the_minute(self.row.at):
                schedule(self.row, at, by=request.user)
        messages.success(request, str(CHANGE.done))
        return redirect(self.back())


class ReleaseActionView(OneReleaseView):
    """Asks whether it is meant, and does it."""

    def get(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """The question, or a way back with the reason why not."""
        action = action_named(name)
        if refusal := cannot_act(self.row, request.user):
            messages.error(request, refusal.message)
            return redirect(self.back())
        return asked(request, action, NothingToSay(), self.row.title, self.back())

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Do it; what holds the release back is told on its page."""
        action = action_named(name)
        try:
            perform(action, self.row, request.user)
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, str(action.done))
        return redirect(self.back())


def to_the_minute(at: datetime | None) -> datetime | None:
    """A moment as the form shows it, and sends it back."""
    return at and at.replace(second=0, microsecond=0)


def action_named(name: str) -> ReleaseAction:
    """The action of this name; raises Http404."""
    action = RELEASE_ACTIONS.get(name)
    if action is None:
        raise Http404
    return action


def asked(
    request: HttpRequest, action: Asking | ReleaseAction, form: Form, subtitle: str, back: str
) -> HttpResponse:
    """The page that asks."""
    context = {"action": action, "form": form, "subtitle": subtitle, "back": back}
    return TemplateResponse(request, "newsroom/action.html", context)


def known_among(page_ids: Collection[int], user: Any) -> dict[int, str]:
    """The titles of those of these stories that `user` may know of, by page id; one query."""
    known = known_stories(user).filter(pk__in=page_ids).order_by()
    return dict(known.values_list("pk", "draft_title"))


def history_of(row: Release, user: Any) -> list[Told]:
    """What happened to a release, newest first, with the stories that `user` may know of."""
    entries = list(
        ModelLogEntry.objects.for_instance(row).select_related("user").order_by("-timestamp", "-pk")
    )
    titles = known_among({pk for entry in entries for pk in entry.data["stories"]}, user)
    return [
        Told(
            entry.timestamp,
            str(entry.user_display_name) if entry.user_id else "",
            str(SENTENCES[entry.action.rpartition(".")[2]]),
            [titles[pk] for pk in entry.data["stories"] if pk in titles] + deleted(entry, user),
        )
        for entry in entries
    ]


def deleted(entry: ModelLogEntry, user: Any) -> list[str]:
    """The title of a story that was deleted, for who may know of the section it stood in."""
    section = Page.objects.filter(pk=entry.data.get("section")).first()
    return [entry.data["story"]] if section and knows(user, section) else []
