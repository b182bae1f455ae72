"""Where stories are on the editorial axis: from draft to ready, for many at once."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageQuerySet, Task, WorkflowState

from news.editorial.approvals import publishing
from news.editorial.models import (
    Approval,
    CopyEdit,
    DeskReview,
    FinalApproval,
    LegalReview,
    Spike,
    TranslationReview,
)
from news.editorial.spikes import spiked
from news.models import ArticlePage


class EditorialState(StrEnum):
    """What the newsroom is doing with a story."""

    DRAFT = "draft"
    DESK_REVIEW = "desk_review"
    COPY_EDIT = "copy_edit"
    LEGAL_REVIEW = "legal_review"
    TRANSLATION_REVIEW = "translation_review"
    FINAL_APPROVAL = "final_approval"
    READY = "ready"
    NEEDS_CHANGES = "needs_changes"
    SPIKED = "spiked"


LABELS: dict[EditorialState, Promise | str] = {
    EditorialState.DRAFT: _("Draft"),
    EditorialState.DESK_REVIEW: _("Desk review"),
    EditorialState.COPY_EDIT: _("Copy edit"),
    EditorialState.LEGAL_REVIEW: _("Legal review"),
    EditorialState.TRANSLATION_REVIEW: _("Translation review"),
    EditorialState.FINAL_APPROVAL: _("Final approval"),
    EditorialState.READY: _("Ready"),
    EditorialState.NEEDS_CHANGES: _("Sent back"),
    EditorialState.SPIKED: _("Spiked"),
}

OF_STEP: dict[type[Task], EditorialState] = {
    DeskReview: EditorialState.DESK_REVIEW,
    CopyEdit: EditorialState.COPY_EDIT,
    LegalReview: EditorialState.LEGAL_REVIEW,
    TranslationReview: EditorialState.TRANSLATION_REVIEW,
    FinalApproval: EditorialState.FINAL_APPROVAL,
}


def editorial_states(articles: Iterable[ArticlePage]) -> dict[int, EditorialState]:
    """The state of each of these stories, by page id; three queries however many, and one for their types.

    A story is ready whose newest words were finally approved, whether they are public already or not.
    A step of another sort than ours counts as one of the desk.
    """
    known = {article.pk: article for article in articles}
    away = spiked(known)
    reviews = reviews_of(known)
    approved = approved_at(known)
    return {
        pk: EditorialState.SPIKED
        if pk in away
        else reviews.get(pk) or (ready_or_draft(article.latest_revision_created_at, approved.get(pk)))
        for pk, article in known.items()
    }


def reviews_of(page_ids: Iterable[int]) -> dict[int, EditorialState]:
    """The state of the stories among these that are under review, by page id; one query."""
    states = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=list(map(str, page_ids))
    )
    rows = states.values_list("object_id", "status", "current_task_state__task__content_type")
    steps = {
        ContentType.objects.get_for_model(step, for_concrete_model=False).pk: state
        for step, state in OF_STEP.items()
    }
    return {
        int(pk): EditorialState.NEEDS_CHANGES
        if status == WorkflowState.STATUS_NEEDS_CHANGES
        else steps.get(step, EditorialState.DESK_REVIEW)
        for pk, status, step in rows
    }


def approved_at(page_ids: Iterable[int]) -> dict[int, datetime]:
    """When content of these stories was last approved to go out, by page id; one query."""
    rows = publishing(Approval.objects.filter(page_id__in=list(page_ids))).order_by()
    return dict(rows.values_list("page_id").annotate(Max("approved_at")))


def ready_or_draft(saved: datetime | None, approved: datetime | None) -> EditorialState:
    """The state of a story that nobody reviews: the time of a revision moves with every save."""
    ready = approved is not None and (saved is None or saved <= approved)
    return EditorialState.READY if ready else EditorialState.DRAFT


def without_spiked(pages: PageQuerySet) -> PageQuerySet:
    """Those of `pages` that were not put away, for the lists of a desk."""
    return pages.exclude(pk__in=Spike.objects.filter(restored_at__isnull=True).values("page_id"))
