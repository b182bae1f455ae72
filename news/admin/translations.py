"""The desk of translations: stories by language, narrowed to what is asked, and asked for in bulk."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry

from news.admin.report import SectionField, sections_of
from news.admin.stories import StoryView
from news.editorial.knowing import known_stories
from news.editorial.refusals import Refused
from news.models import ArticlePage
from news.publication.board import (
    STATE_LABELS,
    Line,
    TranslationState,
    lines,
    originals,
    with_translation,
    without_translation,
)
from news.publication.desk.forms import RequestForm
from news.text.numbers import number_in
from news.translation.models import TranslationRequest
from news.translation.requests import Wish, request
from news.translation.severity import LABELS, Severity

MOST = 50  # stories asked for at once: those of a page
NEEDS = (
    ("mine", _("Mine")),
    ("nobody", _("Nobody’s")),
    ("overdue", _("Overdue")),
    ("stale", _("Readers have stale words")),
    ("corrected", _("The source was corrected since")),
    ("unfinished", _("Unfinished")),
)


class BoardForm(forms.Form):
    """What the desk can be narrowed to."""

    locale = forms.ChoiceField(label=_("Language"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    need = forms.ChoiceField(label=_("Only"), required=False)
    section = SectionField(label=_("Section"), required=False, queryset=None, empty_label=_("All"))

    def __init__(self, data: Any, request: HttpRequest, locales: Sequence[Locale]) -> None:
        super().__init__(data)
        fields: Any = self.fields
        every = [("", _("All"))]
        fields["locale"].choices = every + [(one.language_code, one.get_display_name()) for one in locales]
        fields["state"].choices = every + [(one.value, label) for one, label in STATE_LABELS.items()]
        fields["need"].choices = [*every, *NEEDS]
        fields["section"].queryset = sections_of(request)

    def narrowed(self, stories: QuerySet[Any], person: Any) -> QuerySet[Any]:
        """Those of `stories` that are asked for; all of them where the form says nothing that makes sense."""
        if not self.is_valid():
            return stories
        asked = self.cleaned_data
        if asked["section"]:
            stories = stories.filter(path__startswith=asked["section"].path)
        if asked["state"] == TranslationState.NONE and asked["locale"]:
            return without_translation(stories, asked["locale"])
        wanted = Q(translation_state=asked["state"]) if asked["state"] else Q()
        if asked["need"]:
            wanted &= need(asked["need"], person)
        if not wanted and not asked["locale"]:
            return stories
        return with_translation(stories, wanted, person, asked["locale"])


def need(name: str, person: Any) -> Q:
    """What a translation is like that needs this."""
    now = timezone.now()
    own = Q(assigned_due__isnull=True, asked_due__lte=now)
    return {
        "mine": Q(assignee_name=person.get_username()),
        "nobody": Q(assignee_name__isnull=True, priority__isnull=False),
        "overdue": Q(assigned_due__lte=now) | own,
        "stale": Q(translation__stale_public__gt=0),
        "corrected": Q(translation__severity__gte=Severity.FACT),
        "unfinished": Q(translation__untranslated__gt=0) | Q(translation__machine__gt=0),
    }[name]


class BoardView(View):
    """The desk of translations, for whoever may know of any story."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, to who works on pages."""
        if not policy_registry.get_by_type(Page).explorable_root_instance(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of it."""
        locales = list(Locale.objects.order_by("pk"))
        asked = BoardForm(request.GET, request, locales)
        number = page_number(request.GET.get("p", ""))
        stories = asked.narrowed(originals(request.user), request.user)
        found, more = lines(stories, request.user, number)
        rest = request.GET.copy()
        rest.pop("p", None)
        context = {
            "asked": asked,
            "bulk": RequestForm(),
            "locales": locales,
            "rows": [row(line, locales, request.user) for line in found],
            "number": number,
            "more": more,
            "rest": rest.urlencode(),
            "narrowed": any(rest.values()),
        }
        return TemplateResponse(request, "newsroom/translations.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask for translations of the stories that are ticked; what is refused is said."""
        form = RequestForm(request.POST)
        ticked = map(number_in, request.POST.getlist("story")[:MOST])
        numbers = [number for number in ticked if number is not None]
        if not numbers:
            messages.error(request, str(_("Tick the stories that are to be translated.")))
        elif not form.is_valid():
            messages.error(request, str(_("Choose languages, and a time in the future if there is one.")))
        else:
            ask(request, known_stories(request.user).filter(pk__in=numbers).order_by("pk"), form.cleaned_data)
        query = request.GET.urlencode()
        return redirect(f"{reverse('newsroom_translations')}{'?' if query else ''}{query}")


class OpenView(StoryView):
    """The way from the desk to a translation."""

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Its editor, or its history for who may only know of it."""
        if self.article.permissions_for_user(request.user).can_edit():
            return redirect("wagtailadmin_pages:edit", page_id)
        return redirect("newsroom_history", page_id)


def ask(http: HttpRequest, stories: QuerySet[ArticlePage], data: dict[str, Any]) -> None:
    """Ask for each of these stories in each language; tell what became of it."""
    wish, done = Wish(data["priority"], data["due"], data["note"]), 0
    for story in stories:
        for locale in data["locales"]:
            if locale == story.locale.language_code:
                continue
            try:
                with transaction.atomic():
                    request(story, locale, by=http.user, wish=wish)
                done += 1
            except Refused as refused:
                words = {"title": story.draft_title, "locale": locale, "reason": refused.message}
                messages.warning(http, str(_("“%(title)s” (%(locale)s): %(reason)s")) % words)
    if done:
        told = ngettext(
            "%(count)d translation was asked for.", "%(count)d translations were asked for.", done
        )
        messages.success(http, told % {"count": done})


def page_number(word: str) -> int:
    """The number of a page that is asked for; the first where it makes no sense."""
    number = number_in(word) or 0
    return number if 0 < number < 10**6 else 1


def row(line: Line, locales: Sequence[Locale], person: Any) -> dict[str, Any]:
    """A row of the table: the story, and a cell a language."""
    story = line.story
    return {
        "story": story,
        "url": reverse("newsroom_history", args=[story.pk]),
        "cells": [
            {"locale": locale, "own": locale.pk == story.locale_id, "cell": cell(line, locale)}
            for locale in locales
        ],
    }


def cell(line: Line, locale: Locale) -> dict[str, Any] | None:
    """What there is to say of a translation; None where there is none, or none this person may know of."""
    page = line.cells.get(locale.language_code)
    if page is None:
        return None
    found = getattr(page, "translation", None)
    due, now = page.assigned_due or page.asked_due, timezone.now()
    left = found.untranslated + found.machine + found.stale if found else 0
    counts = {"done": found.pieces - left, "of": found.pieces} if found else {"done": 0, "of": 0}
    return {
        "page": page,
        "url": reverse("newsroom_translation", args=[page.pk]),
        "state": page.translation_state,
        "label": STATE_LABELS[TranslationState(page.translation_state)],
        "translation": found,
        "progress": str(_("%(done)s of %(of)s pieces")) % counts,
        "severity": LABELS[Severity(found.severity)] if found and found.severity else None,
        "priority": TranslationRequest.Priority(page.priority).label if page.priority else None,
        "urgent": (page.priority or 0) > TranslationRequest.Priority.NORMAL,
        "due": due,
        "late": bool(due and due <= now and page.translation_state not in ("live", "pulled")),
    }
