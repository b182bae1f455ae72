"""The report on what readers ask, with the way from each question to doing something about it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.admin.auth import permission_denied
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.reports import ReportView

from search.admin.permissions import may_read, may_tune
from search.asked.gathering import KEPT_DAYS
from search.asked.reports import SPANS, asked
from search.models import AskedQuestion

SHOWN = (
    ("top", _("Asked most often")),
    ("empty", _("Found nothing")),
    ("weak", _("Found only what is spelled alike")),
    ("rising", _("Asked more than before")),
)
DEFAULT_DAYS = 7
LAST_DAYS = ngettext_lazy("Today", "The last %(days)d days", "days")


class AskedFilterSet(WagtailFilterSet):
    """What the report can be narrowed to."""

    kind = django_filters.ChoiceFilter(label=_("Questions"), choices=SHOWN, empty_label=None)
    locale = django_filters.ChoiceFilter(
        label=_("Language"), choices=lambda: settings.LANGUAGES, empty_label=None
    )
    days = django_filters.ChoiceFilter(
        label=_("Days"),
        choices=lambda: [(days, LAST_DAYS % {"days": days}) for days in SPANS],
        empty_label=None,
    )

    class Meta:
        model = AskedQuestion
        fields = ["kind", "locale", "days"]


class AskedReport(ReportView):
    """Questions of readers with how often they were asked and what they found; nothing of who asked."""

    model = AskedQuestion
    page_title = _("What readers ask")
    header_icon = "help"
    results_template_name = "newsroom/search/asked_results.html"
    filterset_class = AskedFilterSet
    index_url_name = "search_asked"
    index_results_url_name = "search_asked_results"
    export_filename = "questions"
    export_headings = {
        "text": _("Question"),
        "times": _("Times asked"),
        "before": _("Before"),
        "empty_times": _("Found nothing"),
        "weak_times": _("Found only what is spelled alike"),
        "most": _("Stories found"),
    }
    list_export = list(export_headings)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, to who works on stories."""
        if not may_read(request.user):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    @property
    def asked_for(self) -> dict[str, Any]:
        """Which questions: what the form says, or what it begins with where that makes no sense."""
        chosen = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        return {
            "kind": chosen.get("kind") or "top",
            "locale": chosen.get("locale") or settings.LANGUAGE_CODE,
            "days": int(chosen.get("days") or DEFAULT_DAYS),
        }

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any, Any]:
        """The questions, counted."""
        return asked(**self.asked_for)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The report, and what is said about it."""
        said = {
            "asked_for": self.asked_for,
            "least": settings.SEARCH_REPORTS_AT_LEAST,
            "kept_days": KEPT_DAYS,
            "counted": settings.SEARCH_REPORTS,
            "may_tune": may_tune(self.request.user),
        }
        return super().get_context_data(**said, **kwargs)

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Give each question what can be done about it."""
        if self.is_export:
            return object_list
        return linked(object_list, self.asked_for["locale"], tuning=may_tune(self.request.user))


def linked(rows: Sequence[dict[str, Any]], locale: str, *, tuning: bool) -> list[dict[str, Any]]:
    """`rows` with where readers find the answer and, with `tuning`, where it is made better."""
    return [
        {
            **row,
            "answer": f"/{locale}/search/?{urlencode({'q': row['text']})}",
            "synonym": filled("search_synonyms:add", locale=locale, words=row["text"]) if tuning else "",
            "bet": filled("search_bets:add", locale=locale, questions=row["text"]) if tuning else "",
        }
        for row in rows
    ]


def filled(name: str, **fields: str) -> str:
    """The address of a form with some of its fields filled in."""
    return f"{reverse(name)}?{urlencode(fields)}"
