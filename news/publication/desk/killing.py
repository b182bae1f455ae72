"""What takes a story down for good, and what undoes that."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from news.editorial.embargo import lock_group
from news.editorial.refusals import Refusal, Refused
from news.models import ArticlePage
from news.publication.desk.base import PUBLISH, Action, Data, is_not_killed, needs, no
from news.publication.desk.forms import KillForm, ReasonForm
from news.publication.kills import ask_to_undo, blank_log, kill, kill_of, undo
from news.publication.models import Kill


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


ACTIONS = (
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
