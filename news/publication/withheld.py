"""Stories that are live in Wagtail but that the gate does not let out, with the reason."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Page

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
    """Why a live page does not reach readers; None where it does, or is not live at all."""
    if not page.live:
        return None
    verdict = judge([page])[page.pk]
    return None if verdict.public else Withheld(page, verdict.reason)


def withheld_articles(limit: int) -> list[Withheld]:
    """The newest live articles that readers do not see, at most `limit`; in a bounded number of queries."""
    pages = list(_missing_from_store().order_by("-last_published_at", "-pk")[:limit])
    verdicts = judge(pages)
    return [Withheld(page, verdicts[page.pk].reason) for page in pages if not verdicts[page.pk].public]


def _missing_from_store() -> QuerySet[ArticlePage]:
    public = PublishedDocument.objects.filter(
        type="article", document_id=OuterRef("uuid"), state=PublicState.LIVE
    )
    return ArticlePage.objects.live().exclude(Exists(public)).select_related("locale")
