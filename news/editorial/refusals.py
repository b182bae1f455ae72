"""Refusals as data: a code for programs and a sentence for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: dict[str, Promise | str] = {
    # Four eyes.
    "four_eyes_submitter": _("You submitted this story; somebody else must approve it."),
    "four_eyes_editor": _("You edited this story since it was last public; somebody else must approve it."),
    "four_eyes_approver": _("You approved another step of this review; somebody else must approve this one."),
    # What a person may do, and when.
    "not_allowed": _("You have no right to do this here."),
    "not_in_group": _("Only the group of this step decides it."),
    "already_decided": _("Somebody else has decided this step already."),
    "changed_since_review": _(
        "The story changed after the desk reviewed it; send it back to be reviewed again."
    ),
    "under_review": _("It is under review already."),
    "not_under_review": _("It is not under review."),
    "no_workflow": _("Nothing says how it is reviewed here; an administrator has to set up its review."),
    "not_live": _("It is not published."),
    "nothing_new": _("Readers have its newest words already."),
    "locked": _("It is locked; only who locked it may change it."),
    "review_locked": _("It is under review; only who decides its step may change it."),
    "scheduled": _("It waits for its moment; take it out of the schedule before you change it."),
    "schedule_past": _("It can be scheduled for the future only."),
    "other_review": _(
        "Its kind or its place requires another review than this one; cancel this one and submit it again."
    ),
    "spiked": _("It is spiked; restore it first."),
    "spike_live": _("It is live; withdraw it before you spike it."),
    "spiked_copy": _("A spiked story is neither copied nor translated; restore it first."),
    "not_spiked": _("It is not spiked."),
    "no_section": _("There is no section at this address."),
    "translated": _("It is in this language already."),
    "in_use": _("Public stories are made from this; take it out of them first."),
    "kept": _(
        "Stories that were public or killed, or are scheduled, are not deleted, "
        "nor is what they stand below; spike, withdraw or kill them instead."
    ),
    # What keeps a story from being published.
    "not_approved": _("Its content was never finally approved; submit it for review."),
    "edited_since_approval": _("It was edited after its final approval; submit it for review again."),
    "no_final_approval": _(
        "Not every step of this review has approved this content, so it cannot be published from it."
    ),
    "not_valid": _("It cannot be published as it stands: its address is taken, or a field is not filled in."),
    "killed": _("It was killed; that must be undone before it can be published."),
    "embargoed": _("It is under embargo until %(until)s."),
    "embargoed_open": _("It is under an embargo without an end."),
    "in_release": _("It waits for the release “%(release)s”; take it out first."),
    # What a story lacks.
    "field_required": _("“%(field)s” is missing; a story of this kind cannot go without it."),
    "image_alt": _("The image “%(image)s” has no alternative text."),
    "image_credit": _("The image “%(image)s” has no credit."),
    "image_rights": _("Nobody has said on what ground the image “%(image)s” may be published."),
    # Translations.
    "untranslated": _(
        "It is not fully translated (pieces left: %(count)s): translate them, leave them out on purpose, "
        "or have that waived with a reason."
    ),
    "machine_unseen": _(
        "Nobody has read all of what a machine translated (pieces left: %(count)s): take them over, "
        "or have that waived with a reason."
    ),
    "requested": _("Its translation into this language was asked for already."),
    "not_requested": _("Nobody has asked for this translation, or it was done or declined since."),
    "section_untranslated": _(
        "Its section is not in this language yet; translate the section first, or move the story."
    ),
    "source_not_approved": _("What it was translated from was not approved yet; approve that first."),
    "is_source": _("This story was itself translated from the one in that language."),
    "unfinished_copy": _(
        "Pieces of this translation are copied or a machine’s; finish them, or have them waived, "
        "before you copy it."
    ),
    "four_eyes_translator": _(
        "You answered for pieces of this translation, or waived some; somebody else must approve it."
    ),
    "nothing_to_waive": _("Every piece of it is translated; there is nothing to waive."),
    "not_a_translation": _("It is no translation of another story."),
    "source_retracted": _(
        "Its source was retracted; tell its readers so in a retraction of its own, then publish it."
    ),
    "source_gone": _("What this was translated from is gone, or was killed; its words are not shown."),
    "changed_meanwhile": _(
        "This changed while you looked at it, here or in the source, so nothing was noted; look at it again."
    ),
    "nothing_to_add": _("The translation has these blocks already, or the source has them no longer."),
    # Embargoes.
    "embargo_past": _("An embargo must end in the future."),
    "embargo_public": _("It is public already; withdraw it or kill it instead."),
    "embargo_shorter": _("An embargo is not shortened or lifted but broken, with a reason."),
    "embargo_none": _("It is under no embargo."),
    # Breaking news.
    "breaking_time": _("Breaking news ends in the future, within a day."),
    "breaking_none": _("It is not marked as breaking news."),
    "breaking_kind": _("Only a brief goes out before it was reviewed."),
    "breaking_public": _("It was public before; its changes are reviewed."),
    "check_none": _("There is nothing to check: it did not go out unreviewed, or was checked since."),
    "four_eyes_check": _("You published it; somebody else must check it."),
    # Assignments.
    "assigned_other": _(
        "Somebody else has it; they can release it, or somebody who may edit it hands it over."
    ),
    "assigned_mine": _("You have it already."),
    "assigned_none": _("Nobody has it."),
    "assignee_cannot": _("This person may neither edit it nor decide its step; choose somebody who may."),
    "due_past": _("It must be due in the future."),
    # What is written into a translation from outside.
    "piece_unknown": _("The story has nothing under “%(key)s” to be translated."),
    "piece_lines": _("It has %(given)s lines; as many are needed as the source or the draft has."),
    "piece_long": _("It is too long: %(given)s letters; at most %(most)s fit."),
    "piece_markup": _("Its markup cannot be read: marks stand within marks, or links within links."),
    "piece_empty": _("There is nothing to see in it."),
    # Files in which translations are exchanged.
    "xliff_large": _("The file is larger than %(most)s megabytes; send only what was exported here."),
    "xliff_encoding": _("The file is not written in UTF-8; save it so, and send it again."),
    "xliff_control": _("The file holds control characters; export it anew, and translate that."),
    "xliff_doctype": _("The file declares a document type or entities, which no export has; remove them."),
    "xliff_malformed": _("The file is not well-formed XML; export it anew, and translate that."),
    "xliff_version": _("The file is not XLIFF 2.0; save it in that version, and send it again."),
    "xliff_deep": _("Elements of the file stand too deep within one another; export it anew."),
    "xliff_files": _("The file must hold one story, as it was exported here."),
    "xliff_units": _("The file has more than %(most)s units; send only what was exported here."),
    "xliff_twice": _("Two units of the file have the same id; export it anew, and translate that."),
    "xliff_story": _("The file is not of this translation; import it where it was exported."),
    "xliff_locale": _(
        "The file is from %(source)s into %(target)s, and this translation is not; "
        "import it where it was exported."
    ),
    "xliff_unmarked": _("What was exported here is not in the file any more; write it in the editor."),
    "xliff_broken": _("Its marks are broken; write it in the editor."),
    "xliff_partly": _("Some of its lines are translated and some are not; translate all of them."),
    "xliff_order": _("Its lines are in another order than those of the source; write it in the editor."),
    "xliff_source": _("Its source was changed in the file; write it in the editor."),
    "xliff_gone": _("It is no longer in the story; add it in the editor if it is still wanted."),
    "xliff_dropped": _("It was left out on purpose meanwhile; add it in the editor if it is still wanted."),
    "xliff_changed": _("Somebody changed it meanwhile; compare, and change it in the editor."),
    # Drafts by machine.
    "machine_none": _("This newsroom has no machine translator; an administrator can set one up."),
    "machine_nothing": _("Nothing in it is left to be drafted: all of it is translated."),
    "machine_changed": _("Somebody changed it while the machine worked; nothing was saved. Try again."),
    "machine_budget": _("The letters for today are used up: %(left)s are left, and it has %(needed)s."),
    "machine_unavailable": _("The machine translator does not answer as it should; try again later."),
    "machine_quota": _("The machine translator takes no more for now; try again later."),
    "machine_pair": _("The machine translator does not translate between these languages."),
    "machine_too_long": _("A text is too long for the machine translator; translate it by hand."),
    "machine_bad_answer": _("What the machine translator answered cannot be used; nothing was saved."),
    # Corrections.
    "correction_early": _("It was never public, so there is nothing to correct yet."),
    "correction_changed": _(
        "A correction that readers have seen is neither changed nor removed; add another."
    ),
    # Releases, and what holds a story in one back.
    "release_none": _("It waits for no release."),
    "release_over": _("This release is over: it went out, or was cancelled."),
    "release_empty": _("There is no story in it."),
    "release_full": _("There are at most %(most)s stories in a release."),
    "release_past": _("A release is scheduled for the future only."),
    "release_held": _("Nothing was published: something holds a story in it back."),
    "release_changed": _("Somebody has changed it meanwhile; look at it again."),
    "release_failed": _("Nothing was published: something went wrong that is nobody’s mistake. Try again."),
    "unsettled": _("Readers do not have what is live of it; wait a moment, or withdraw it first."),
    "under_review_at": _("It is under review: %(step)s."),
    "locked_by": _("%(name)s has locked it."),
    "dated_later": _("Its draft says that it goes out at %(at)s; take that date away."),
    "withdrawn_since": _(
        "It was withdrawn after it was put into the release; "
        "take it out, and put it in again if it is to go out all the same."
    ),
    "withheld": _("Readers would not see it: %(reason)s"),
    "unprepared": _("An image in it cannot be prepared for readers."),
    # Kills.
    "killed_copy": _("A story that was killed is neither copied nor translated; undo the kill first."),
    "not_killed": _("It was not killed."),
    "blanked": _("The log has none of its texts any more."),
    "undo_asked": _("Somebody has asked to undo this already."),
    "undo_not_asked": _("Nobody has asked to undo this; ask for it, and somebody else can do it."),
    "four_eyes_undo": _("You asked to undo this; somebody else must do it."),
    "reason_required": _("Say why: the reason is kept."),
    # What a translation is warned of.
    "term_form": _("“%(piece)s”: the source says “%(term)s”, and “%(form)s” is not in the translation."),
    "term_discouraged": _(
        "“%(piece)s”: “%(used)s” is discouraged for “%(term)s”; the glossary has “%(form)s”."
    ),
}


@dataclass(frozen=True)
class Refusal:
    """Why something is forbidden: a code of MESSAGES, what its sentence names, and the field it is about."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    about: str = ""

    @property
    def message(self) -> str:
        """The sentence for people, in the active language, with times as it writes them."""
        return str(MESSAGES[self.code]) % {name: readable(value) for name, value in self.params.items()}


class Caution(Refusal):
    """Something to look at, which keeps nobody from anything; `about` is the piece it is about."""


class Refused(Exception):
    """Editorial rules forbid this. `code` and `message` are those of the first of `refusals`."""

    def __init__(self, *refusals: Refusal | str) -> None:
        self.refusals = [Refusal(one) if isinstance(one, str) else one for one in refusals]
        super().__init__(", ".join(self.codes))

    @property
    def codes(self) -> list[str]:
        """The codes of all reasons."""
        return [refusal.code for refusal in self.refusals]

    @property
    def code(self) -> str:
        """The code of the first reason."""
        return self.refusals[0].code

    @property
    def message(self) -> str:
        """The sentences for people, in the active language."""
        return " ".join(refusal.message for refusal in self.refusals)


def readable(value: Any) -> str:
    """`value` as a sentence names it; a time in the time zone of whoever reads it."""
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    return str(value)
