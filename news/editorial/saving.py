"""Keeps an editor's save and a decision on the same story apart: one waits for the other."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from wagtail.models import Page, WorkflowState

from news.editorial.middleware import RefusalMiddleware
from news.editorial.refusals import Refused

SAVING = "wagtailadmin_pages:edit"


class SavingMiddleware:
    """Holds the row of a story under review for as long as it takes to save it.

    The admin reads a page, and later writes all of its row. Were the story approved in between, that would
    take it back to being a draft. Other stories are saved without waiting for anybody, and a scheduled one
    cannot be edited at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.refusals = RefusalMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """The answer to a save that must not be overtaken; None leaves all others as they are."""
        match = request.resolver_match
        if request.method != "POST" or match is None or match.view_name != SAVING:
            return None
        if not under_review(*args, **kwargs):
            return None
        try:
            with transaction.atomic():
                lock(*args, **kwargs)
                return view(request, *args, **kwargs)
        except Refused as refusal:
            return self.refusals.process_exception(request, refusal)


def under_review(page_id: int) -> bool:
    """Whether somebody may approve this page, which is not live, at any moment."""
    page = Page.objects.filter(pk=page_id, live=False).first()
    return page is not None and WorkflowState.objects.active().for_instance(page).exists()


def lock(page_id: int) -> None:
    """Hold the page's row until the transaction ends; decisions hold it as well."""
    list(Page.objects.select_for_update(no_key=True, of=("self",)).filter(pk=page_id).values_list("pk"))
