"""Requests: who asked for which translation, until when, and who takes it, gives it back or declines it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Locale, Page

from news.editorial import assignments
from news.editorial.assignments import Assignment, assignment_of
from news.editorial.four_eyes import locked_row
from news.editorial.killed import is_killed
from news.editorial.knowing import knows
from news.editorial.notices import Notice, mail, tell
from news.editorial.refusals import Refusal, Refused
from news.editorial.spikes import is_spiked, put_away
from news.models import ArticlePage
from news.models.permissions import may_write
from news.translation.bases import begin
from news.translation.models import Translation, TranslationRequest
from news.translation.sources import row_of, sources_of


@dataclass(frozen=True)
class Wish:
    """How urgent a translation is, when it is due, and what else there is to say."""

    priority: int = TranslationRequest.Priority.NORMAL
    due: datetime | None = None
    note: str = ""


def open_request(page: Page) -> TranslationRequest | None:
    """The request for a translation that nobody has fulfilled or declined yet; one query."""
    rows = TranslationRequest.objects.filter(translation__page_id=page.pk, ended_at__isnull=True)
    return rows.select_related("translation", "asked_by").first()


def sections_for(article: ArticlePage) -> dict[str, Page]:
    """Where translations of `article` would stand, by the code of their locale; one query."""
    rows = Page.objects.filter(translation_key=article.get_parent().translation_key)
    others = rows.exclude(locale_id=article.locale_id).select_related("locale")
    return {page.locale.language_code: page for page in others}


def cannot_request(article: ArticlePage, section: Page | None, by: Any) -> Refusal | None:
    """Why `by` (None for a rule) cannot have `article` translated below `section`; None where they can.

    It takes the right to write there, and nothing more.
    """
    if by and not knows(by, article):
        return Refusal("not_allowed")
    if is_killed(article):
        return Refusal("killed_copy")
    if is_spiked(article):
        return Refusal("spiked_copy")
    if section is None:
        return Refusal("section_untranslated")
    return None if may_add_below(section, by) else Refusal("not_allowed")


def may_add_below(section: Page, by: Any) -> bool:
    """Whether `by`, None for a rule, may write below a section."""
    return by is None or bool(section.permissions_for_user(by).can_add_subpage())


@transaction.atomic
def request(
    article: ArticlePage,
    locale: str,
    *,
    by: Any,
    wish: Wish = Wish(),
) -> TranslationRequest:
    """Ask for `article` in the locale of this code, as a draft that stands below the section's translation.

    Nothing is published. A translation that is there already is to be brought up to date. Raises Refused
    where `by`, None for a rule, cannot ask for it, where it was asked for already, and where the moment is
    past.
    """
    source: ArticlePage = locked_row(article.pk)
    if wish.due and wish.due <= timezone.now():
        raise Refused("due_past")
    if locale == source.locale.language_code:
        raise Refused("translated")
    section = sections_for(source).get(locale)
    if found := cannot_request(source, section, by):
        raise Refused(found)
    translation = made(source, Locale.objects.get(language_code=locale), by)
    if open_request(translation.page):
        raise Refused("requested")
    row = TranslationRequest.objects.create(
        translation=translation, priority=wish.priority, due=wish.due, note=wish.note.strip(), asked_by=by
    )
    due = wish.due and wish.due.isoformat()
    data = {"locale": locale, "priority": row.priority, "due": due, "note": row.note}
    for page in (source, translation.page):
        log(page, "nashra.translation.request", user=by, data=data)
    return row


def made(source: ArticlePage, locale: Locale, by: Any) -> Translation:
    """The translation of a story, made as nobody's draft where there is none; its source's row is locked.

    Raises Refused where the one there is was killed or put away, stands where `by` may not write, or is what
    the source itself was made from: the older of two stories that nothing links is taken for that.
    """
    page = ArticlePage.objects.filter(translation_key=source.translation_key, locale=locale).first()
    if page is None:
        page = source.copy_for_translation(locale)
        ArticlePage.objects.filter(pk=page.pk).update(owner=None)
        localize_names(page)
        return Translation.objects.get(page_id=page.pk)
    if not may_add_below(page.get_parent(), by):
        raise Refused("not_allowed")
    if away := put_away(page):
        raise Refused(away)
    found = row_of(page)
    if page in sources_of(source) or (found is None and page.pk < source.pk):
        raise Refused("is_source")
    if found and found.source_id is None:
        found.source = source
        found.save(update_fields=["source"])
    return found or begin(page.get_latest_revision_as_object(), source)


def localize_names(page: ArticlePage) -> None:
    """Give a new translation the authors and topics of its own language, where they are translated.

    The others stay, for the translator to see; the editor refuses to save them.
    """
    draft = page.get_latest_revision_as_object()
    names = {*(line.author for line in draft.bylines.all()), *draft.topics.all()}
    known = {(type(name), name.pk): name.get_translation_or_none(page.locale) or name for name in names}
    lines = list(draft.bylines.all())
    for line in lines:
        line.author = known[type(line.author), line.author.pk]
    draft.bylines = lines
    draft.topics = [known[type(topic), topic.pk] for topic in draft.topics.all()]
    draft.save_revision(overwrite_revision=draft.latest_revision)


def may_take(article: ArticlePage, user: Any) -> bool:
    """Whether `user` may write this story, or take it as a translation somebody asked for."""
    if may_write(article, user):
        return True
    return bool(user.is_active and open_request(article) and may_add_below(article.get_parent(), user))


@transaction.atomic
def claim(article: ArticlePage, *, by: Any, due: datetime | None = None, note: str = "") -> Assignment:
    """Take a story that is nobody's; a translation that was asked for becomes `by`'s own. Raises Refused."""
    page = locked_row(article.pk)
    held = assignment_of(page)
    if held and may_take(page, by):
        raise Refused("assigned_mine" if held.assignee_id == by.pk else "assigned_other")
    give_to(page, by)
    return assignments.claim(article, by=by, due=due or due_of(article), note=note)


@transaction.atomic
def assign(
    article: ArticlePage, *, assignee: Any, by: Any, due: datetime | None = None, note: str = ""
) -> Assignment:
    """Hand a story over; a translation that was asked for becomes the `assignee`'s own. Raises Refused."""
    give_to(locked_row(article.pk), assignee)
    return assignments.assign(article, assignee=assignee, by=by, due=due or due_of(article), note=note)


@transaction.atomic
def release(article: ArticlePage, *, by: Any) -> Assignment:
    """Make a story nobody's; a translation that was asked for can be taken by others then. Raises Refused."""
    ended = assignments.release(article, by=by)
    if row := open_request(article):
        give_back(row)
    return ended


def give_to(article: ArticlePage, user: Any) -> None:
    """Make a translation that was asked for the own of who writes it: Wagtail lets people edit their own.

    Whose it was before has it again once it is given back, or done.
    """
    row = open_request(article)
    if row and may_take(article, user):
        if assignment_of(article) is None and article.owner_id != user.pk:
            row.former_owner_id = article.owner_id
            row.save(update_fields=["former_owner"])
        ArticlePage.objects.filter(pk=article.pk).update(owner=user)


def give_back(row: TranslationRequest) -> None:
    """Make a translation whose it was before somebody took it on this request; nobody's where it was that."""
    ArticlePage.objects.filter(pk=row.translation.page_id).update(owner=row.former_owner_id)


def due_of(article: ArticlePage) -> datetime | None:
    """When the translation was asked for, if that is still to come."""
    asked = open_request(article)
    return asked.due if asked and asked.due and asked.due > timezone.now() else None


@transaction.atomic
def decline(article: ArticlePage, *, reason: str, by: Any) -> TranslationRequest:
    """Say that a translation will not be made, and why; who asked for it is told. Its draft stays.

    Raises Refused unless it was asked for, `by` may take it, and it is nobody else's; and without a reason.
    """
    page = locked_row(article.pk)
    row = open_request(page)
    if row is None:
        raise Refused("not_requested")
    if not may_take(page, by):
        raise Refused("not_allowed")
    if not reason.strip():
        raise Refused("reason_required")
    if assignment_of(page):
        assignments.release(page, by=by)
        give_back(row)
    row.declined = reason.strip()
    end(row, by=by)
    log(page, "nashra.translation.decline", user=by, data={"reason": row.declined})
    mail(tell(page, Notice.What.DECLINED, [row.asked_by], by=by, words=row.declined))
    return row


def end(row: TranslationRequest, *, by: Any) -> None:
    """Note that a request is over; what was brought up to date is whose it was before."""
    if row.former_owner_id:
        give_back(row)
    row.ended_at, row.ended_by = timezone.now(), by
    row.save(update_fields=["ended_at", "ended_by", "declined"])
