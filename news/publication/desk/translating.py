"""Translations: asking for one, declining it, having a machine draft it, letting it go out unfinished."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from news.editorial.assignments import assignment_of
from news.editorial.embargo import has_right
from news.editorial.refusals import Refusal, Refused
from news.models import ArticlePage
from news.publication.desk.base import Action, Data, no, put_away
from news.publication.desk.forms import ReasonForm, RequestForm
from news.translation.machine.drafting import cannot_draft, draft_by_machine
from news.translation.models import TranslationRequest
from news.translation.requests import (
    Wish,
    cannot_request,
    decline,
    may_take,
    open_request,
    request,
    sections_for,
)
from news.translation.review import unfinished, waive
from news.translation.sources import translation_of


def cannot_ask(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether there is a language this person can have it translated into."""
    if found := put_away(article, by):
        return found
    sections = sections_for(article).values()
    if not sections:
        return no("section_untranslated")
    if all(cannot_request(article, section, by) for section in sections):
        return no("not_allowed")
    return None


@transaction.atomic
def ask(article: ArticlePage, by: Any, data: Data) -> list[TranslationRequest]:
    """Ask for all the languages given, or for none of them; raises `Refused` with what is against each."""
    found, refusals = [], []
    wish = Wish(data["priority"], data["due"], data["note"])
    for locale in data["locales"]:
        try:
            found.append(request(article, locale, by=by, wish=wish))
        except Refused as refused:
            refusals += refused.refusals
    if refusals:
        raise Refused(*refusals)
    return found


def cannot_decline(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether it was asked for, and this person may take it from whoever has it."""
    if open_request(article) is None:
        return no("not_requested")
    if not may_take(article, by):
        return no("not_allowed")
    held = assignment_of(article)
    return no("assigned_other") if held and held.assignee_id != by.pk else None


def cannot_waive(article: ArticlePage, by: Any) -> Refusal | None:
    """Whether it is a translation that is not finished, and this person may edit what others wrote here."""
    if not has_right(article, by, "change"):
        return no("not_allowed")
    translation = translation_of(article)
    if translation is None:
        return no("not_a_translation")
    draft = article.get_latest_revision_as_object()
    return None if unfinished(translation, draft) else no("nothing_to_waive")


ACTIONS = (
    Action(
        "request-translation",
        _("Request translations"),
        _("It was asked for."),
        cannot_ask,
        ask,
        RequestForm,
        "globe",
    ),
    Action(
        "decline-translation",
        _("Decline this translation"),
        _("It was declined, and who asked for it is told."),
        cannot_decline,
        lambda article, by, data: decline(article, by=by, **data),
        ReasonForm,
        "cross",
    ),
    Action(
        "waive-translation",
        _("Let it go out unfinished"),
        _("What nobody has translated or read of it is waived."),
        cannot_waive,
        lambda article, by, data: waive(article, by=by, **data),
        ReasonForm,
        "warning",
    ),
    Action(
        "machine-draft",
        _("Machine draft"),
        _("A machine drafted it; a person must read all of it. What it could not do is still untranslated."),
        cannot_draft,
        lambda article, by, data: draft_by_machine(article, by),
        icon="cogs",
        warning=_(
            "What is untranslated or missing is sent to the machine translator, "
            "and its answer saved as your draft."
        ),
    ),
)
