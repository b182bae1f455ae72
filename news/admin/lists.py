"""What waits, what is late, what is held back, what is about to go out: the short lists of a desk."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, TaskState, WorkflowState

from news.admin.facts import Fact, named, timed
from news.editorial.assignments import Assignment, assignments_of, current
from news.editorial.embargo import Embargo, lasting
from news.editorial.knowing import known_stories, steps_to_decide
from news.editorial.models import Breaking, ReleaseItem
from news.editorial.states import LABELS, EditorialState, reviews_of
from news.models import ArticlePage
from news.publication.withheld import withheld_articles

SHOWN = 10
LAG = timedelta(minutes=1)  # what the relay may take to publish what is due


@dataclass
class Row:
    """One story in a list: its page by id, and what there is to say of it, in words."""

    page_id: int
    facts: list[Fact] = field(default_factory=list)
    late: bool = False


class Desk:
    """Who looks at the lists, when, and what they may know of: the ids of stories, as a query."""

    def __init__(self, person: Any) -> None:
        self.person = person
        self.now = timezone.now()
        self.known: QuerySet[Any] = known_stories(person).order_by().values("pk")


def waiting(desk: Desk) -> list[Row]:
    """What the person was given or claimed, by due time; then what they may decide, the oldest first."""
    own = current().filter(assignee=desk.person, page_id__in=desk.known)
    given = list(own.order_by(F("due").asc(nulls_last=True), "pk")[: SHOWN + 1])
    steps = decidable(desk.person).exclude(Exists(own.filter(page_id=OuterRef("story"))))
    holder = current().filter(page_id=OuterRef("story"))
    steps = steps.annotate(holder=Subquery(holder.values("assignee_id")[:1]))
    first = F("holder").asc(nulls_first=True)  # what nobody has comes before what somebody has
    begun = list(steps.order_by(first, "started_at", "pk").values_list("story", "started_at")[: SHOWN + 1])
    ids = [row.page_id for row in given] + [story for story, _at in begun]
    states, held = reviews_of(ids), assignments_of(ids)
    rows = [
        Row(
            row.page_id,
            [step_fact(states.get(row.page_id)), *assigned(row, own=True)],
            is_over(row.due, desk.now),
        )
        for row in given
    ]
    for story, at in begun:
        other = assigned(held[story]) if story in held else []
        rows.append(Row(story, [step_fact(states.get(story)), timed(_("since %(when)s"), at), *other]))
    return rows[: SHOWN + 1]


def decidable(user: Any) -> QuerySet[TaskState]:
    """The steps that `user` may approve, each with the id of its `story`."""
    steps = steps_to_decide(user).annotate(story=Cast("workflow_state__object_id", BigIntegerField()))
    return steps.filter(
        workflow_state__base_content_type=page_type(), story__in=ArticlePage.objects.values("pk")
    )


def own_under_review(desk: Desk) -> list[Row]:
    """What the person wrote or submitted and others decide on; what was sent back comes first."""
    states = WorkflowState.objects.active().filter(base_content_type=page_type())
    states = states.annotate(story=Cast("object_id", BigIntegerField()))
    mine = ArticlePage.objects.filter(owner=desk.person).values("pk")
    states = states.filter(Q(requested_by=desk.person) | Q(story__in=mine), story__in=desk.known)
    back = Q(status=WorkflowState.STATUS_NEEDS_CHANGES)
    found = states.annotate(back=Exists(WorkflowState.objects.filter(back, pk=OuterRef("pk"))))
    rows = list(
        found.order_by("-back", "-pk").values_list("story", "back", "current_task_state__started_at")[
            : SHOWN + 1
        ]
    )
    labels = reviews_of(story for story, _back, _at in rows)
    return [
        Row(story, [step_fact(labels.get(story)), timed(_("since %(when)s"), at)], sent_back)
        for story, sent_back, at in rows
    ]


def overdue(desk: Desk) -> list[Row]:
    """What is past its time: assignments, stories that should be public, breaking news nobody has checked."""
    late: list[tuple[datetime, Row]] = []
    due = current().filter(due__lte=desk.now, page_id__in=desk.known)
    for row in due.select_related("assignee").order_by("due")[: SHOWN + 1]:
        late.append((row.due or desk.now, Row(row.page_id, assigned(row), late=True)))
    for story, at in revisions_to_go_out(desk, Q(approved_go_live_at__lte=desk.now - LAG)):
        late.append((at, Row(story, [timed(_("should have gone out %(when)s"), at)], late=True)))
    for item, at in items_to_go_out(desk, Q(release__at__lte=desk.now - LAG)):
        facts = [timed(_("should have gone out %(when)s"), at), with_release(item)]
        late.append((at, Row(item.page_id, facts, late=True)))
    unchecked = Breaking.objects.filter(check_due__lte=desk.now, checked_at=None, page_id__in=desk.known)
    for breaking in unchecked.order_by("check_due")[: SHOWN + 1]:
        due_at = breaking.check_due or desk.now
        fact = timed(_("went out unreviewed; should have been checked by %(when)s"), due_at)
        late.append((due_at, Row(breaking.page_id, [fact], late=True)))
    return [row for _at, row in sorted(late, key=lambda pair: pair[0])][: SHOWN + 1]


def embargoed(desk: Desk) -> list[Row]:
    """What nobody may publish yet; what ends first comes first."""
    in_force = lasting(desk.now)
    own = in_force.filter(group=OuterRef("translation_key"))
    pages = ArticlePage.objects.filter(Exists(own), pk__in=desk.known)
    pages = pages.annotate(until=Subquery(own.values("until")[:1]))
    ends = F("until").asc(nulls_last=True)
    found = list(pages.order_by(ends, "pk").values_list("pk", "translation_key")[: SHOWN + 1])
    embargoes = {row.group: row for row in in_force.filter(group__in=[key for _pk, key in found])}
    return [Row(pk, list(embargo_facts(embargoes[key]))) for pk, key in found if key in embargoes]


def embargo_facts(embargo: Embargo) -> Iterator[Fact]:
    """Until when an embargo lasts, and whose it is."""
    yield timed(_("until %(when)s"), embargo.until) if embargo.until else named(_("without an end"))
    if embargo.note:
        yield named(_("Whose embargo it is: %(name)s"), embargo.note)


def scheduled(desk: Desk) -> list[Row]:
    """What goes out by itself, alone or with a release; what goes first comes first."""
    alone = revisions_to_go_out(desk, Q(approved_go_live_at__gt=desk.now - LAG))
    together = items_to_go_out(desk, Q(release__at__gt=desk.now - LAG))
    coming = [(at, Row(story, [timed(_("goes out %(when)s"), at)])) for story, at in alone]
    coming += [
        (at, Row(item.page_id, [timed(_("goes out %(when)s"), at), with_release(item)]))
        for item, at in together
    ]
    return [row for _at, row in sorted(coming, key=lambda pair: pair[0])][: SHOWN + 1]


def items_to_go_out(desk: Desk, when: Q) -> list[tuple[ReleaseItem, datetime]]:
    """The stories in a release that waits for its moment, and that moment; the first ones."""
    items = ReleaseItem.objects.filter(when, waits=True, page_id__in=desk.known).select_related("release")
    found = items.order_by("release__at", "pk")[: SHOWN + 1]
    return [(item, item.release.at) for item in found if item.release.at]


def with_release(item: ReleaseItem) -> Fact:
    """Which release a story goes out with."""
    return named(_("with the release “%(name)s”"), item.release.title)


def revisions_to_go_out(desk: Desk, when: Q) -> list[tuple[int, datetime]]:
    """The stories with a revision that waits for its moment, and that moment; the first ones."""
    revisions = Revision.objects.filter(when, base_content_type=page_type())
    revisions = revisions.annotate(story=Cast("object_id", BigIntegerField())).filter(story__in=desk.known)
    return list(
        revisions.order_by("approved_go_live_at", "pk").values_list("story", "approved_go_live_at")[
            : SHOWN + 1
        ]
    )


def breaking_now(desk: Desk) -> list[Row]:
    """What is public as breaking news; what must be checked comes first."""
    rows = Breaking.objects.filter(
        cleared_at=None, until__gt=desk.now, page__live=True, page_id__in=desk.known
    )
    rows = rows.annotate(
        unchecked=Exists(Breaking.objects.filter(pk=OuterRef("pk"), checked_at=None, check_due__isnull=False))
    )
    return [
        Row(
            row.page_id,
            list(breaking_facts(row)),
            late=is_over(row.check_due, desk.now) and row.checked_at is None,
        )
        for row in rows.order_by("-unchecked", "check_due", "until")[: SHOWN + 1]
    ]


def breaking_facts(row: Breaking) -> Iterator[Fact]:
    """When somebody must have checked it, and until when it is breaking news."""
    if row.check_due and row.checked_at is None:
        yield timed(_("to be checked by %(when)s"), row.check_due)
    yield timed(_("until %(when)s"), row.until)


def withheld(desk: Desk) -> list[Row]:
    """What is live and does not reach readers as it stands, with the reason."""
    found = withheld_articles(SHOWN + 1, desk.person)
    return [Row(entry.page.pk, [named(entry.message)], late=True) for entry in found]


def assigned(row: Assignment, own: bool = False) -> list[Fact]:
    """Whose it is, when it is due, and what was said of it."""
    whose = [] if own else [named(_("%(name)s has it"), str(row.assignee.get_full_name() or row.assignee))]
    due = [timed(_("due %(when)s"), row.due)] if row.due else []
    return [*whose, *due, *([named("%(name)s", row.note)] if row.note else [])]


def step_fact(state: EditorialState | None) -> Fact:
    """Where it is in its review; a draft where it is in none."""
    return named(LABELS[state or EditorialState.DRAFT])


def is_over(moment: datetime | None, now: datetime) -> bool:
    """Whether a moment is past."""
    return moment is not None and moment <= now


def page_type() -> ContentType:
    """What revisions and reviews of pages call their type."""
    return ContentType.objects.get_for_model(Page)


def pages_of(rows: Iterable[Row]) -> dict[int, Page]:
    """The pages of these rows with their locales, by id; one query."""
    return Page.objects.select_related("locale").in_bulk({row.page_id for row in rows})
