"""Who approved what: the question the gate asks, and the approval imports bring."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django.db.models import QuerySet
from wagtail.models import WorkflowState

from news.editorial.fingerprint import fingerprint
from news.editorial.four_eyes import UNFINISHED
from news.editorial.models import Approval
from news.editorial.reviews import approved_steps, is_review_of, steps_of
from news.models import ArticlePage

PUBLISHING_KINDS = (Approval.Kind.FINAL, Approval.Kind.IMPORT, Approval.Kind.BREAKING)


def approved_fingerprints(
    page_ids: Iterable[int], public: Mapping[int, str] = MappingProxyType({})
) -> dict[int, set[str]]:
    """The fingerprints of content that may go out, by page id; one query.

    `public` is the fingerprint of what readers have, or had last, by page id. What was approved before that
    was superseded by it: going back to it takes a new approval.
    """
    found: dict[int, list[Approval]] = {}
    for approval in publishing(Approval.objects.filter(page_id__in=list(page_ids))):
        found.setdefault(approval.page_id, []).append(approval)
    return {
        page_id: {approval.fingerprint for approval in since(approvals, public.get(page_id))}
        for page_id, approvals in found.items()
    }


def approvals_of(page_id: int, public: str = "") -> list[Approval]:
    """The approvals of content of a page that may go out, newest first; one query."""
    rows = publishing(Approval.objects.filter(page_id=page_id))
    return since(list(rows.select_related("workflow_state__workflow")), public)


def publishing(approvals: QuerySet[Approval]) -> QuerySet[Approval]:
    """Those of `approvals` that let content out, oldest first.

    A final approval counts once its review has ended well: until then the story may go back to the desk.
    """
    rows = approvals.filter(kind__in=PUBLISHING_KINDS)
    return rows.exclude(kind=Approval.Kind.FINAL, workflow_state__status__in=UNFINISHED).order_by("pk")


def since(approvals: list[Approval], public: str | None) -> list[Approval]:
    """`approvals`, oldest first, back to the last of what is public, if it is there; newest first."""
    newest_first = approvals[::-1]
    for place, approval in enumerate(newest_first, start=1):
        if approval.fingerprint == public:
            return newest_first[:place]
    return newest_first


def finally_approved(state: WorkflowState, article: ArticlePage) -> bool:
    """Whether the review `state` approved exactly this content: finally, and at every step.

    The steps are those of this review and of the one its present kind and place require; one that was
    switched off since is missed all the same.
    """
    approvals = list(Approval.objects.filter(workflow_state=state, page_id=article.pk).order_by("pk"))
    digest = fingerprint(article)
    final = any(one.kind == Approval.Kind.FINAL and one.fingerprint == digest for one in approvals)
    if not final or not is_review_of(state, article):
        return False
    return steps_of(state.workflow) <= approved_steps(approvals, digest)


def approve_import(article: ArticlePage, *, run: str, by: Any) -> Approval:
    """Record that the content of `article`, as given, was approved where it was imported from."""
    return Approval.give(article, kind=Approval.Kind.IMPORT, run=run, approved_by=by)
