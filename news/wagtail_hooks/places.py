"""What the admin does where somebody copies, moves or chooses pages."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page, PageQuerySet
from wagtail.permissions import policy_registry

from news.editorial.states import without_spiked
from news.models import SectionPage
from news.models.forms import FIRST_LEVEL, is_reserved
from news.models.keeping import with_kept


@hooks.register("before_copy_page")
def keep_one_home_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to copy a home page: its address is its language, and each has one."""
    if page.depth >= FIRST_LEVEL:
        return None
    messages.error(request, _("A language has one home page, so it is not copied."))
    return redirect("wagtailadmin_explore", page.pk)


@hooks.register("before_move_page")
def keep_reserved_addresses(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Refuse to move a section to where the reader site has a page of its own."""
    if not lands_on_reserved(page, destination):
        return None
    messages.error(request, _("The reader site needs this address for itself."))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_bulk_action")
def keep_reserved_addresses_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Refuse to move several pages at once where a section among them may not stand there."""
    if action_type != "move" or not any(isinstance(thing, Page) for thing in objects):
        return None
    destination = action.cleaned_form.cleaned_data["chooser"]
    if not any(lands_on_reserved(page, destination) for page in objects):
        return None
    messages.error(request, _("The reader site needs this address for itself."))
    return redirect(action.next_url)


@hooks.register("construct_explorer_page_queryset")
def leave_out_spiked(parent: Page, pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """List a section without what was put away; `?spiked=1` lists that alone."""
    kept = without_spiked(pages)
    return pages.exclude(pk__in=kept.values("pk")) if "spiked" in request.GET else kept


@hooks.register("construct_explorer_page_queryset")
def know_what_is_kept(parent: Page, pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Ask once which stories of a list may not be deleted."""
    return with_kept(pages)


def lands_on_reserved(page: Page, destination: Page) -> bool:
    """Whether moving a page below `destination` puts a section where the reader site has its own page."""
    section = issubclass(page.specific_class or Page, SectionPage)
    return section and is_reserved(page.slug, destination.depth + 1)


@hooks.register("construct_page_chooser_queryset")
def choose_from_what_one_knows(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Offer the drafts a person may do something with, and live pages to whoever may edit any page."""
    if request.user.is_superuser:
        return pages
    policy = policy_registry.get_by_type(Page)
    if policy.explorable_root_instance(request.user) is None:
        return pages.none()
    known = policy.explorable_instances(request.user).values("pk")
    return pages.filter(Q(live=True) | Q(pk__in=known))
