"""Which scope a token needs for each action; what is not named here no token may do."""

from collections.abc import Mapping

from news.access.scopes import Scope

OF_ACTION: Mapping[str, Scope] = {
    "submit": Scope.WRITE,
    "claim": Scope.WRITE,
    "assign": Scope.WRITE,
    "release": Scope.WRITE,
    "comment": Scope.WRITE,
    "request-translation": Scope.WRITE,
    "decline-translation": Scope.WRITE,
    "spike": Scope.WRITE,
    "restore": Scope.WRITE,
    "machine-draft": Scope.WRITE,
    "approve": Scope.REVIEW,
    "request-changes": Scope.REVIEW,
    "cancel": Scope.REVIEW,
    "waive-translation": Scope.REVIEW,
    "check-breaking": Scope.REVIEW,
    "publish": Scope.PUBLISH,
    "schedule": Scope.PUBLISH,
    "withdraw": Scope.PUBLISH,
    "set-embargo": Scope.PUBLISH,
    "raise-breaking": Scope.PUBLISH,
    "clear-breaking": Scope.PUBLISH,
    "publish-breaking": Scope.PUBLISH,
    "add-to-release": Scope.PUBLISH,
    "take-out-of-release": Scope.PUBLISH,
    "break-embargo": Scope.KILL,
    "kill": Scope.KILL,
    "blank-log": Scope.KILL,
    "ask-to-undo-kill": Scope.KILL,
    "undo-kill": Scope.KILL,
}


def scope_of(name: str) -> Scope | None:
    """The scope of the action of this name; None where nobody has said, and so nobody may."""
    return OF_ACTION.get(name)
