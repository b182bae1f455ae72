"""Tells whoever would delete a story that must stay why it does."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from wagtail.models import Page

from news.editorial.middleware import ViewMiddleware
from news.editorial.refusals import Refusal
from news.models.keeping import is_kept

DELETE_VIEW = "wagtailadmin_pages:delete"


class KeepingMiddleware(ViewMiddleware):
    """In the admin, answers with the reason where a story that must stay is to be deleted."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """The reason, for who may enter; None leaves the answer to the view."""
        match = request.resolver_match
        if match is None or match.view_name != DELETE_VIEW or not request.user.is_active:
            return None
        page = Page.objects.filter(pk=kwargs["page_id"], depth__gt=1).first()
        if page is None or not is_kept(page):
            return None
        messages.error(request, Refusal("kept").message)
        return redirect("wagtailadmin_explore", page.get_parent().pk)
