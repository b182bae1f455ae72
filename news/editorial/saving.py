"""Keeps an editor's save and a decision on the same story apart: one waits for the other."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest
from wagtail.models import Page, WorkflowState

from news.editorial.middleware import HoldingMiddleware
from news.editorial.releases import waits_in

SAVING = "wagtailadmin_pages:edit"
SUBMIT = "action-submit"  # what the form's button is called


class SavingMiddleware(HoldingMiddleware):
    """Holds the row of a story that may be published meanwhile, or is submitted, while it is saved.

    The admin reads a page, and later writes all of its row. Were the story approved or released in between,
    that would take it back to being a draft; were it submitted in between, it would be submitted twice. Other
    stories are saved without waiting for anybody, and a scheduled one cannot be edited at all.
    """

    def hold(self, request: HttpRequest) -> Callable[[], None] | None:
        """The lock of the page that is saved, where somebody may publish or submit it meanwhile."""
        match = request.resolver_match
        if match is None or match.view_name != SAVING:
            return None
        page_id = int(match.kwargs["page_id"])
        return partial(lock, page_id) if SUBMIT in request.POST or may_go_out(page_id) else None


def may_go_out(page_id: int) -> bool:
    """Whether this page, which is not live, may be published at any moment: approved, or with a release."""
    page = Page.objects.filter(pk=page_id, live=False).first()
    if page is None:
        return False
    return WorkflowState.objects.active().for_instance(page).exists() or waits_in(page) is not None


def lock(page_id: int) -> None:
    """Hold the page's row until the transaction ends; decisions hold it as well."""
    list(Page.objects.select_for_update(no_key=True, of=("self",)).filter(pk=page_id).values_list("pk"))
