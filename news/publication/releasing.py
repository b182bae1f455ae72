"""Releases go out: every story in the same transaction, with what readers get of it, or none."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override

from news.editorial.embargo import lock_stories
from news.editorial.gathering import hold, may_release, note
from news.editorial.notices import Notice, mail, tell
from news.editorial.refusals import Refusal, Refused
from news.editorial.releases import Release, open_releases
from news.models import ArticlePage
from news.publication import presets
from news.publication.gate import judge
from news.publication.readiness import Line, readiness, unseen
from news.publication.sync import sync_with
from news.publication.types.article import images_of
from news.record.models import Publication
from news.translation.models import Translation

logger = logging.getLogger(__name__)
LONGEST_WAIT = timedelta(minutes=5)
Held = Mapping[int, Sequence[Refusal]]


class HeldBack(Refused):
    """Stories are held back, so nothing of their release went out; `held` has the reasons by page id."""

    def __init__(self, held: Held) -> None:
        self.held = held
        super().__init__("release_held")


class NotDueError(Exception):
    """The clock came for a release that somebody put off, or that is over."""


def release(row: Release, *, by: Any) -> list[Publication]:
    """Publish the newest draft of every story in a release at once; returns the rows appended to the log.

    `by` is None where the clock does it. Raises Refused, with nothing published, unless `by` may publish all;
    where the release is over, empty, or was changed meanwhile; HeldBack where anything holds a story back;
    and where something fails that is nobody's doing. Raises NotDueError where the clock need not do it.
    """
    check_allowed(row, by)
    lines = readiness(row, by=by)
    check_open(row, by)  # after looking: what went out meanwhile has nothing new, and is not held back
    checked(lines)
    asked = {line.article.pk: line.article.uuid for line in lines}
    things = [("article", public_id) for public_id in asked.values()]
    try:
        return sync_with(things, partial(publish_all, row, asked, by), partial(prepare, lines))
    except (Refused, NotDueError):
        raise
    except Exception as error:
        logger.exception("could not release %s", row.pk)
        raise Refused("release_failed") from error


def check_allowed(row: Release, by: Any) -> None:
    """Raise Refused unless `by`, where it is anybody, may release it; NotDueError where it is not due."""
    if by is not None:
        if not may_release(row, by):
            raise Refused("not_allowed")
    elif not (row.is_open and row.at and row.at <= timezone.now()):
        raise NotDueError


def check_open(row: Release, by: Any) -> None:
    """Raise Refused where a release is over by now, to the clock NotDueError."""
    if not open_releases().filter(pk=row.pk).exists():
        raise Refused("release_over") if by is not None else NotDueError


def checked(lines: list[Line]) -> list[Line]:
    """`lines`, if nothing holds any of them back. Raises Refused."""
    if not lines:
        raise Refused("release_empty")
    if held := {line.article.pk: line.refusals for line in lines if line.refusals}:
        raise HeldBack(held)
    return lines


def prepare(lines: Sequence[Line]) -> None:
    """Make what the drafts' images need in public. Raises HeldBack where one cannot be made."""
    held: dict[int, list[Refusal]] = {}
    for line in lines:
        try:
            presets.prepare(images_of([line.draft]).values())
        except Exception:
            logger.exception("could not prepare the images of %s", line.article.uuid)
            held[line.article.pk] = [Refusal("unprepared")]
    if held:
        raise HeldBack(held)


def publish_all(row: Release, asked: Mapping[int, UUID], by: Any) -> None:
    """Publish all stories of a release in this transaction, if they are those `asked` for and ready now.

    The release is over first: from then on no story waits for it, and the same rules apply as to each alone.
    Its row is locked before those of its stories, and these in the order of their ids, in every language.
    """
    row = hold(row)
    rows = ArticlePage.objects.filter(pk__in=row.items.values("page_id"))
    lock_stories(rows.values_list("translation_key", flat=True))
    check_allowed(row, by)
    if set(rows.values_list("pk", flat=True)) != asked.keys():
        raise Refused("release_changed")
    row.items.update(waits=False)
    row.released_by, row.released_at = by, timezone.now()
    row.save(update_fields=["released_by", "released_at"])
    lines = checked(readiness(row, by=by))
    for article in translations_first(line.article for line in lines):
        publish_one(article, by)
    check_public(asked)
    note(row, "release", [line.article for line in lines], by=by)


def translations_first(articles: Iterable[ArticlePage]) -> list[ArticlePage]:
    """These stories, each after what was made from it: a retracted source takes translations down at once,
    but for those that tell their own readers by then.
    """
    by_id = {article.pk: article for article in articles}
    rows = Translation.objects.filter(page_id__in=by_id, source_id__in=by_id)
    sources = dict(rows.values_list("page_id", "source_id"))

    def distance(pk: int | None) -> int:
        return 1 + distance(sources[pk]) if pk in sources else 0

    return [by_id[pk] for pk in sorted(by_id, key=lambda pk: (-distance(pk), pk))]


def publish_one(article: ArticlePage, by: Any) -> None:
    """Publish the newest draft of a story; right and reasons were asked for all of them. Raises HeldBack."""
    action = "wagtail.publish" if by is not None else "wagtail.publish.scheduled"
    try:
        article.latest_revision.publish(user=by, log_action=action, skip_permission_checks=True)
    except ValidationError as error:  # another page took its address since it was read
        raise HeldBack({article.pk: [Refusal("not_valid")]}) from error


def check_public(page_ids: Mapping[int, UUID]) -> None:
    """Raise HeldBack where the gate keeps one of these pages, which are live by now, in all the same."""
    pages = list(ArticlePage.objects.filter(pk__in=list(page_ids)))
    verdicts = judge(pages)
    if held := {page.pk: [unseen(verdicts[page.pk].reason)] for page in pages if verdicts[page.pk].reason}:
        raise HeldBack(held)


def fire_due() -> int:
    """Release what is due; returns how many went out. One that does not is put off, longer each time."""
    now = timezone.now()
    due = open_releases().filter(Q(retry_at=None) | Q(retry_at__lte=now), at__lte=now)
    return sum(fire(row) for row in list(due))


def fire(row: Release) -> bool:
    """Release what is due; whether it went out. Why it did not is kept with it."""
    try:
        release(row, by=None)
    except NotDueError:
        return False
    except Refused as refusal:
        logger.warning("release %s did not go out: %s", row.pk, refusal)
        postpone(row, refusal)
        return False
    return True


@transaction.atomic
def postpone(seen: Release, refusal: Refused) -> None:
    """Keep why a release did not go out, and when it is tried again; who answers for it is told once."""
    row = open_releases().select_for_update(no_key=True, of=("self",)).filter(pk=seen.pk, at=seen.at).first()
    if row is None:  # somebody put it off, released or cancelled it
        return
    held = refusal.held if isinstance(refusal, HeldBack) else {None: refusal.refusals}
    now = timezone.now()
    with override(settings.LANGUAGE_CODE):
        row.failure = [
            {"page": pk, "code": one.code, "message": one.message}
            for pk, found in held.items()
            for one in found
        ]
    row.failures, row.failed_at = row.failures + 1, now
    row.retry_at = now + min(timedelta(seconds=2 ** min(row.failures, 16)), LONGEST_WAIT)
    row.save(update_fields=["failure", "failures", "failed_at", "retry_at"])
    if row.failures == 1:
        note(row, "fail", [], by=None, codes=sorted({one["code"] for one in row.failure}))
        tell_failed(row)


def tell_failed(row: Release) -> None:
    """Tell who scheduled a release, and who made it, that it did not go out: once, of a story they know."""
    left = {pk for pk in (row.scheduled_by_id, row.made_by_id) if pk}
    blamed = [one["page"] for one in row.failure if one["page"]] or row.items.values_list(
        "page_id", flat=True
    )
    for article in ArticlePage.objects.filter(pk__in=blamed).order_by("pk"):
        reasons = [one["message"] for one in row.failure if one["page"] in (None, article.pk)]
        people = get_user_model().objects.filter(pk__in=left)
        told = tell(article, Notice.What.RELEASE_FAILED, people, by=None, words=words_of(row, reasons))
        mail(told)
        left -= {notice.recipient_id for notice in told}


def words_of(row: Release, reasons: Sequence[str]) -> str:
    """Which release it is, and why it did not go out."""
    return "\n".join([row.title, *reasons])
