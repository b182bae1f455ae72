"""What changes what readers see: publishing, withdrawing, killing, embargoes, breaking news."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Revision

from news.editorial.breaking import check_breaking, clear_breaking, raise_breaking
from news.editorial.embargo import break_embargo, has_right, in_force, lock_group, set_embargo
from news.editorial.models import Breaking
from news.editorial.refusals import Refusal, Refused
from news.editorial.spikes import is_spiked
from news.models import ArticlePage
from news.publication import permit
from news.publication.actions import publish_breaking, withdraw
from news.publication.desk.base import Action, Data, no
from news.publication.desk.forms import AtForm, EmbargoForm, KillForm, ReasonForm, UntilForm
from news.publication.gate import stored_articles
from news.publication.kills import ask_to_undo, blank_log, is_killed, kill, kill_of, undo
from news.publication.models import Kill
from news.record.models import PublicState, PublishedDocument

Check = Callable[[ArticlePage, Any], Refusal | None]


def public_state(article: ArticlePage) -> str:
    """What the public sees of it: a PublicState, or nothing where it never was public."""
    return stored_articles([article.uuid]).get(article.uuid, ("", ""))[0]


def needs(right: str, *checks: Check) -> Check:
    """A check that this person has a right where the story stands, and then the others in turn."""

    def check(article: ArticlePage, by: Any) -> Refusal | None:
        if not has_right(article, by, right):
            return no("not_allowed")
        return next((found for one in checks if (found := one(article, by))), None)

    return check


def nothing_against_it(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether its newest draft may be published now."""
    return next(iter(permit.refusals(article.get_latest_revision_as_object())), None)


def is_live(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether it is published."""
    return None if article.live else no("not_live")


def is_not_killed(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether it was not killed yet."""
    return no("killed") if is_killed(article) else None


def may_ask_to_undo(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether it was killed, and nobody has asked to undo that yet."""
    row = kill_of(article)
    if row is None:
        return no("not_killed")
    return no("undo_asked") if row.undo_by_id else None


def may_undo(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether somebody else has asked to undo its kill."""
    row = kill_of(article)
    if row is None:
        return no("not_killed")
    if row.undo_by_id is None:
        return no("undo_not_asked")
    return no("four_eyes_undo") if row.undo_by_id == by.pk else None


def may_be_blanked(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether it was killed, and the log still has its texts."""
    row = kill_of(article)
    if row is None:
        return no("not_killed")
    return no("blanked") if row.redact else None


def may_be_embargoed(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether no language of it is public."""
    rows = PublishedDocument.objects.filter(group=article.translation_key, type="article")
    return no("embargo_public") if rows.filter(state=PublicState.LIVE).exists() else None


def is_embargoed(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether it is under embargo."""
    return None if in_force([article.translation_key]) else no("embargo_none")


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


def run_kill(article: ArticlePage, by: Any, data: Data) -> Kill:
    """Take it down for good."""
    words = {"notice": data["notice"], "reason": data["reason"]}
    row = kill(article, by=by, all_locales=data["all_locales"], **words)
    if data["redact"]:
        blank_log(row, by=by)
    return row


@transaction.atomic
def run_blank_log(article: ArticlePage, by: Any, data: Data) -> None:
    """Blank its texts in the log, long after the kill too. Raises Refused."""
    lock_group(article)
    row = kill_of(article)
    if row is None or row.redact:
        raise Refused("blanked" if row else "not_killed")
    blank_log(row, by=by, **data)


# What may still come before the moment for which a story is scheduled.
AWAITING = {
    "not_approved", "edited_since_approval", "field_required", "image_alt", "image_credit", "image_rights"
}  # fmt: skip
PUBLISH, CHANGE = "publish", "change"
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
        needs(PUBLISH, is_embargoed),
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
    Action(
        "kill",
        _("Kill"),
        _("It was killed."),
        needs(PUBLISH, is_not_killed),
        run_kill,
        KillForm,
        "bin",
        _(
            "Readers will never see it again, unless two people undo this. "
            "To take it down for a while, unpublish it."
        ),
    ),
    Action(
        "blank-log",
        _("Blank its texts in the log"),
        _("Nothing of its texts is left in the log."),
        needs(PUBLISH, may_be_blanked),
        run_blank_log,
        ReasonForm,
        "bin",
        _("Its texts go from every version in the log, as the law may ask. It cannot be undone."),
    ),
    Action(
        "ask-to-undo-kill",
        _("Ask to undo the kill"),
        _("Somebody else can undo the kill now."),
        needs(PUBLISH, may_ask_to_undo),
        lambda article, by, data: ask_to_undo(article, by=by, **data),
        ReasonForm,
        "history",
    ),
    Action(
        "undo-kill",
        _("Undo the kill"),
        _("It is withdrawn, and can be published again."),
        needs(PUBLISH, may_undo),
        lambda article, by, data: undo(article, by=by),
        icon="history",
    ),
)
