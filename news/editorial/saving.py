"""Keeps an editor's save and a decision on the same story apart: one waits for the other."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest
from wagtail.models import Page, WorkflowState

from news.editorial.middleware import HoldingMiddleware

SAVING = "wagtailadmin_pages:edit"
SUBMIT = "action-submit"  # what the form's button is called


class SavingMiddleware(HoldingMiddleware):
    """Holds the row of a story that is under review, or submitted, for as long as it takes to save it.

    The admin reads a page, and later writes all of its row. Were the story approved in between, that would
    take it back to being a draft; were it submitted in between, it would be submitted twice. Other stories
    are saved without waiting for anybody, and a scheduled one cannot be edited at all.
    """

    def hold(self, request: HttpRequest) -> Callable[[], None] | None:
        """The lock of the page that is saved, where somebody may approve or submit it meanwhile."""
        match = request.resolver_match
        if match is None or match.view_name != SAVING:
            return None
        page_id = int(match.kwargs["page_id"])
        return partial(lock, page_id) if SUBMIT in request.POST or under_review(page_id) else None


def under_review(page_id: int) -> bool:
    """Whether somebody may approve this page, which is not live, at any moment."""
    page = Page.objects.filter(pk=page_id, live=False).first()
    return page is not None and WorkflowState.objects.active().for_instance(page).exists()


def lock(page_id: int) -> None:
    """Hold the page's row until the transaction ends; decisions hold it as well."""
    list(Page.objects.select_for_update(no_key=True, of=("self",)).filter(pk=page_id).values_list("pk"))
