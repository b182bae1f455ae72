"""Where the admin offers what the newsroom does to a story."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from news.admin.stories import ActionView, KillView
from news.models import ArticlePage
from news.publication.desk.public import kill_of
from news.publication.desk.registry import ACTIONS

PRIORITY = 100  # below what Wagtail offers


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Actions on a story, and receipts; Wagtail asks who may use the admin."""
    return [
        path("newsroom/stories/<int:page_id>/<slug:name>/", ActionView.as_view(), name="newsroom_action"),
        path("newsroom/kills/<int:pk>/", KillView.as_view(), name="newsroom_kill"),
    ]


@hooks.register("register_page_header_buttons")
def actions(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """What this person can do to this story now."""
    article = page.specific
    if not isinstance(article, ArticlePage):
        return
    for place, action in enumerate(ACTIONS.values()):
        if action.icon and action.refusal(article, user) is None:
            url = reverse("newsroom_action", args=[page.pk, action.name])
            yield Button(str(action.label), url, icon_name=action.icon, priority=PRIORITY + place)
    if row := kill_of(article):
        url = reverse("newsroom_kill", args=[row.pk])
        yield Button(_("Receipt of the kill"), url, icon_name="doc-full", priority=PRIORITY * 2)
