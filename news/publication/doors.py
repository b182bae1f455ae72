"""Asks the rules where Wagtail publishes a story otherwise than by the story's own method: in its own API."""

from collections.abc import Callable
from functools import partial
from typing import Final

from django.http import HttpRequest

from news.editorial.embargo import lock_group
from news.editorial.middleware import HoldingMiddleware
from news.models import ArticlePage
from news.publication.permit import check_publication

ACTIONS: Final = "wagtailadmin_api:pages:action"


class PublishingMiddleware(HoldingMiddleware):
    """Holds a story while that API publishes it, and refuses what may not go out."""

    def hold(self, request: HttpRequest) -> Callable[[], None] | None:
        """The check of the story, where whoever asks may publish at all; all others the API turns away."""
        match = request.resolver_match
        if match is None or match.view_name != ACTIONS or match.kwargs["action_name"] != "publish":
            return None
        article = ArticlePage.objects.filter(id=match.kwargs["pk"]).first()
        if article is None or not article.permissions_for_user(request.user).can_publish():
            return None
        return partial(check, article)


def check(article: ArticlePage) -> None:
    """Raise Refused where the newest draft, or the page of which there is none, may not go out."""
    lock_group(article)
    revision = article.get_latest_revision() or article.save_revision()
    check_publication(article, revision)
