"""What is put into releases and taken out, when they are to go out, and what their history tells of that."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.permissions import policy_registry

from news.editorial.embargo import has_right, lock_stories
from news.editorial.fingerprint import fingerprint
from news.editorial.killed import is_killed
from news.editorial.refusals import Refusal, Refused
from news.editorial.releases import MOST, Release, ReleaseItem, waits_in
from news.editorial.spikes import is_spiked
from news.models import ArticlePage
from news.record.models import PublishedDocument


def may_make(by: Any) -> bool:
    """Whether this person may publish any story at all."""
    return bool(policy_registry.get_by_type(Page).user_has_permission(by, "publish"))


def may_release(release: Release, by: Any) -> bool:
    """Whether this person may publish every story in it, and any story at all where there is none."""
    return may_make(by) and all(has_right(story, by, "publish") for story in stories_in(release))


def stories_in(release: Release) -> list[ArticlePage]:
    """The stories in a release, in the order of their ids; one query."""
    pages = release.items.values("page_id")
    rows = ArticlePage.objects.filter(pk__in=pages).select_related("locale", "latest_revision")
    return list(rows.order_by("pk"))


@transaction.atomic
def make(title: str, *, by: Any) -> Release:
    """Begin a release without stories. Raises Refused unless `by` may publish any story."""
    if not may_make(by):
        raise Refused("not_allowed")
    release = Release.objects.create(title=title.strip(), made_by=by)
    note(release, "make", [], by=by)
    return release


def cannot_add(article: ArticlePage, by: Any) -> Refusal | None:
    """Why `by` may not put this story into a release now; None where they may."""
    if not has_right(article, by, "publish"):
        return Refusal("not_allowed")
    if is_killed(article):
        return Refusal("killed")
    if is_spiked(article):
        return Refusal("spiked")
    if release := waits_in(article):
        return release.refusal()
    if article.revisions.filter(approved_go_live_at__isnull=False).exists():
        return Refusal("scheduled")
    # The gate lets nothing new of it out from now on: what is live must have reached the readers.
    return Refusal("unsettled") if article.live and not is_settled(article) else None


def is_settled(article: ArticlePage) -> bool:
    """Whether readers have, or had last, the words that are live."""
    rows = PublishedDocument.objects.filter(type="article", document_id=article.uuid)
    return rows.filter(words=fingerprint(article)).exists()


@transaction.atomic
def add(release: Release, articles: Iterable[ArticlePage], *, by: Any) -> list[ArticlePage]:
    """Put stories into a release, all or none; returns those that were not in it already.

    Raises Refused where `by` may not publish one of them, one waits for another release or must not go out,
    and where there would be too many, or the release is over.
    """
    row = hold(release)
    articles = list(articles)
    lock_stories(article.translation_key for article in articles)
    here = set(row.items.values_list("page_id", flat=True))
    asked = ArticlePage.objects.filter(pk__in={article.pk for article in articles} - here)
    new = list(asked.select_related("locale").order_by("pk"))
    if len(here) + len(new) > MOST:
        raise Refused(Refusal("release_full", {"most": MOST}))
    for article in new:
        if found := cannot_add(article, by):
            raise Refused(found)
        ReleaseItem.objects.create(release=row, page_id=article.pk, added_by=by)
    if new:
        note(row, "add", new, by=by)
    return new


def languages_of(article: ArticlePage) -> list[ArticlePage]:
    """A story in every language there is of it."""
    return list(ArticlePage.objects.filter(translation_key=article.translation_key).order_by("pk"))


@transaction.atomic
def take_out(release: Release, articles: Iterable[ArticlePage], *, by: Any) -> list[ArticlePage]:
    """Take stories out of a release, all or none; returns those that were in it.

    Raises Refused where `by` may not publish one of them, or the release is over.
    """
    row = hold(release)
    items = row.items.filter(page_id__in=[article.pk for article in articles])
    gone = list(ArticlePage.objects.filter(pk__in=items.values("page_id")).order_by("pk"))
    if not all(has_right(article, by, "publish") for article in gone):
        raise Refused("not_allowed")
    for item in items:
        item.delete()
    if gone:
        note(row, "take_out", gone, by=by)
    return gone


@transaction.atomic
def rename(release: Release, title: str, *, by: Any) -> None:
    """Give a release another title. Raises Refused unless `by` may publish all that is in it."""
    row = held_by(release, by)
    row.title = title.strip()
    row.save(update_fields=["title"])
    note(row, "rename", [], by=by, former=release.title)


@transaction.atomic
def schedule(release: Release, at: datetime | None, *, by: Any) -> None:
    """Say when a release goes out by itself; None takes it out of the schedule.

    Raises Refused where the moment is past, and unless `by` may publish all that is in it.
    """
    row = held_by(release, by)
    if at and at <= timezone.now():
        raise Refused("release_past")
    row.at, row.scheduled_by = at, by if at else None
    row.failures, row.failed_at, row.failure, row.retry_at = 0, None, [], None
    row.save()
    note(row, "schedule" if at else "unschedule", stories_in(row), by=by, at=at and at.isoformat())


@transaction.atomic
def cancel(release: Release, *, by: Any) -> None:
    """End a release without publishing anything. Raises Refused unless `by` may publish all that is in it."""
    row = held_by(release, by)
    for item in row.items.filter(waits=True):
        item.waits = False
        item.save(update_fields=["waits"])
    row.cancelled_by, row.cancelled_at = by, timezone.now()
    row.save(update_fields=["cancelled_by", "cancelled_at"])
    note(row, "cancel", stories_in(row), by=by)


def hold(release: Release) -> Release:
    """A release as it is now, its row locked until the transaction ends. Raises Refused where it is over.

    Whoever changes or releases it holds its row before those of its stories.
    """
    row = Release.objects.select_for_update(no_key=True, of=("self",)).get(pk=release.pk)
    if not row.is_open:
        raise Refused("release_over")
    return row


def held_by(release: Release, by: Any) -> Release:
    """The same, for who may publish all that is in it. Raises Refused."""
    row = hold(release)
    if not may_release(row, by):
        raise Refused("not_allowed")
    return row


def note(release: Release, action: str, stories: Iterable[ArticlePage], *, by: Any, **data: Any) -> None:
    """Tell in the history of a release, and of each of these stories, what was done."""
    stories, name = list(stories), f"nashra.release.{action}"
    log(release, name, user=by, data={**data, "stories": [story.pk for story in stories]})
    for story in stories:
        log(story, name, user=by, data={**data, "release": release.pk, "title": release.title})


def note_deleted(article: ArticlePage) -> None:
    """Tell in the history of the release that it waits for that a story is being deleted."""
    if release := waits_in(article):
        place = article.get_parent()
        gone = {"story": article.draft_title, "section": place and place.pk}
        log(release, "nashra.release.delete", data={**gone, "stories": []})
