"""Finds stories by where they are on both axes, and by what they need, in the database."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from wagtail.models import Revision, WorkflowState

from news.editorial.approvals import publishing
from news.editorial.assignments import current
from news.editorial.embargo import lasting
from news.editorial.knowing import pages_of
from news.editorial.models import Approval, Breaking, ReleaseItem, Spike
from news.editorial.states import OF_STEP, EditorialState
from news.publication.states import PublicAxis
from news.publication.withheld import suspects
from news.record.models import PublicState, PublishedDocument

Stories = QuerySet[Any]


def in_editorial_state(stories: Stories, state: EditorialState) -> Stories:
    """Those of `stories`, a query of articles, that are in this state, as `editorial_states` tells them."""
    spiked = Q(pk__in=Spike.objects.filter(restored_at__isnull=True).values("page_id"))
    if state == EditorialState.SPIKED:
        return stories.filter(spiked)
    stories = stories.exclude(spiked)
    if state not in (EditorialState.READY, EditorialState.DRAFT):
        return stories.filter(pk__in=pages_of(at_step(state)))
    last = publishing(Approval.objects.filter(page_id=OuterRef("pk"))).order_by().values("page_id")
    stories = stories.exclude(pk__in=pages_of(WorkflowState.objects.active()))
    stories = stories.alias(approved=Subquery(last.annotate(last=Max("approved_at")).values("last")))
    saved = Q(latest_revision_created_at__isnull=True) | Q(latest_revision_created_at__lte=F("approved"))
    ready = Q(approved__isnull=False) & saved
    return stories.filter(ready if state == EditorialState.READY else ~ready)


def at_step(state: EditorialState) -> QuerySet[WorkflowState]:
    """The reviews that are at this state; steps of another sort than ours count as the desk's."""
    reviews = WorkflowState.objects.active()
    if state == EditorialState.NEEDS_CHANGES:
        return reviews.filter(status=WorkflowState.STATUS_NEEDS_CHANGES)
    going = reviews.exclude(status=WorkflowState.STATUS_NEEDS_CHANGES)
    types = {
        one: ContentType.objects.get_for_model(step, for_concrete_model=False)
        for step, one in OF_STEP.items()
    }
    if state == EditorialState.DESK_REVIEW:
        others = [kind for one, kind in types.items() if one != state]
        task = Q(current_task_state__task__content_type__in=others)
        return going.filter(~task | Q(current_task_state__isnull=True))
    return going.filter(current_task_state__task__content_type=types[state])


def in_public_state(stories: Stories, state: PublicAxis) -> Stories:
    """Those of `stories` that are in this state, as `public_axis` tells them."""
    known = PublishedDocument.objects.filter(type="article", document_id=OuterRef("uuid"))
    if state in (PublicAxis.LIVE, PublicAxis.KILLED):
        return stories.filter(Exists(known.filter(state=state)))
    together = ReleaseItem.objects.filter(waits=True, release__at__isnull=False)
    alone = pages_of(Revision.objects.filter(approved_go_live_at__isnull=False))
    waits = Q(pk__in=alone) | Q(pk__in=together.values("page_id"))
    withdrawn = Exists(known.filter(state=PublicState.WITHDRAWN))
    if state == PublicAxis.WITHDRAWN:
        return stories.filter(withdrawn).exclude(waits)
    if state == PublicAxis.NONE:
        return stories.filter(~Exists(known)).exclude(waits)
    return stories.filter(withdrawn | ~Exists(known)).filter(waits)


def overdue(stories: Stories, now: datetime) -> Stories:
    """Those past the time of their assignment, of their publication, or of the check of breaking news."""
    late = current().filter(due__lte=now)
    stuck = Revision.objects.filter(approved_go_live_at__lte=now)
    held = ReleaseItem.objects.filter(waits=True, release__at__lte=now)
    unchecked = Breaking.objects.filter(check_due__lte=now, checked_at__isnull=True)
    rows = (late, held, unchecked)
    found = Q(pk__in=pages_of(stuck))
    for one in rows:
        found |= Q(pk__in=one.values("page_id"))
    return stories.filter(found)


def embargoed(stories: Stories, now: datetime) -> Stories:
    """Those under embargo."""
    return stories.filter(translation_key__in=lasting(now).values("group"))


def breaking(stories: Stories, now: datetime) -> Stories:
    """Those that are breaking news."""
    rows = Breaking.objects.filter(cleared_at__isnull=True, until__gt=now)
    return stories.filter(pk__in=rows.values("page_id"))


def withheld(stories: Stories, now: datetime) -> Stories:
    """Those that are live and do not reach readers as they stand."""
    return stories.filter(pk__in=suspects().values("pk"))


def stale(stories: Stories, now: datetime) -> Stories:
    """Those that are public translations of what their source says otherwise by now."""
    public = PublishedDocument.objects.filter(
        type="article", document_id=OuterRef("uuid"), state=PublicState.LIVE
    )
    return stories.filter(Exists(public), translation__stale_public__gt=0)


NEEDS: Mapping[str, Callable[[Stories, datetime], Stories]] = {
    "overdue": overdue,
    "embargoed": embargoed,
    "breaking": breaking,
    "withheld": withheld,
    "stale": stale,
}
