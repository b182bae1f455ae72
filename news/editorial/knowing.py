"""Who may know of which stories: nobody else is told that they exist, in a list, a notice or a mail."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import GroupApprovalTask, Page, PageQuerySet, Task, TaskState
from wagtail.permissions import policy_registry

from news.editorial.steps import CopyEdit, DeskReview, FinalApproval, LegalReview
from news.models import ArticlePage

STEPS: tuple[type[Task], ...] = (DeskReview, CopyEdit, LegalReview, FinalApproval, GroupApprovalTask)


def known_stories(user: Any) -> PageQuerySet:
    """The stories `user` may do something with: those they find in the admin, and those they decide."""
    stories = ArticlePage.objects.all()
    if user.is_active and user.is_superuser:
        return stories
    explorable = policy_registry.get_by_type(Page).explorable_instances(user)
    mine = Q(pk__in=explorable.values("pk")) | Q(pk__in=page_ids(steps_waiting_for(user)))
    return stories.filter(mine)


def knows(user: Any, page: Page) -> bool:
    """Whether `user` may do something with this page."""
    explorable = policy_registry.get_by_type(Page).explorable_instances(user)
    return explorable.filter(pk=page.pk).exists() or page.permissions_for_user(user).can_edit()


def who_know(people: Iterable[Any], page: Page) -> list[Any]:
    """Those of `people` who may do something with this page; a few queries each."""
    return [person for person in people if person.is_active and knows(person, page)]


def steps_waiting_for(user: Any) -> QuerySet[TaskState]:
    """The steps of reviews that wait for a decision of the groups of `user`; all of them for superusers."""
    waiting = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, workflow_state__current_task_state__pk=F("pk")
    )
    if not user.is_active:
        return waiting.none()
    if user.is_superuser:
        return waiting
    groups = user.groups.values("pk")
    mine = Q(pk__in=())
    for step in STEPS:
        mine |= Q(task_id__in=step.objects.filter(groups__in=groups).values("pk"))
    return waiting.filter(mine)


def steps_to_decide(user: Any) -> QuerySet[TaskState]:
    """Of these the steps `user` may approve: who submitted a story or passed it on leaves that to others."""
    passed = TaskState.objects.filter(
        workflow_state=OuterRef("workflow_state"), status=TaskState.STATUS_APPROVED, finished_by=user
    ).exclude(task=OuterRef("task"))
    final = Q(task_id__in=FinalApproval.objects.values("pk"))
    submitted = Q(workflow_state__requested_by__isnull=False, workflow_state__requested_by=user)
    return steps_waiting_for(user).exclude(submitted).exclude(Exists(passed) & final)


def page_ids(steps: QuerySet[TaskState]) -> QuerySet[Any]:
    """The pages that these steps are about, as a query for `pk__in`."""
    return pages_of(steps, "workflow_state__")


def pages_of(things: QuerySet[Any], through: str = "") -> QuerySet[Any]:
    """The pages that these reviews or revisions are of, as a query for `pk__in`.

    `through` leads from `things` to what names its page, where they do not do so themselves.
    """
    pages = {f"{through}base_content_type": ContentType.objects.get_for_model(Page)}
    number = Cast(f"{through}object_id", BigIntegerField())
    return things.order_by().filter(**pages).values_list(number, flat=True)
