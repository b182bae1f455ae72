"""Keeps two moves of pages apart: one waits for the other."""

from collections.abc import Callable
from functools import partial
from typing import Final

from django.http import HttpRequest
from wagtail.models import Page

from news.editorial.middleware import HoldingMiddleware
from news.models.tree import hold_tree

# The views that move a page otherwise than by its own method, and what they call its id.
MOVES: Final = {"wagtailadmin_pages:move_confirm": "page_to_move_id", "wagtailadmin_api:pages:action": "pk"}


class MovingMiddleware(HoldingMiddleware):
    """Holds the tree while the admin reads where a page stands and moves it."""

    def hold(self, request: HttpRequest) -> Callable[[], None] | None:
        """The lock of the tree, where a page is moved."""
        page = moved(request)
        return partial(hold_tree, page) if page else None


def moved(request: HttpRequest) -> Page | None:
    """The page that the request asks to move, None where it asks for something else."""
    match = request.resolver_match
    if match is None or match.kwargs.get("action_name", "move") != "move":
        return None
    name = MOVES.get(match.view_name)
    return Page.objects.filter(pk=match.kwargs[name]).first() if name else None
