"""What the newsroom does to a story, as the story's history in the admin tells it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

ACTIONS = {
    "nashra.embargo.set": (_("Set an embargo"), _("Put it under embargo")),
    "nashra.embargo.break": (_("Break an embargo"), _("Broke the embargo")),
    "nashra.breaking.raise": (_("Mark as breaking news"), _("Marked it as breaking news")),
    "nashra.breaking.clear": (_("Clear breaking news"), _("Marked it as breaking news no longer")),
    "nashra.breaking.publish": (
        _("Publish as breaking news"),
        _("Published it as breaking news, unreviewed"),
    ),
    "nashra.breaking.check": (_("Check breaking news"), _("Checked what was published unreviewed")),
    "nashra.refreshed": (_("Change an image in it"), _("Changed an image in it")),
    "nashra.spike": (_("Spike"), _("Spiked it")),
    "nashra.restore": (_("Restore"), _("Restored it")),
    "nashra.schedule": (_("Schedule"), _("Scheduled it")),
    "nashra.assignment.claim": (_("Claim"), _("Claimed it")),
    "nashra.assignment.assign": (_("Assign"), _("Assigned it")),
    "nashra.assignment.release": (_("Release"), _("Released it")),
    "nashra.translation.request": (_("Request a translation"), _("Asked for a translation")),
    "nashra.translation.decline": (_("Decline a translation"), _("Declined to translate it")),
    "nashra.translation.waive": (_("Waive a translation"), _("Waived what is unfinished")),
    "nashra.kill": (_("Kill"), _("Killed it")),
    "nashra.kill.blank": (_("Blank the log of a kill"), _("Blanked its texts in the log")),
    "nashra.kill.undo.ask": (_("Ask to undo a kill"), _("Asked to undo the kill")),
    "nashra.preview.make": (_("Make a preview link"), _("Made a link to a preview of its draft")),
    "nashra.preview.open": (_("Open a preview link"), _("Opened a preview of its draft by a link")),
    "nashra.preview.revoke": (_("Revoke a preview link"), _("Revoked a link to a preview of its draft")),
    "nashra.kill.undo": (_("Undo a kill"), _("Undid the kill")),
}


@hooks.register("register_log_actions")
def editorial_actions(actions: Any) -> None:
    """Name what the newsroom does to a story in its history."""
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
