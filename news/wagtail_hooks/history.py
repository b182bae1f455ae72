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
    "nashra.release.make": (_("Begin a release"), _("Began the release")),
    "nashra.release.rename": (_("Rename a release"), _("Gave the release another title")),
    "nashra.release.add": (_("Add to a release"), _("Put it into a release")),
    "nashra.release.take_out": (_("Take out of a release"), _("Took it out of its release")),
    "nashra.release.ready": (
        _("Wait for a release"),
        _("Finally approved it; it waits for its release and goes out with that"),
    ),
    "nashra.release.schedule": (_("Schedule a release"), _("Scheduled its release")),
    "nashra.release.unschedule": (
        _("Take a release out of the schedule"),
        _("Took its release out of the schedule"),
    ),
    "nashra.release.fail": (_("Hold a release back"), _("The release did not go out")),
    "nashra.release.release": (_("Release together"), _("Published it with its release")),
    "nashra.release.cancel": (_("Cancel a release"), _("Cancelled its release")),
    "nashra.release.delete": (_("Delete a story in a release"), _("Deleted a story in it")),
}


@hooks.register("register_log_actions")
def editorial_actions(actions: Any) -> None:
    """Name what the newsroom does to a story in its history."""
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
