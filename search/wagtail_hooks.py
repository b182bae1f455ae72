"""What search adds to Wagtail's admin: a group of the menu, and what is in it."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.permissions import register_permission_policy

from search.admin.explaining import ExplainView
from search.admin.permissions import TuningPolicy, may_edit_stories, may_read, rights
from search.admin.report import AskedReport
from search.admin.tuning import BestBets, ProtectedWords, Synonyms
from search.admin.writing import ArticleViewSet, SuggestionsView
from search.models import BestBet, ProtectedWord, SynonymGroup

for model in (SynonymGroup, ProtectedWord, BestBet):
    register_permission_policy(model, TuningPolicy(model))


class ReadersSearch(ViewSetGroup):
    """What there is about readers' searches; hooks named `register_search_menu_item` add to it."""

    menu_label = _("Readers’ searches")
    menu_icon = "search"
    menu_name = "readers-search"
    menu_order = 260
    items = (Synonyms, ProtectedWords, BestBets)
    submenu_hook = "register_search_menu_item"


class MenuItemFor(MenuItem):
    """The way to something about search, for whom `may` says it is."""

    def __init__(self, *args: Any, may: Callable[[Any], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may = may

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether it is for this person."""
        return self.may(request.user)


@hooks.register("register_admin_viewset")
def readers_search() -> ReadersSearch:
    """The group with its lists."""
    return ReadersSearch()


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """What is no list of decisions; Wagtail asks who may use the admin."""
    return [
        path("search/asked/", AskedReport.as_view(), name="search_asked"),
        path("search/asked/results/", AskedReport.as_view(results_only=True), name="search_asked_results"),
        path("newsroom/search/explain/", ExplainView.as_view(), name="search_explain"),
        path("newsroom/search/suggestions/", SuggestionsView.as_view(), name="search_suggestions"),
    ]


@hooks.register("register_search_menu_item")
def what_readers_ask() -> MenuItem:
    """The report."""
    url = reverse("search_asked")
    return MenuItemFor(_("What readers ask"), url, "readers-ask", icon_name="help", order=0, may=may_read)


@hooks.register("register_search_menu_item")
def explanation() -> MenuItem:
    """Why readers find what they find."""
    url = reverse("search_explain")
    return MenuItemFor(
        _("Why is it found?"), url, "explain", icon_name="help", order=10, may=may_edit_stories
    )


@hooks.register("register_admin_viewset")
def articles() -> ArticleViewSet:
    """The editor of stories."""
    return ArticleViewSet()


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """The rights about searches, in the form of a group."""
    return rights()
