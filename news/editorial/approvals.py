"""Who approved what: the question the gate asks, and the approval imports bring."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from wagtail.models import WorkflowState

from news.editorial.fingerprint import fingerprint
from news.editorial.four_eyes import UNFINISHED
from news.editorial.models import Approval, DeskReview
from news.models import ArticlePage

PUBLISHING_KINDS = (Approval.Kind.FINAL, Approval.Kind.IMPORT)


def approved_fingerprints(
    page_ids: Iterable[int], public: Mapping[int, str] = MappingProxyType({})
) -> dict[int, set[str]]:
    """The fingerprints of content that may go out, by page id; one query.

    `public` is the fingerprint of what readers have, or had last, by page id. What was approved before that
    was superseded by it: going back to it takes a new approval.
    """
    found: dict[int, list[str]] = {}
    # A final approval counts once its review has ended well: until then the story may go back to the desk.
    rows = Approval.objects.filter(page_id__in=list(page_ids), kind__in=PUBLISHING_KINDS)
    rows = rows.exclude(kind=Approval.Kind.FINAL, workflow_state__status__in=UNFINISHED)
    for page_id, digest in rows.order_by("pk").values_list("page_id", "fingerprint"):
        found.setdefault(page_id, []).append(digest)
    return {page_id: set(_since(digests, public.get(page_id))) for page_id, digests in found.items()}


def _since(digests: list[str], public: str | None) -> list[str]:
    """`digests`, oldest first, from the last approval of what is public on; all where it is not there."""
    newest_first = digests[::-1]
    return newest_first[: newest_first.index(public) + 1] if public in newest_first else digests


def finally_approved(state: WorkflowState, article: ArticlePage) -> bool:
    """Whether the review `state` approved exactly this content: finally, and at its desk if it has one.

    A step that was switched off since is missed all the same.
    """
    approvals = Approval.objects.filter(workflow_state=state, page_id=article.pk)
    kinds = set(approvals.filter(fingerprint=fingerprint(article)).values_list("kind", flat=True))
    has_desk = DeskReview.objects.filter(workflow_tasks__workflow=state.workflow_id).exists()
    return kinds >= ({Approval.Kind.FINAL, Approval.Kind.STEP} if has_desk else {Approval.Kind.FINAL})


def approve_import(article: ArticlePage, *, run: str, by: Any) -> Approval:
    """Record that the content of `article`, as given, was approved where it was imported from."""
    return Approval.give(article, kind=Approval.Kind.IMPORT, run=run, approved_by=by)
