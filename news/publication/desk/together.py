"""What people do to a release as a whole, as data: the admin and the editorial API run the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from news.editorial.gathering import cancel, may_release
from news.editorial.refusals import Refusal, Refused
from news.editorial.releases import Release
from news.publication.desk.base import NothingToSay, Words, no
from news.publication.releasing import release


@dataclass(frozen=True)
class ReleaseAction:
    """Something a person does to a release; its members are those of an action on a story."""

    name: str
    label: Words
    done: Words
    run: Callable[[Release, Any], Any]
    warning: Words
    icon: str
    form: type[forms.Form] = NothingToSay


def cannot_act(row: Release, by: Any) -> Refusal | None:
    """Why this person can do nothing to a release as a whole; what holds its stories back is asked later."""
    if not row.is_open:
        return no("release_over")
    return None if may_release(row, by) else no("not_allowed")


def perform(action: ReleaseAction, row: Release, by: Any) -> Any:
    """Do it; raises `Refused`, with nothing done."""
    if found := cannot_act(row, by):
        raise Refused(found)
    return action.run(row, by)


RELEASE_ACTIONS: Mapping[str, ReleaseAction] = {
    action.name: action
    for action in (
        ReleaseAction(
            "release",
            _("Release now"),
            _("All of it was published."),
            lambda row, by: release(row, by=by),
            _("Readers get the newest draft of every story in it at once, or of none."),
            "upload",
        ),
        ReleaseAction(
            "cancel",
            _("Cancel the release"),
            _("The release was cancelled. Its stories wait for nothing any more."),
            lambda row, by: cancel(row, by=by),
            _("Nothing is published. Each story can go out alone afterwards."),
            "cross",
        ),
    )
}
