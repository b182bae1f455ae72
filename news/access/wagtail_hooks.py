"""What the doors of the newsroom add to Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from news.access import audit
from news.access.views.second_factor import CHANGE_USERS, FactorView, ResetFactorView, may_reset
from news.access.views.tokens import AllTokensView, OwnTokensView, RevokeView


@hooks.register("register_admin_urls")
def pages() -> list[URLPattern]:
    """Addresses of the admin; Wagtail asks who may use it."""
    return [
        path("second-factor/", FactorView.as_view(), name="access_factor"),
        path("second-factor/<int:user_id>/reset/", ResetFactorView.as_view(), name="access_reset"),
        path("tokens/", OwnTokensView.as_view(), name="access_tokens"),
        path("tokens/all/", AllTokensView.as_view(), name="access_all_tokens"),
        path("tokens/<int:token_id>/revoke/", RevokeView.as_view(), name="access_revoke"),
    ]


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """The words of what is logged."""
    audit.register(actions)


@hooks.register("register_account_menu_item")
def second_factor(request: HttpRequest) -> dict[str, Any]:
    """A way from the account page to the second factor."""
    return {
        "url": reverse("access_factor"),
        "label": _("Second factor"),
        "help_text": _("A code from your phone, asked for besides your password."),
    }


@hooks.register("register_account_menu_item")
def access_tokens(request: HttpRequest) -> dict[str, Any]:
    """A way from the account page to the tokens."""
    return {
        "url": reverse("access_tokens"),
        "label": _("Access tokens"),
        "help_text": _("Keys by which programs use the editorial API in your name."),
    }


class TokensMenuItem(MenuItem):
    """The list of everybody's tokens, for administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person administers others."""
        return request.user.has_perm(CHANGE_USERS)


@hooks.register("register_settings_menu_item")
def all_tokens() -> MenuItem:
    """An entry of the settings menu."""
    return TokensMenuItem(
        _("Access tokens"), reverse("access_all_tokens"), name="access-tokens", icon_name="key", order=650
    )


@hooks.register("register_user_listing_buttons")
def reset_second_factor(user: Any, request_user: Any) -> Iterator[Button]:
    """An entry in the menu of each user."""
    if may_reset(request_user, user):
        url = reverse("access_reset", args=[user.pk])
        yield Button(_("Reset second factor"), url=url, icon_name="key", priority=40)


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    """The styles of our own pages."""
    return format_html('<link rel="stylesheet" href="{}">', static("access/access.css"))
