"""Keeps two moves of pages apart: one waits for the other."""

from collections.abc import Callable
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from wagtail.models import Page

from news.editorial.middleware import RefusalMiddleware
from news.editorial.refusals import Refused
from news.models.tree import hold_tree

# The views that move a page otherwise than by its own method, and what they call its id.
MOVES: Final = {"wagtailadmin_pages:move_confirm": "page_to_move_id", "wagtailadmin_api:pages:action": "pk"}


class MovingMiddleware:
    """Holds the tree while the admin reads where a page stands and moves it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.refusals = RefusalMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """The answer to a move; None leaves all other requests as they are."""
        if request.method != "POST" or (page := moved(request)) is None:
            return None
        try:
            with transaction.atomic():
                hold_tree(page)
                return view(request, *args, **kwargs)
        except Refused as refusal:
            return self.refusals.process_exception(request, refusal)


def moved(request: HttpRequest) -> Page | None:
    """The page that the request asks to move, None where it asks for something else."""
    match = request.resolver_match
    if match is None or match.kwargs.get("action_name", "move") != "move":
        return None
    name = MOVES.get(match.view_name)
    return Page.objects.filter(pk=match.kwargs[name]).first() if name else None
