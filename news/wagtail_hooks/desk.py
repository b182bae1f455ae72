"""Where the admin offers what the newsroom does to a story."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry

from news.admin.history import HistoryView
from news.admin.notices import NoticesMenuItem, NoticesView
from news.admin.releases import (
    ChangeReleaseView,
    NewReleaseView,
    ReleaseActionView,
    ReleasesView,
    ReleaseView,
)
from news.admin.report import StoriesReport
from news.admin.stories import ActionView, KillView
from news.editorial.releases import waits_in
from news.models import ArticlePage
from news.publication.desk.registry import ACTIONS
from news.publication.kills import kill_of

PRIORITY = 100  # below what Wagtail offers


class StoriesMenuItem(MenuItem):
    """The way to something about stories, for who works on pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may know of any story."""
        return bool(policy_registry.get_by_type(Page).explorable_root_instance(request.user))


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Actions on a story, and receipts; Wagtail asks who may use the admin."""
    return [
        path("newsroom/stories/", StoriesReport.as_view(), name="newsroom_stories"),
        path(
            "newsroom/stories/results/",
            StoriesReport.as_view(results_only=True),
            name="newsroom_stories_results",
        ),
        path("newsroom/stories/<int:page_id>/history/", HistoryView.as_view(), name="newsroom_history"),
        path("newsroom/stories/<int:page_id>/<slug:name>/", ActionView.as_view(), name="newsroom_action"),
        path("newsroom/notices/", NoticesView.as_view(), name="newsroom_notices"),
        path("newsroom/releases/", ReleasesView.as_view(), name="newsroom_releases"),
        path("newsroom/releases/new/", NewReleaseView.as_view(), name="newsroom_release_new"),
        path("newsroom/releases/<int:pk>/", ReleaseView.as_view(), name="newsroom_release"),
        path(
            "newsroom/releases/<int:pk>/change/", ChangeReleaseView.as_view(), name="newsroom_release_change"
        ),
        path(
            "newsroom/releases/<int:pk>/<slug:name>/",
            ReleaseActionView.as_view(),
            name="newsroom_release_action",
        ),
        path("newsroom/kills/<int:pk>/", KillView.as_view(), name="newsroom_kill"),
    ]


@hooks.register("register_reports_menu_item")
def stories_report() -> MenuItem:
    """The report on stories."""
    return StoriesMenuItem(
        _("Stories"), reverse("newsroom_stories"), "stories", icon_name="list-ul", order=90
    )


@hooks.register("register_admin_menu_item")
def releases() -> MenuItem:
    """Stories that go out together."""
    url = reverse("newsroom_releases")
    return StoriesMenuItem(_("Releases"), url, "releases", icon_name="tasks", order=49)


@hooks.register("register_admin_menu_item")
def notices() -> MenuItem:
    """What a person was told, for everybody who may use the admin."""
    return NoticesMenuItem(_("Notices"), reverse("newsroom_notices"), "notices", icon_name="mail", order=50)


@hooks.register("register_page_header_buttons")
def actions(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """What this person can do to this story now."""
    article = page.specific
    if not isinstance(article, ArticlePage):
        return
    url = reverse("newsroom_history", args=[page.pk])
    yield Button(str(_("Whole history")), url, icon_name="history", priority=PRIORITY - 1)
    if release := waits_in(article):
        url = reverse("newsroom_release", args=[release.pk])
        yield Button(str(_("Its release")), url, icon_name="tasks", priority=PRIORITY - 1)
    for place, action in enumerate(ACTIONS.values()):
        if action.icon and action.refusal(article, user) is None:
            url = reverse("newsroom_action", args=[page.pk, action.name])
            yield Button(str(action.label), url, icon_name=action.icon, priority=PRIORITY + place)
    if row := kill_of(article):
        url = reverse("newsroom_kill", args=[row.pk])
        yield Button(str(_("Receipt of the kill")), url, icon_name="doc-full", priority=PRIORITY * 2)
