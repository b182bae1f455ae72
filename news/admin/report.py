"""The report on stories: all a person may know of, filtered and exported."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.reports import PageReportView
from wagtail.models import Page, WorkflowState
from wagtail.permissions import policy_registry

from news.editorial.assignments import assignments_of, current
from news.editorial.knowing import known_stories, page_ids, pages_of, steps_to_decide
from news.editorial.states import LABELS, EditorialState
from news.models import ArticlePage, SectionPage
from news.models.permissions import EXPLORING
from news.publication import finding
from news.publication.states import PUBLIC_LABELS, PublicAxis, states
from news.text.numbers import number_in

AT_ONCE = 500  # as many ids as a database takes in one query without complaint
ONLY = (
    ("waiting", _("Waiting for me")),
    ("mine", _("My stories under review")),
    ("overdue", _("Overdue")),
    ("embargoed", _("Embargoed")),
    ("breaking", _("Breaking news")),
    ("withheld", _("Live, but withheld from readers")),
    ("stale", _("Stale translations")),
)


class SectionField(django_filters.fields.ModelChoiceField):
    """A section, told apart from those of other languages."""

    def label_from_instance(self, obj: Any) -> str:
        """Its title and its language."""
        return f"{obj.title} – {obj.locale}"

    def to_python(self, value: Any) -> Any:
        """The section of this number; raises ValidationError where there can be none."""
        return super().to_python(value if not value or number_in(str(value)) is not None else "0")


class SectionFilter(django_filters.ModelChoiceFilter):
    """Stories of one section, and of those below it."""

    field_class = SectionField


def sections_of(request: Any) -> QuerySet[SectionPage]:
    """The sections a person finds in the admin."""
    explorable = policy_registry.get_by_type(Page).explorable_instances(request.user)
    found: QuerySet[SectionPage] = SectionPage.objects.filter(pk__in=explorable.values("pk"))
    return found.select_related("locale").order_by("path")


def people_with_stories(request: Any) -> QuerySet[Any]:
    """The people who have a story at the moment."""
    held = current().values("assignee_id")
    return get_user_model().objects.filter(pk__in=held).order_by("username")


class StoriesFilterSet(WagtailFilterSet):
    """What the report can be narrowed to; several things at once narrow it to what is all of them."""

    editorial = django_filters.ChoiceFilter(
        label=_("Editorial state"),
        choices=[(one.value, label) for one, label in LABELS.items()],
        method="by_editorial",
    )
    public = django_filters.ChoiceFilter(
        label=_("Public state"),
        choices=[(one.value, label) for one, label in PUBLIC_LABELS.items()],
        method="by_public",
    )
    only = django_filters.MultipleChoiceFilter(
        label=_("Only"), choices=ONLY, method="by_need", widget=forms.CheckboxSelectMultiple
    )
    section = SectionFilter(label=_("Section"), queryset=sections_of, method="by_section")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=ArticlePage.Kind.choices)
    assignee = django_filters.ModelChoiceFilter(
        label=_("Assigned to"), queryset=people_with_stories, method="by_assignee"
    )

    class Meta:
        model = ArticlePage
        fields = ["editorial", "public", "only", "section", "kind", "assignee"]

    def by_editorial(self, stories: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those in an editorial state."""
        return finding.in_editorial_state(stories, EditorialState(value))

    def by_public(self, stories: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those in a public state."""
        return finding.in_public_state(stories, PublicAxis(value))

    def by_need(self, stories: QuerySet[Any], name: str, value: Sequence[str]) -> QuerySet[Any]:
        """Those that need all of these."""
        now = timezone.now()
        for need in value:
            if need in finding.NEEDS:
                stories = finding.NEEDS[need](stories, now)
            else:
                stories = stories.filter(self.about_me(need))
        return stories

    def about_me(self, need: str) -> Q:
        """What makes a story one that waits for who asks, or one of theirs under review."""
        user = self.request.user
        if need == "waiting":
            steps = steps_to_decide(user)
            held = current().filter(assignee=user)
            return Q(pk__in=page_ids(steps)) | Q(pk__in=held.values("page_id"))
        submitted = pages_of(WorkflowState.objects.active().filter(requested_by=user))
        reviewed = pages_of(WorkflowState.objects.active())
        return Q(pk__in=submitted) | Q(owner=user, pk__in=reviewed)

    def by_section(self, stories: QuerySet[Any], name: str, value: SectionPage) -> QuerySet[Any]:
        """Those in a section or below it."""
        return stories.filter(path__startswith=value.path)

    def by_assignee(self, stories: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Those that somebody has."""
        held = current().filter(assignee=value)
        return stories.filter(pk__in=held.values("page_id"))


class StoriesReport(PageReportView):
    """Stories with where they are on both axes, whose they are and until when."""

    model = ArticlePage
    page_title = _("Stories")
    header_icon = "list-ul"
    results_template_name = "newsroom/stories_results.html"
    filterset_class = StoriesFilterSet
    index_url_name = "newsroom_stories"
    index_results_url_name = "newsroom_stories_results"
    any_permission_required = sorted(EXPLORING)
    export_filename = "stories"
    export_headings = {
        "draft_title": _("Title"),
        "section_title": _("Section"),
        "locale_name": _("Language"),
        "kind_name": _("Kind"),
        "editorial_state": _("Editorial state"),
        "public_state": _("Public state"),
        "assignee_name": _("Assigned to"),
        "due": _("Due"),
        "latest_revision_created_at": _("Edited last"),
    }
    list_export = list(export_headings)

    def get_queryset(self) -> QuerySet[Any]:
        """The stories a person may know of, what was edited last first."""
        known = known_stories(self.request.user).select_related("locale").defer("body")
        self.queryset = known.order_by("-latest_revision_created_at", "-pk")
        return super().get_queryset()

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Say of each story of a portion what its columns show; in eight queries for each 500."""
        stories = list(object_list)
        for start in range(0, len(stories), AT_ONCE):
            decorate(stories[start : start + AT_ONCE])
        return object_list


def decorate(stories: Sequence[Any]) -> None:
    """Give each of these stories what the report shows of it."""
    where, held = states(stories), assignments_of(story.pk for story in stories)
    parents = {story.path[: -Page.steplen] for story in stories}
    titles = dict(Page.objects.filter(path__in=parents).values_list("path", "title"))
    for story in stories:
        row = held.get(story.pk)
        story.section_title = titles.get(story.path[: -Page.steplen], "")
        story.locale_name = str(story.locale)
        story.kind_name = story.get_kind_display()
        story.editorial_state = str(LABELS[where[story.pk].editorial])
        story.public_state = str(PUBLIC_LABELS[where[story.pk].public])
        story.assignee_name = (row.assignee.get_full_name() or row.assignee.get_username()) if row else ""
        story.due = row.due if row else None
