"""What holds the stories of a release back: the same answer before it goes out and when it does."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Page

from news.editorial.gathering import stories_in
from news.editorial.refusals import Refusal
from news.editorial.releases import Release, ReleaseItem
from news.editorial.states import LABELS, EditorialState, reviews_of
from news.models import ArticlePage
from news.publication import permit
from news.publication.gate import REASONS, Verdict, judge
from news.record.models import PublicState, PublishedDocument

# What a review that is under way will end with; to submit the story is no advice then.
REVIEWED = {"not_approved", "edited_since_approval"}


@dataclass(frozen=True)
class Line:
    """A story in a release, its newest draft, and everything that holds it back."""

    article: ArticlePage
    draft: ArticlePage
    item: ReleaseItem
    refusals: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True)
class Facts:
    """What is asked once for all stories: by page id, by place in the tree, by user id, and by public id."""

    reviews: Mapping[int, EditorialState]
    places: Mapping[str, Verdict]
    people: Mapping[int, Any]
    record: Mapping[UUID, tuple[str, datetime | None]]
    at: datetime | None


def lines_of(release: Release) -> list[Line]:
    """Every story in a release, in the order they were added; what holds them back was not asked."""
    items = {item.page_id: item for item in release.items.all()}
    lines = (Line(one, one.get_latest_revision_as_object(), items[one.pk]) for one in stories_in(release))
    return sorted(lines, key=lambda line: (line.item.added_at, line.item.pk))


def readiness(release: Release, *, at: datetime | None = None, by: Any = None) -> list[Line]:
    """Every story in a release with what holds it back `at` a moment that is to come, or else now.

    `by` is who would release it, whose own locks hinder nobody. About a dozen queries a story.
    """
    lines = lines_of(release)
    facts = facts_about([line.article for line in lines], max(at, timezone.now()) if at else None)
    return [replace(line, refusals=list(holding(line, facts, by))) for line in lines]


def facts_about(stories: Sequence[ArticlePage], at: datetime | None) -> Facts:
    """What is asked of all these stories at once, for a moment; a few queries."""
    parents = Page.objects.filter(path__in={story.path[: -Page.steplen] for story in stories})
    places = {page.path: page for page in parents}
    verdicts = judge(list(places.values()))
    rows = PublishedDocument.objects.filter(type="article", document_id__in=[one.uuid for one in stories])
    record = {
        one: (state, moment) for one, state, moment in rows.values_list("document_id", "state", "changed_at")
    }
    return Facts(
        reviews=reviews_of(story.pk for story in stories),
        places={path: verdicts[page.pk] for path, page in places.items()},
        people=get_user_model().objects.in_bulk({story.locked_by_id for story in stories} - {None}),
        record=record,
        at=at,
    )


def holding(line: Line, facts: Facts, by: Any) -> Iterator[Refusal]:
    """What holds one story back."""
    article, step = line.article, facts.reviews.get(line.article.pk)
    for refusal in permit.refusals(line.draft, facts.at):
        if refusal.code != "in_release" and not (step and refusal.code in REVIEWED):
            yield refusal
    if step:
        yield Refusal("under_review_at", {"step": LABELS[step]})
    if article.live and not article.has_unpublished_changes:
        yield Refusal("nothing_new")
    if article.locked and (by is None or article.locked_by_id != by.pk):
        person = facts.people.get(article.locked_by_id)
        yield (
            Refusal("locked_by", {"name": person.get_full_name() or person}) if person else Refusal("locked")
        )
    if was_withdrawn(line, facts):
        yield Refusal("withdrawn_since")
    yield from misplaced(line, facts)


def was_withdrawn(line: Line, facts: Facts) -> bool:
    """Whether a story was withdrawn since it was added, also where readers are only just losing it."""
    state, moment = facts.record.get(line.article.uuid, ("", None))
    if state == PublicState.LIVE:
        return not line.article.live
    return state == PublicState.WITHDRAWN and moment is not None and moment > line.item.added_at


def misplaced(line: Line, facts: Facts) -> Iterator[Refusal]:
    """Why readers would not see a story where and when it went out."""
    at, draft = facts.at or timezone.now(), line.draft
    if draft.go_live_at and draft.go_live_at > at:
        yield Refusal("dated_later", {"at": draft.go_live_at})
    if draft.expire_at and draft.expire_at <= at:
        yield unseen("expired")
    place = facts.places.get(line.article.path[: -Page.steplen])
    if place and not place.public:
        yield unseen(place.reason if place.reason in ("restricted", "expired") else "ancestor_not_live")


def unseen(reason: str) -> Refusal:
    """The refusal of what the gate would keep in, for one of its reasons."""
    return Refusal("withheld", {"reason": REASONS[reason]})
