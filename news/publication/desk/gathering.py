"""Putting a story into a release, and taking it out."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from news.editorial.gathering import add, cannot_add, languages_of, make, take_out
from news.editorial.refusals import Refusal, Refused
from news.editorial.releases import Release, waits_in
from news.models import ArticlePage
from news.publication.desk.base import PUBLISH, Action, Data, needs, no
from news.publication.desk.forms import AddToReleaseForm


@transaction.atomic
def run_add(article: ArticlePage, by: Any, data: Data) -> Release:
    """Put it into a release, or a new one, alone or in every language. Raises Refused."""
    release: Release = data["release"] or make(data["title"], by=by)
    add(release, languages_of(article) if data["all_languages"] else [article], by=by)
    return release


def waits(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether it waits for a release."""
    return None if waits_in(article) else no("release_none")


def run_take_out(article: ArticlePage, by: Any, data: Data) -> Release:
    """Take it out of its release. Raises Refused."""
    release = waits_in(article)
    if release is None:
        raise Refused("release_none")
    take_out(release, [article], by=by)
    return release


ACTIONS = (
    Action(
        "add-to-release",
        _("Add to a release"),
        _("It was put into the release, and goes out with that."),
        cannot_add,
        run_add,
        AddToReleaseForm,
        "tasks",
        _("It goes out together with all that is in the release, or not at all, and until then not alone."),
    ),
    Action(
        "take-out-of-release",
        _("Take out of its release"),
        _("It waits for no release any more."),
        needs(PUBLISH, waits),
        run_take_out,
        icon="tasks",
    ),
)
