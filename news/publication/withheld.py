"""Stories that are live in Wagtail but that the gate does not let out, with the reason."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from news.models import ArticlePage
from news.publication.gate import REASONS, judge
from news.record.models import PublicState, PublishedDocument


@dataclass(frozen=True)
class Withheld:
    """A live page that no reader sees, and why."""

    page: Page
    reason: str

    @property
    def message(self) -> str:
        """The reason for people, in the active language."""
        return str(REASONS[self.reason])


def withheld_reason(page: Page) -> Withheld | None:
    """Why a live page does not reach readers; None where it does, or is not live at all.

    `page` may be a draft of it: what is live is read anew.
    """
    live = Page.objects.live().filter(pk=page.pk).specific().first()
    if live is None:
        return None
    verdict = judge([live])[live.pk]
    return None if verdict.public else Withheld(live, verdict.reason)


def withheld_articles(limit: int, editor: Any) -> list[Withheld]:
    """The newest live articles that readers do not see, at most `limit`, of those `editor`, a user, may edit.

    In a bounded number of queries.
    """
    editable = policy_registry.get_by_type(Page).instances_user_has_permission_for(editor, "change")
    missing = _missing_from_store().filter(pk__in=editable.values("pk"))
    pages = list(missing.order_by("-last_published_at", "-pk")[:limit])
    verdicts = judge(pages)
    return [Withheld(page, verdicts[page.pk].reason) for page in pages if not verdicts[page.pk].public]


def _missing_from_store() -> QuerySet[ArticlePage]:
    public = PublishedDocument.objects.filter(
        type="article", document_id=OuterRef("uuid"), state=PublicState.LIVE
    )
    return ArticlePage.objects.live().exclude(Exists(public)).select_related("locale")
