"""What the newsroom adds to Wagtail's admin."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from laces.components import Component
from wagtail import hooks
from wagtail.models import Page

from news.models import ArticlePage
from news.publication.withheld import withheld_articles, withheld_reason

SHOWN = 10


@hooks.register("register_admin_urls")
def private_files() -> list[URLPattern]:
    """Originals and renditions, for people who may use the admin; Wagtail asks who they are."""
    return [path("media/<path:name>", private_file, name="nashra_private_file")]


def private_file(request: HttpRequest, name: str) -> FileResponse:
    """One file of private storage."""
    try:
        file = default_storage.open(name, "rb")
    except (FileNotFoundError, IsADirectoryError, SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    response = FileResponse(file)
    response["Cache-Control"] = "private, max-age=300"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@hooks.register("before_edit_page")
def say_withheld(request: HttpRequest, page: Page) -> None:
    """Tell whoever opens a live page that readers do not see it."""
    if request.method == "GET" and (withheld := withheld_reason(page)):
        text = _("Readers do not see this page: %(reason)s") % {"reason": withheld.message}
        messages.warning(request, text)


@hooks.register("construct_page_action_menu")
def publish_by_approval(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Leave out the button that publishes a story: what it published would be withheld."""
    page = context.get("page")
    view_for_article = issubclass(getattr(page, "specific_class", None) or type(page), ArticlePage)
    if view_for_article:
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


class WithheldPanel(Component):
    """The stories that are live but withheld, on the admin's home page."""

    name = "withheld"
    order = 50
    template_name = "newsroom/withheld.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The newest of them."""
        return {"withheld": withheld_articles(SHOWN)}


@hooks.register("construct_homepage_panels")
def add_withheld_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Show what is withheld to everybody who may see the admin."""
    panels.append(WithheldPanel())
