"""What people find on the home page of the admin."""

from django.http import HttpRequest
from laces.components import Component
from wagtail import hooks
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel
from wagtail.models import Page
from wagtail.permissions import policy_registry

from news.admin.desk import DeskPanel

# Ours say the same, of stories a person may know of alone, and in a bounded number of queries.
REPLACED = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel)


@hooks.register("construct_homepage_panels")
def show_the_desk(request: HttpRequest, panels: list[Component]) -> None:
    """Show whoever works on pages what waits, what is late and what is coming."""
    panels[:] = [panel for panel in panels if not isinstance(panel, REPLACED)]
    if policy_registry.get_by_type(Page).explorable_root_instance(request.user):
        panels.append(DeskPanel(request.user))
