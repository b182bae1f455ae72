"""Writes into Wagtail's log, under the user it concerns, who let somebody in or shut somebody out."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter, log
from wagtail.models import ModelLogEntry

TOKEN_MADE = "access.token.made"  # noqa: S105 - the name of an action, as the next two
TOKEN_FIRST_USED = "access.token.first_used"  # noqa: S105 - as above
TOKEN_REVOKED = "access.token.revoked"  # noqa: S105 - as above
FACTOR_ON = "access.second_factor.on"
FACTOR_OFF = "access.second_factor.off"
FACTOR_RESET = "access.second_factor.reset"
CODES_RENEWED = "access.recovery_codes.renewed"
CODE_USED = "access.recovery_codes.used"

PLAIN: dict[str, tuple[Promise | str, Promise | str]] = {
    FACTOR_ON: (_("Turn on second factor"), _("Second factor turned on")),
    FACTOR_OFF: (_("Turn off second factor"), _("Second factor turned off")),
    FACTOR_RESET: (_("Reset second factor"), _("Second factor reset by an administrator")),
    CODES_RENEWED: (_("Renew recovery codes"), _("Recovery codes renewed")),
    CODE_USED: (_("Use recovery code"), _("Signed in with a recovery code")),
}
OF_TOKENS: dict[str, tuple[Promise | str, Promise | str]] = {
    TOKEN_MADE: (_("Make access token"), _("Access token %(token)s made")),
    TOKEN_FIRST_USED: (_("Use access token"), _("Access token %(token)s used for the first time")),
    TOKEN_REVOKED: (_("Revoke access token"), _("Access token %(token)s revoked")),
}


def note(user: Any, action: str, *, by: Any, **data: Any) -> None:
    """Log `action` as something that happened to `user`; `by` did it, None where nobody signed in did."""
    log(user, action, user=by, data=data)


def register(actions: LogActionRegistry) -> None:
    """Give every action its words."""
    for action, (label, message) in PLAIN.items():
        actions.register_action(action, label, message)
    for action, (label, message) in OF_TOKENS.items():
        actions.register_action(action)(_formatter(label, message))


def _formatter(action_label: Promise | str, template: Promise | str) -> type[LogFormatter]:
    class TokenFormatter(LogFormatter):
        """Names the token."""

        label = action_label

        def format_message(self, log_entry: ModelLogEntry) -> str:
            """The sentence of an entry."""
            return str(template) % {"token": log_entry.data.get("token", "")}

    return TokenFormatter
