"""Chooses stories by where they are on both axes, in the database, by the rules of `states`."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, Exists, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce
from wagtail.models import Page, Revision, WorkflowState

from news.editorial.approvals import publishing
from news.editorial.models import Approval, Spike
from news.editorial.states import OF_STEP, EditorialState
from news.http.parameters import slug_or_id
from news.models import ArticlePage, SectionPage
from news.publication.states import PublicAxis
from news.record.models import PublishedDocument

State = EditorialState


def in_states(articles: QuerySet[ArticlePage], wanted: Collection[str]) -> QuerySet[ArticlePage]:
    """Those of `articles` that are in one of these states of the editorial axis."""
    return articles.annotate(editorial_state=editorial_state()).filter(editorial_state__in=wanted)


def in_public_states(articles: QuerySet[ArticlePage], wanted: Collection[str]) -> QuerySet[ArticlePage]:
    """Those of `articles` of which readers have one of these."""
    return articles.annotate(public_state=public_state()).filter(public_state__in=wanted)


def below_sections(articles: QuerySet[ArticlePage], names: Collection[str]) -> QuerySet[ArticlePage]:
    """Those of `articles` that stand below one of these sections, each named by slug or id."""
    given = [slug_or_id(name) for name in names]
    ids = [one for one in given if isinstance(one, UUID)]
    slugs = [one for one in given if isinstance(one, str)]
    sections = SectionPage.objects.filter(Q(uuid__in=ids) | Q(slug__in=slugs)).values_list("path", flat=True)
    below = Q(pk__in=[])
    for path in sections:
        below |= Q(path__startswith=path)
    return articles.filter(below)


def editorial_state() -> Case:
    """The state that `editorial_states` would tell, as an expression."""
    active = WorkflowState.objects.active().filter(**about_page())
    spiked = Spike.objects.filter(page_id=OuterRef("pk"), restored_at__isnull=True)
    approvals = publishing(Approval.objects.filter(page_id=OuterRef("pk"))).order_by()
    newest = approvals.values("page_id").annotate(newest=Max("approved_at")).values("newest")
    unsaved = Q(latest_revision_created_at__isnull=True)
    return Case(
        When(Exists(spiked), then=Value(State.SPIKED.value)),
        When(
            Exists(active.filter(status=WorkflowState.STATUS_NEEDS_CHANGES)),
            then=Value(State.NEEDS_CHANGES.value),
        ),
        *(When(Exists(active.filter(task_is(step))), then=Value(state.value)) for step, state in steps()),
        When(Exists(active), then=Value(State.DESK_REVIEW.value)),
        When(
            Exists(approvals) & (unsaved | Q(latest_revision_created_at__lte=Subquery(newest))),
            then=Value(State.READY.value),
        ),
        default=Value(State.DRAFT.value),
        output_field=CharField(),
    )


def public_state() -> Case:
    """The state that `public_axis` would tell, as an expression."""
    stored = PublishedDocument.objects.filter(type="article", document_id=OuterRef("uuid")).values("state")
    waiting = Revision.objects.filter(approved_go_live_at__isnull=False, **about_page())
    state = Coalesce(Subquery(stored[:1]), Value(PublicAxis.NONE.value), output_field=CharField())
    return Case(
        When(
            Exists(waiting) & ~Exists(stored.filter(state__in=("live", "killed"))),
            then=Value(PublicAxis.SCHEDULED.value),
        ),
        default=state,
        output_field=CharField(),
    )


def steps() -> list[tuple[Any, State]]:
    """Each kind of step that has a state of its own."""
    return list(OF_STEP.items())


def task_is(step: Any) -> Q:
    """Whether the present step of a review is of this kind."""
    kind = ContentType.objects.get_for_model(step, for_concrete_model=False)
    return Q(current_task_state__task__content_type=kind)


def about_page() -> dict[str, Any]:
    """What rows of Wagtail's generic tables are found by that belong to a page of the outer query."""
    page_type = ContentType.objects.get_for_model(Page)
    return {"base_content_type": page_type, "object_id": Cast(OuterRef("pk"), CharField())}
