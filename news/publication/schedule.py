"""What time itself does: stories go out when they are due, and come down when their time is over."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from wagtail.models import Page, Revision

from news.editorial import breaking, embargo
from news.editorial.refusals import Refused
from news.publication.marks import mark_later
from news.publication.releasing import fire_due
from news.publication.render.common import renderer
from news.record.models import Mark, PublicState, PublishedDocument

logger = logging.getLogger(__name__)
LONGEST_WAIT = timedelta(minutes=5)


class Clock:
    """Fires what is due: one transaction and one attempt a page, and doubling pauses after failures."""

    def __init__(self) -> None:
        self.failures: dict[str, int] = {}
        self.retry_at: dict[str, datetime] = {}

    def fire(self) -> int:
        """Publish what is due, take down what is over; returns how much was published, changed or marked.

        A page or a release that fails is logged and never stops the others.
        """
        due = self._each("publish", due_revisions(), publish) + fire_due()
        over = self._each("unpublish", expired_pages(), unpublish)
        lifted = len(embargo.end_over(timezone.now()))
        lifted += breaking.clear_over(timezone.now())
        return due + over + lifted + mark_invisible()

    def _each(self, verb: str, keys: Iterable[int], act: Callable[[int], None]) -> int:
        return sum(self._attempt(f"{verb} {key}", key, act) for key in list(keys))

    def _attempt(self, name: str, key: int, act: Callable[[int], None]) -> bool:
        now = timezone.now()
        if self.retry_at.get(name, now) > now:
            return False
        try:
            with transaction.atomic():
                act(key)
        except Refused as refusal:
            self.retry_at[name] = now + LONGEST_WAIT
            logger.warning("could not %s, refused: %s; next try in %s", name, refusal, LONGEST_WAIT)
            return False
        except Exception:
            failures = self.failures[name] = self.failures.get(name, 0) + 1
            wait = min(timedelta(seconds=2 ** min(failures, 16)), LONGEST_WAIT)
            self.retry_at[name] = now + wait
            logger.exception("could not %s; next try in %s", name, wait)
            return False
        self.failures.pop(name, None)
        self.retry_at.pop(name, None)
        return True


def due_revisions() -> Iterable[int]:
    """The revisions whose approved time has come, oldest first."""
    due = Revision.page_revisions.filter(approved_go_live_at__lte=timezone.now())
    return due.order_by("approved_go_live_at").values_list("pk", flat=True)


def expired_pages() -> Iterable[int]:
    """The live pages whose time is over."""
    over = Page.objects.live().filter(expire_at__lte=timezone.now())
    return over.order_by("expire_at").values_list("pk", flat=True)


def publish(revision_id: int) -> None:
    """Publish a due revision, unless somebody else just did."""
    revision = Revision.objects.select_for_update(no_key=True, of=("self",)).get(pk=revision_id)
    if revision.approved_go_live_at and revision.approved_go_live_at <= timezone.now():
        revision.publish(log_action="wagtail.publish.scheduled", skip_permission_checks=True)


def unpublish(page_id: int) -> None:
    """Unpublish an expired page, unless somebody else just did."""
    page = Page.objects.select_for_update(no_key=True, of=("self",)).get(pk=page_id).specific
    if page.live and page.expire_at and page.expire_at <= timezone.now():
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def mark_invisible() -> int:
    """Mark the documents past their end, which no reader sees, to be withdrawn; returns how many."""
    past = PublishedDocument.objects.filter(state=PublicState.LIVE, visible_until__lte=timezone.now())
    return mark_unmarked(past)


def mark_outdated() -> int:
    """Mark the documents that another renderer, or other settings, made; returns how many."""
    live = PublishedDocument.objects.filter(state=PublicState.LIVE)
    return mark_unmarked(live.exclude(renderer=renderer()))


def mark_unmarked(documents: QuerySet[PublishedDocument]) -> int:
    """Mark those of `documents` that have no mark yet; returns how many."""
    waiting = Mark.objects.filter(type=OuterRef("type"), document_id=OuterRef("document_id"))
    things = list(documents.exclude(Exists(waiting)).values_list("type", "document_id"))
    mark_later(things)
    return len(things)
