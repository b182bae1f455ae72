"""Takes stories down for good, follows up until they are gone everywhere, and undoes it for two people."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from news.editorial.embargo import has_right, lock_group
from news.editorial.killed import is_killed
from news.editorial.refusals import Refused
from news.models import ArticlePage
from news.publication import files
from news.publication.models import Clearance, Kill
from news.publication.sync import sync
from news.record import store
from news.record.models import Cursor, Publication, PublicFile, PublishedDocument
from news.record.redact import redact
from news.translation.blanking import blank

API, FILES, LOG = "api", "files", "log"
LOST = timedelta(minutes=1)  # after which a kill that was begun and not finished is taken up again


@dataclass(frozen=True)
class Line:
    """One line of a receipt: a place, what people call it, and since when the story is gone from it."""

    place: str
    label: str
    at: datetime | None


def kill(article: ArticlePage, *, notice: str, by: Any, reason: str = "", all_locales: bool = True) -> Kill:
    """Take an article, by default in every locale, down for good; readers get `notice` and 410.

    The record comes first and in one transaction: from then on the gate refuses the pages, whatever happens
    before they are unpublished. A translation that never was public is killed like the others. `by` is None
    where nobody in particular decided. Raises Refused, with nothing done, unless `by` may publish all, and
    where all are killed already, or somebody is at it. A kill of the same that was begun and given up is
    finished instead.
    """
    with transaction.atomic():
        group = lock_group(article)
        targets = targets_of(article, all_locales=all_locales)
        check_right(targets, by)
        ids = [str(target.uuid) for target in targets]
        if all(map(is_killed, targets)):
            raise Refused("killed")
        begun = kills_of(group).filter(sequence=None)
        row = next((one for one in begun if set(ids) <= set(one.articles)), None)
        if row and not take(row):
            raise Refused("killed")
        if row is None:
            shown = PublicFile.objects.filter(document__type="article", document__document_id__in=ids)
            row = Kill.objects.create(
                group=group,
                articles=ids,
                files=sorted(set(shown.values_list("name", flat=True))),
                notice=notice,
                reason=reason,
                by=by,
                held_until=timezone.now() + LOST,
            )
    carry_out(row)
    return row


def take(row: Kill) -> bool:
    """Begin to carry out a kill that nobody else is carrying out; False where somebody is."""
    now = timezone.now()
    mine = Kill.objects.filter(free(now), pk=row.pk, sequence=None, undone_at=None)
    return mine.update(held_until=now + LOST) == 1


def free(now: datetime) -> Q:
    """Those that nobody carries out at a moment."""
    return Q(held_until=None) | Q(held_until__lte=now)


def kills_of(group: UUID) -> QuerySet[Kill]:
    """The kills that stories of a group are under, the newest first."""
    return Kill.objects.filter(group=group, undone_at=None).order_by("-pk")


def kill_of(article: ArticlePage) -> Kill | None:
    """The kill that a story is under."""
    rows = kills_of(article.translation_key)
    return next((row for row in rows if str(article.uuid) in row.articles), None)


def check_right(targets: Iterable[ArticlePage], by: Any) -> None:
    """Raise Refused unless `by`, where anybody in particular decides, may publish all of `targets`."""
    if by is not None and not all(has_right(target, by, "publish") for target in targets):
        raise Refused("not_allowed")


def targets_of(article: ArticlePage, *, all_locales: bool) -> list[ArticlePage]:
    """The pages that killing `article` concerns."""
    pages = ArticlePage.objects.filter(translation_key=article.translation_key).select_related("locale")
    return list(pages.order_by("pk")) if all_locales else [article]


def carry_out(row: Kill) -> None:
    """Do what a kill says, all of it or what is left of it; once it is done, `follow` does the rest.

    Whoever does so has taken it, and gives it up where something fails.
    """
    try:
        take_down(row)
    except BaseException:
        Kill.objects.filter(pk=row.pk).update(held_until=None)
        raise
    follow_up(row)


def take_down(row: Kill) -> None:
    """Remove the stories of a kill from the record, unpublish them, and tell the log."""
    targets = list(ArticlePage.objects.filter(uuid__in=row.articles).select_related("locale").order_by("pk"))
    killed = {
        ("article", target.uuid): store.Removal(
            "article",
            target.uuid,
            killed=True,
            notice=row.notice,
            locale=target.locale.language_code,
            group=target.translation_key,
        )
        for target in targets
    }
    rows = sync(killed, killed=killed)
    for target in targets:
        if target.live:
            target.unpublish(user=row.by)
        target.revisions.update(approved_go_live_at=None)  # or it would go out once the kill is undone
        log(target, "nashra.kill", user=row.by, data={"notice": row.notice, "reason": row.reason})
    stored = PublishedDocument.objects.filter(type="article", document_id__in=row.articles)
    sequences = [appended.sequence for appended in rows] or stored.values_list("sequence", flat=True)
    row.sequence = max(sequences, default=0)
    row.save(update_fields=["sequence"])


def blank_log(row: Kill, *, by: Any, reason: str = "") -> None:
    """Blank what the log says of a killed story in every version, and what translations keep of its words.

    It is kept who did it and why: `reason`, or that of the kill. Raises Refused unless `by` may publish all.
    """
    targets = list(ArticlePage.objects.filter(uuid__in=row.articles))
    check_right(targets, by)
    reason = reason or row.reason
    Kill.objects.filter(pk=row.pk).update(redact=True, cleared_at=None)
    row.refresh_from_db()
    for public_id in row.articles:
        redact("article", UUID(public_id), by=by.get_username() if by else "", reason=reason)
    blank(row.articles)
    for target in targets:
        log(target, "nashra.kill.blank", user=by, data={"reason": reason})
    follow_up(row)


def follow() -> int:
    """Finish what was begun, and note what else is clear by now; returns how many kills were looked at."""
    now, standing = timezone.now(), Kill.objects.filter(undone_at=None)
    lost = standing.filter(free(now), sequence__isnull=True, at__lt=now - LOST)
    pending = [*lost, *standing.filter(sequence__isnull=False, cleared_at__isnull=True)]
    for row in pending:
        if row.sequence is None:
            if take(row):
                carry_out(row)
        else:
            follow_up(row)
    return len(lost)


def follow_up(row: Kill) -> None:
    """Note the places from which a kill has been cleared since it was last looked at."""
    known = set(row.clearances.values_list("place", flat=True))
    for place in places(row):
        if place not in known and (at := clear_since(row, place)):
            Clearance.note(row, place, at)
            known.add(place)
    if known >= set(places(row)):
        row.cleared_at = timezone.now()
        row.save(update_fields=["cleared_at"])


def places(row: Kill) -> list[str]:
    """Everywhere a killed story has to go from."""
    return [API, FILES, *([LOG] if row.redact else []), *settings.LOG_CONSUMERS]


def clear_since(row: Kill, place: str) -> datetime | None:
    """Since when a kill is cleared from a place; None where it is not yet."""
    if place == API:
        return (
            Publication.objects.filter(sequence=row.sequence or 0)
            .values_list("occurred_at", flat=True)
            .first()
        )
    if place == FILES:
        return None if left_files(row.files) else timezone.now()
    if place == LOG:
        texts = Publication.objects.filter(
            type="article", document_id__in=row.articles, document__isnull=False
        )
        return None if texts.exists() else timezone.now()
    reached = Cursor.objects.filter(consumer=place, sequence__gte=row.sequence or 0)
    return reached.values_list("updated_at", flat=True).first()


def left_files(names: Collection[str]) -> list[str]:
    """Those of these public files that are still there, though no document names them any more."""
    used = set(
        PublicFile.objects.filter(name__in=names, document__isnull=False).values_list("name", flat=True)
    )
    return [name for name in names if name not in used and files.size_of(name) is not None]


def receipt(row: Kill) -> list[Line]:
    """Where a killed story has been cleared, and since when; two queries."""
    cleared = dict(row.clearances.values_list("place", "at"))
    return [Line(place, label_of(place), cleared.get(place)) for place in places(row)]


def label_of(place: str) -> str:
    """What people call a place, in the active language."""
    labels = {
        API: _("API, reader site, feeds and sitemaps"),
        FILES: _("Addresses of its images"),
        LOG: _("Texts in the log"),
        "search": _("Search on this machine"),
        "elasticsearch": _("Search on Elasticsearch"),
        "neighbours": _("Related stories"),
    }
    return labels.get(place, place)


@transaction.atomic
def ask_to_undo(article: ArticlePage, *, reason: str, by: Any) -> Kill:
    """Ask for a killed story to be released; somebody else has to do it. Raises Refused."""
    row = undoable(article, by)
    if not reason.strip():
        raise Refused("reason_required")
    if row.undo_by_id:
        raise Refused("undo_asked")
    row.undo_reason, row.undo_by, row.undo_at = reason.strip(), by, timezone.now()
    row.save()
    log(article, "nashra.kill.undo.ask", user=by, data={"reason": row.undo_reason})
    return row


@transaction.atomic
def undo(article: ArticlePage, *, by: Any) -> list[Publication]:
    """Release a killed story as somebody else asked: it is withdrawn, and can be published again.

    What is under another kill too stays so, and what was blanked in the log. Returns the rows appended to the
    log; raises Refused.
    """
    row = undoable(article, by)
    if row.undo_by_id is None:
        raise Refused("undo_not_asked")
    if row.undo_by_id == by.pk:
        raise Refused("four_eyes_undo")
    others = kills_of(row.group).exclude(pk=row.pk)
    held = {public_id for other in others for public_id in other.articles}
    released = ArticlePage.objects.filter(uuid__in=set(row.articles) - held)
    ids = released.values_list("uuid", flat=True)
    rows = store.write(removals=[store.Removal("article", public_id, undone=True) for public_id in ids])
    row.undone_by, row.undone_at = by, timezone.now()
    row.save()
    log(article, "nashra.kill.undo", user=by, data={"reason": row.undo_reason})
    return rows


def undoable(article: ArticlePage, by: Any) -> Kill:
    """The kill that `article` is under, locked with its pages; raises Refused where `by` may not undo it."""
    if not has_right(article, by, "publish"):
        raise Refused("not_allowed")
    group = lock_group(article)
    for row in kills_of(group).select_for_update(no_key=True, of=("self",)):
        if str(article.uuid) in row.articles:
            check_right(ArticlePage.objects.filter(uuid__in=row.articles), by)
            return row
    raise Refused("not_killed")
