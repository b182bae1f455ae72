"""Who approved what: the question the gate asks, and the approval imports bring."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import WorkflowState

from news.editorial.fingerprint import fingerprint
from news.editorial.models import Approval
from news.models import ArticlePage

PUBLISHING_KINDS = (Approval.Kind.FINAL, Approval.Kind.IMPORT)
UNFINISHED = (
    WorkflowState.STATUS_IN_PROGRESS,
    WorkflowState.STATUS_NEEDS_CHANGES,
    WorkflowState.STATUS_CANCELLED,
)


def approved_fingerprints(page_ids: Iterable[int]) -> dict[int, set[str]]:
    """The fingerprints of content that may go out, by page id; one query."""
    found: dict[int, set[str]] = {}
    # A final approval counts once its review has ended well: until then the story may go back to the desk.
    rows = Approval.objects.filter(page_id__in=list(page_ids), kind__in=PUBLISHING_KINDS)
    rows = rows.exclude(kind=Approval.Kind.FINAL, workflow_state__status__in=UNFINISHED)
    for page_id, digest in rows.values_list("page_id", "fingerprint"):
        found.setdefault(page_id, set()).add(digest)
    return found


def finally_approved(state: WorkflowState, article: ArticlePage) -> bool:
    """Whether the review `state` finally approved exactly this content."""
    approvals = Approval.objects.filter(workflow_state=state, kind=Approval.Kind.FINAL, page_id=article.pk)
    return approvals.filter(fingerprint=fingerprint(article)).exists()


def approve_import(article: ArticlePage, *, run: str, by: Any) -> Approval:
    """Record that the content of `article`, as given, was approved where it was imported from."""
    return Approval.objects.create(
        page_id=article.pk,
        fingerprint=fingerprint(article),
        kind=Approval.Kind.IMPORT,
        run=run,
        approved_by=by,
    )
