"""Stories by language: where each translation is, how far, whose, until when; a page is one query."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from news.editorial.approvals import publishing
from news.editorial.assignments import current
from news.editorial.knowing import known_stories, pages_of
from news.editorial.models import Approval, Spike
from news.models import ArticlePage
from news.record.models import PublicState, PublishedDocument
from news.translation.models import Translation, TranslationRequest

A_PAGE = 50  # stories


class TranslationState(StrEnum):
    """Where a translation is. What is `pulled` was withdrawn, killed or put away."""

    NONE = "none"
    REQUESTED = "requested"
    IN_PROGRESS = "in_progress"
    IN_REVIEW = "in_review"
    READY = "ready"
    LIVE = "live"
    LIVE_STALE = "live_stale"
    PULLED = "pulled"


STATE_LABELS: dict[TranslationState, Promise | str] = {
    TranslationState.NONE: _("Not asked for"),
    TranslationState.REQUESTED: _("Requested"),
    TranslationState.IN_PROGRESS: _("In progress"),
    TranslationState.IN_REVIEW: _("Under review"),
    TranslationState.READY: _("Ready"),
    TranslationState.LIVE: _("Live"),
    TranslationState.LIVE_STALE: _("Live, but stale"),
    TranslationState.PULLED: _("Pulled"),
}


@dataclass(frozen=True)
class Line:
    """A story with its translations, by the code of their locale; each a row of `placed`."""

    story: Any
    cells: dict[str, Any] = field(default_factory=dict)


def placed(pages: QuerySet[Any]) -> QuerySet[Any]:
    """`pages`, a query of articles, each with its `translation_state` and what makes it."""
    stored = PublishedDocument.objects.filter(type="article", document_id=OuterRef("uuid"))
    last = publishing(Approval.objects.filter(page_id=OuterRef("pk"))).order_by().values("page_id")
    held = current().filter(page_id=OuterRef("pk"))
    asked = TranslationRequest.objects.filter(translation__page_id=OuterRef("pk"), ended_at__isnull=True)
    going = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    return pages.annotate(
        stored=Subquery(stored.values("state")[:1]),
        approved=Subquery(last.annotate(last=Max("approved_at")).values("last")),
        assignee_name=Subquery(held.values("assignee__username")[:1]),
        assigned_due=Subquery(held.values("due")[:1]),
        asked_due=Subquery(asked.values("due")[:1]),
        priority=Subquery(asked.values("priority")[:1]),
        spiked=Exists(Spike.objects.filter(page_id=OuterRef("pk"), restored_at__isnull=True)),
    ).annotate(translation_state=state(Q(pk__in=pages_of(going))))


def state(reviewing: Q) -> Case:
    """The state of a page as `placed` knows it; what comes first, counts."""
    untouched = Q(
        translation__isnull=False,
        translation__pieces__lte=F("translation__untranslated") + F("translation__machine"),
    )
    nobodys = Q(assignee_name__isnull=True)
    saved = Q(latest_revision_created_at__isnull=True) | Q(latest_revision_created_at__lte=F("approved"))
    whens = (
        (Q(spiked=True) | Q(stored__in=(PublicState.KILLED, PublicState.WITHDRAWN)), TranslationState.PULLED),
        (Q(stored=PublicState.LIVE, translation__stale_public__gt=0), TranslationState.LIVE_STALE),
        (Q(stored=PublicState.LIVE), TranslationState.LIVE),
        (reviewing, TranslationState.IN_REVIEW),
        (Q(approved__isnull=False) & saved, TranslationState.READY),
        (untouched & nobodys & Q(priority__isnull=False), TranslationState.REQUESTED),
        (untouched & nobodys, TranslationState.NONE),
    )
    cases = (When(condition, then=Value(found.value)) for condition, found in whens)
    return Case(*cases, default=Value(TranslationState.IN_PROGRESS.value), output_field=CharField())


def originals(person: Any) -> QuerySet[Any]:
    """The stories this person may know of that are made from no other such; what was edited last, first."""
    known = known_stories(person)
    linked = Translation.objects.filter(source_id__in=known.order_by().values("pk"))
    stories = known.exclude(pk__in=linked.values("page_id"))
    return stories.order_by(F("latest_revision_created_at").desc(nulls_last=True), "-pk")


def with_translation(stories: QuerySet[Any], wanted: Q, person: Any, locale: str = "") -> QuerySet[Any]:
    """Those of `stories` that have a translation like this, in one language if one is given.

    What `person` may not know of does not count.
    """
    others = known_stories(person).order_by().filter(translation_key=OuterRef("translation_key"))
    others = others.exclude(pk=OuterRef("pk"))
    if locale:
        others = others.filter(locale__language_code=locale)
    return stories.filter(Exists(placed(others).filter(wanted)))


def without_translation(stories: QuerySet[Any], locale: str) -> QuerySet[Any]:
    """Those of `stories` that are not in this language, nor asked for in it."""
    others = ArticlePage.objects.filter(translation_key=OuterRef("translation_key"))
    there = placed(others.filter(locale__language_code=locale)).exclude(
        translation_state=TranslationState.NONE
    )
    return stories.exclude(Exists(there)).exclude(locale__language_code=locale)


def lines(stories: QuerySet[Any], person: Any, number: int) -> tuple[list[Line], bool]:
    """A page of `stories`, which are `originals`, and whether there is another; one query."""
    first = (number - 1) * A_PAGE
    keys = stories.values("translation_key")[first : first + A_PAGE + 1]
    rows = placed(known_stories(person).order_by().filter(translation_key__in=keys))
    groups: dict[Any, list[Any]] = {}
    for row in rows.select_related("locale", "translation").order_by("pk"):
        groups.setdefault(row.translation_key, []).append(row)
    found = sorted((line(group) for group in groups.values()), key=moment, reverse=True)
    return found[:A_PAGE], len(found) > A_PAGE


def line(group: Iterable[Any]) -> Line:
    """A story and its translations; the oldest page that was made from none of the others is the story."""
    pages = list(group)
    ids = {page.pk for page in pages}
    story = next((page for page in pages if source_of(page) not in ids), pages[0])
    return Line(story, {page.locale.language_code: page for page in pages if page is not story})


def source_of(page: Any) -> int | None:
    """The id of what a page was translated from; None where it is no translation."""
    translation = getattr(page, "translation", None)
    return translation.source_id if translation else None


def moment(found: Line) -> tuple[bool, Any, int]:
    """What lines are ordered by."""
    saved = found.story.latest_revision_created_at
    return saved is not None, saved or 0, found.story.pk
