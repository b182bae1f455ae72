"""Where the admin offers the desk of translations, and the source beside each of them."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from news.admin.beside import BesideView, BlocksView, SettleView
from news.admin.rules import RuleViewSet
from news.admin.translations import BoardView, OpenView
from news.wagtail_hooks.desk import StoriesMenuItem


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """The desk, the way from it to a translation, and what the editor of one asks and says."""
    return [
        path("newsroom/translations/", BoardView.as_view(), name="newsroom_translations"),
        path("newsroom/translations/<int:page_id>/", OpenView.as_view(), name="newsroom_translation"),
        path("newsroom/translations/<int:page_id>/source/", BesideView.as_view(), name="newsroom_source"),
        path("newsroom/translations/<int:page_id>/settle/", SettleView.as_view(), name="newsroom_settle"),
        path("newsroom/translations/<int:page_id>/blocks/", BlocksView.as_view(), name="newsroom_blocks"),
    ]


@hooks.register("register_admin_viewset")
def rules() -> RuleViewSet:
    """The rules by which stories are asked for."""
    return RuleViewSet("translation_rules")


@hooks.register("register_admin_menu_item")
def translations() -> MenuItem:
    """The desk of translations, for who works on pages."""
    url = reverse("newsroom_translations")
    return StoriesMenuItem(_("Translations"), url, "translations", icon_name="globe", order=40)
