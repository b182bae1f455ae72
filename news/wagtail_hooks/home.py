"""What people find on the home page of the admin."""

from typing import Any

from django.http import HttpRequest
from laces.components import Component
from wagtail import hooks

from news.publication.withheld import withheld_articles

SHOWN = 10


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
