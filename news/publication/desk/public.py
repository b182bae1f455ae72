"""What changes what readers see: publishing, withdrawing, embargoes, breaking news."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Revision

from news.editorial.breaking import check_breaking, clear_breaking, raise_breaking
from news.editorial.embargo import break_embargo, has_right_everywhere, in_force, lock_group, set_embargo
from news.editorial.models import Breaking
from news.editorial.refusals import Refusal, Refused
from news.editorial.spikes import is_spiked
from news.models import ArticlePage
from news.publication import permit
from news.publication.actions import publish_breaking, withdraw
from news.publication.desk.base import CHANGE, PUBLISH, Action, Data, is_not_killed, needs, no
from news.publication.desk.forms import AtForm, EmbargoForm, ReasonForm, UntilForm
from news.publication.gate import stored_articles
from news.record.models import PublicState, PublishedDocument


def public_state(article: ArticlePage) -> str:
    """What the public sees of it: a PublicState, or nothing where it never was public."""
    return stored_articles([article.uuid]).get(article.uuid, ("", ""))[0]


def nothing_against_it(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether its newest draft may be published now."""
    return next(iter(permit.refusals(article.get_latest_revision_as_object())), None)


def is_live(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether it is published."""
    return None if article.live else no("not_live")


def may_be_embargoed(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether no language of it is public."""
    rows = PublishedDocument.objects.filter(group=article.translation_key, type="article")
    return no("embargo_public") if rows.filter(state=PublicState.LIVE).exists() else None


def embargo_may_be_broken(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether it is under embargo, and this person may publish it in every language."""
    if not in_force([article.translation_key]):
        return no("embargo_none")
    return None if has_right_everywhere(article, by, PUBLISH) else no("not_allowed")


def is_breaking(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether it is breaking news."""
    rows = Breaking.objects.filter(page_id=article.pk, cleared_at=None)
    return None if rows.exists() else no("breaking_none")


def is_new_brief(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether it is a brief that never was public."""
    if article.get_latest_revision_as_object().kind != ArticlePage.Kind.BRIEF:
        return no("breaking_kind")
    return no("breaking_public") if public_state(article) else None


def may_be_checked(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether it went out unreviewed, by somebody else."""
    rows = Breaking.objects.filter(page_id=article.pk, check_due__isnull=False, checked_at=None)
    row = rows.first()
    if row is None:
        return no("check_none")
    return no("four_eyes_check") if row.raised_by_id == by.pk else None


def has_a_draft(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether there is anything that readers do not have yet."""
    if is_spiked(article):
        return no("spiked")
    return no("nothing_new") if article.live and not article.has_unpublished_changes else None


@transaction.atomic
def publish(article: ArticlePage, by: Any, data: Data) -> None:
    """Publish its newest draft now, whatever it was scheduled for."""
    dated(article, None).publish(user=by)


@transaction.atomic
def schedule(article: ArticlePage, by: Any, data: Data) -> None:
    """Say when its newest draft goes out: at that moment if it is approved, or else approved by then.

    Raises Refused where the moment is past, or something but the approval stands against it.
    """
    at = data["at"]
    if at <= timezone.now():
        raise Refused("schedule_past")
    revision = dated(article, at)
    against = permit.refusals(revision.as_object(), at)
    if others := [refusal for refusal in against if refusal.code not in AWAITING]:
        raise Refused(*others)
    if not against:
        revision.publish(user=by)
    log(article, "nashra.schedule", user=by, data={"at": at.isoformat()})


def dated(article: ArticlePage, at: datetime | None) -> Revision:
    """The newest revision, to go out at a moment or at once: a date is no edit and asks for no approval."""
    lock_group(article)
    revision: Revision = Revision.objects.get(pk=ArticlePage.objects.get(pk=article.pk).latest_revision_id)
    revision.content = {**revision.content, "go_live_at": at and at.isoformat()}
    revision.save(update_fields=["content"])
    return revision


# What may still come before the moment for which a story is scheduled.
AWAITING = {
    "not_approved", "edited_since_approval", "field_required", "image_alt", "image_credit", "image_rights"
}  # fmt: skip
ACTIONS = (
    Action("publish", _("Publish"), _("It was published."), needs(PUBLISH, nothing_against_it), publish),
    Action(
        "schedule",
        _("Schedule"),
        _("It was scheduled."),
        needs(PUBLISH, is_not_killed, has_a_draft),
        schedule,
        AtForm,
        "calendar-alt",
    ),
    Action(
        "withdraw",
        _("Withdraw"),
        _("Readers do not see it any more."),
        needs(PUBLISH, is_live),
        lambda article, by, data: withdraw(article, by=by),
    ),
    Action(
        "set-embargo",
        _("Set an embargo"),
        _("It is under embargo, in every language."),
        needs(CHANGE, is_not_killed, may_be_embargoed),
        lambda article, by, data: set_embargo(article, by=by, **data),
        EmbargoForm,
        "lock",
    ),
    Action(
        "break-embargo",
        _("Break the embargo"),
        _("The embargo is over. Nothing was published by that."),
        needs(PUBLISH, embargo_may_be_broken),
        lambda article, by, data: break_embargo(article, by=by, **data),
        ReasonForm,
        "lock-open",
    ),
    Action(
        "raise-breaking",
        _("Mark as breaking news"),
        _("It is breaking news now."),
        needs(PUBLISH, is_not_killed),
        lambda article, by, data: raise_breaking(article, by=by, **data),
        UntilForm,
        "warning",
    ),
    Action(
        "clear-breaking",
        _("End breaking news"),
        _("It is breaking news no longer."),
        needs(PUBLISH, is_breaking),
        lambda article, by, data: clear_breaking(article, by=by),
        icon="cross",
    ),
    Action(
        "publish-breaking",
        _("Publish unreviewed as breaking news"),
        _("It is public. Somebody else must check it within a quarter of an hour."),
        needs(PUBLISH, is_new_brief),
        lambda article, by, data: publish_breaking(article, by=by, **data),
        UntilForm,
        "upload",
        _("Nobody but you has read it. Somebody else must check it within a quarter of an hour."),
    ),
    Action(
        "check-breaking",
        _("I have checked it"),
        _("You have checked it."),
        needs(CHANGE, may_be_checked),
        lambda article, by, data: check_breaking(article, by=by),
        icon="check",
    ),
)
