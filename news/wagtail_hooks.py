"""What the newsroom adds to Wagtail's admin."""

import mimetypes
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.contrib import messages
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from laces.components import Component
from wagtail import hooks
from wagtail.models import Page, PageQuerySet
from wagtail.permissions import policy_registry, register_permission_policy

from news.models import ArticlePage, NewsImage, SectionPage
from news.models.forms import FIRST_LEVEL, is_reserved
from news.publication.guards import SettledImagePolicy, draft_is_approved, keep_as_draft
from news.publication.withheld import withheld_articles, withheld_reason

SHOWN = 10
SHOWN_INLINE = {"image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"}

# Wagtail's own policy for the image model is registered for its subclasses too; an exact class goes first.
register_permission_policy(NewsImage, SettledImagePolicy(), exact_class=True)


@hooks.register("register_admin_urls")
def private_files() -> list[URLPattern]:
    """Originals and renditions, for people who may use the admin; Wagtail asks who they are."""
    return [path("media/<path:name>", private_file, name="nashra_private_file")]


def private_file(request: HttpRequest, name: str) -> FileResponse:
    """One file of private storage; only images are shown, anything else is for saving."""
    try:
        file = default_storage.open(name, "rb")
    except (OSError, SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    kind = mimetypes.guess_type(name)[0] or ""
    response = FileResponse(file, as_attachment=kind not in SHOWN_INLINE)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, max-age=300"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@hooks.register("before_edit_page")
def say_withheld(request: HttpRequest, page: Page) -> None:
    """Tell whoever opens a live page that readers do not see it, or not as it stands."""
    if request.method == "GET" and (withheld := withheld_reason(page)):
        messages.warning(request, withheld.warning)


@hooks.register("construct_page_action_menu")
def publish_by_approval(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Leave out the button that publishes a story: what it published would be withheld."""
    page = context.get("page")
    view_for_article = issubclass(getattr(page, "specific_class", None) or type(page), ArticlePage)
    if view_for_article:
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


@hooks.register("before_publish_page")
def publish_only_what_is_approved(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep a story that nobody approved as the draft it has just been saved as."""
    if not isinstance(page, ArticlePage) or draft_is_approved(page):
        return None
    keep_as_draft(page)
    messages.error(request, _("Saved as a draft: a story is published by its final approval."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def publish_in_bulk_only_what_is_approved(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Refuse to publish several pages at once where a story among them is not approved."""
    if action_type != "publish":
        return None
    waiting = (page for page in stories_to_publish(request, objects) if not draft_is_approved(page))
    titles = [article.title for article in islice(waiting, SHOWN)]
    if not titles:
        return None
    text = _("Nothing was published. These stories have no final approval: %(titles)s.")
    messages.error(request, text % {"titles": "، ".join(titles)})
    return redirect(action.next_url)


def stories_to_publish(request: HttpRequest, pages: list[Page]) -> Iterator[ArticlePage]:
    """The stories a bulk action would publish: with the drafts below the pages where that is asked."""
    drafts = ArticlePage.objects.filter(has_unpublished_changes=True)
    yield from drafts.filter(pk__in=[page.pk for page in pages])
    if request.POST.get("include_descendants"):
        for page in pages:
            for article in drafts.filter(live=False).descendant_of(page).iterator():
                if article.permissions_for_user(request.user).can_publish():
                    yield article


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


class WithheldPanel(Component):
    """The stories that are live but withheld, on the home page of the person who may edit them."""

    name = "withheld"
    order = 50
    template_name = "newsroom/withheld.html"

    def __init__(self, editor: Any) -> None:
        self.editor = editor

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The newest of them."""
        return {"withheld": withheld_articles(SHOWN, self.editor)}


@hooks.register("construct_homepage_panels")
def add_withheld_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Show what is withheld to whoever may edit it."""
    panels.append(WithheldPanel(request.user))
