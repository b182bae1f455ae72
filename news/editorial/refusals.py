"""Refusals as data: a code for programs and a sentence for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: dict[str, Promise | str] = {
    "four_eyes_submitter": _("You submitted this story; somebody else must approve it."),
    "four_eyes_editor": _("You edited this story since it was last public; somebody else must approve it."),
    "four_eyes_approver": _("You approved another step of this review; somebody else must approve this one."),
    "not_in_group": _("Only the group of this step can approve it."),
    "changed_since_review": _(
        "The story changed after the desk reviewed it; send it back to be reviewed again."
    ),
    "already_decided": _("Somebody else has decided this step already."),
    "in_use": _("Public stories are made from this; take it out of them first."),
    "no_final_approval": _(
        "Not every step of this review has approved this content, so it cannot be published from it."
    ),
    "not_valid": _("It cannot be published as it stands: its address is taken, or a field is not filled in."),
}


class Refused(Exception):
    """An editorial rule forbids this; `code` is one of MESSAGES."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)

    @property
    def message(self) -> str:
        """The sentence for people, in the active language."""
        return str(MESSAGES[self.code])
