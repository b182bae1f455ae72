"""Stories that are live in Wagtail but do not reach readers as they stand, with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, PageQuerySet
from wagtail.permissions import policy_registry

from news.models import ArticlePage
from news.publication.gate import REASONS, judge
from news.record.models import Mark, PublicState, PublishedDocument

# What the gate lets through and readers do not have all the same: its mark could not be worked off.
UNPREPARED = "unprepared"
OUTDATED = "outdated"
FAILED: dict[str, Promise | str] = {
    UNPREPARED: gettext_lazy("It could not be prepared for readers; it is tried again."),
    OUTDATED: gettext_lazy(
        "Readers see an earlier state of it; the newest could not be prepared, and is tried again."
    ),
}


@dataclass(frozen=True)
class Withheld:
    """A live page that no reader sees as it stands, and why."""

    page: Page
    reason: str

    @property
    def message(self) -> str:
        """The reason for people, in the active language."""
        return str({**REASONS, **FAILED}[self.reason])

    @property
    def warning(self) -> str:
        """What to tell whoever opens the page, in the active language."""
        if self.reason == OUTDATED:
            return self.message
        return _("Readers do not see this page: %(reason)s") % {"reason": self.message}


def withheld_reason(page: Page) -> Withheld | None:
    """Why a live page does not reach readers; None where it does, or is not live at all.

    `page` may be a draft of it: what is live is read anew.
    """
    live = Page.objects.live().filter(pk=page.pk).specific().first()
    return next(iter(_withheld([live])), None) if live else None


def withheld_articles(limit: int, editor: Any) -> list[Withheld]:
    """The newest live articles that readers do not see, at most `limit`, of those `editor`, a user, may edit.

    In a bounded number of queries.
    """
    editable = policy_registry.get_by_type(Page).instances_user_has_permission_for(editor, "change")
    found = suspects().filter(pk__in=editable.values("pk"))
    newest = found.select_related("locale").order_by("-last_published_at", "-pk")
    return _withheld(list(newest[:limit]))


def suspects() -> PageQuerySet:
    """The live articles of which readers have nothing, or not the newest, whatever the reason."""
    thing = {"type": "article", "document_id": OuterRef("uuid")}
    public = Exists(PublishedDocument.objects.filter(**thing, state=PublicState.LIVE))
    failed = Exists(Mark.objects.filter(**thing, failures__gt=0))
    return ArticlePage.objects.live().filter(~public | Q(failed))


def _withheld(pages: Sequence[Page]) -> list[Withheld]:
    """Those of these live pages that do not reach readers."""
    verdicts = judge(pages)
    ids = [page.uuid for page in pages if isinstance(page, ArticlePage) and verdicts[page.pk].public]
    failed = _failed(ids)
    reasons = {page.pk: verdicts[page.pk].reason or failed.get(getattr(page, "uuid", None)) for page in pages}
    return [Withheld(page, reason) for page in pages if (reason := reasons[page.pk])]


def _failed(ids: Sequence[UUID]) -> dict[UUID | None, str]:
    """What became of those of these articles whose mark could not be worked off."""
    marks = Mark.objects.filter(type="article", document_id__in=ids, failures__gt=0)
    public = PublishedDocument.objects.filter(type="article", document_id__in=ids, state=PublicState.LIVE)
    shown = set(public.values_list("document_id", flat=True))
    failed = marks.values_list("document_id", flat=True).distinct()
    return {public_id: OUTDATED if public_id in shown else UNPREPARED for public_id in failed}
