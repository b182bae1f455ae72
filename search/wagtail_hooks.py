"""What search adds to Wagtail's admin: a group of the menu, and what is in it."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.permissions import register_permission_policy

from search.admin.permissions import TuningPolicy, right_to_tune
from search.admin.tuning import BestBets, ProtectedWords, Synonyms
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


@hooks.register("register_admin_viewset")
def readers_search() -> ReadersSearch:
    """The group with its lists."""
    return ReadersSearch()


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """The right to decide about searches, in the form of a group."""
    return right_to_tune()
