"""Which stories somebody may know of, and what keeps them from changing one."""

from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.locks import BasicLock, ScheduledForPublishLock
from wagtail.models import Page, Task, WorkflowState
from wagtail.permissions import policy_registry

from news.editorial.refusals import Refusal
from news.editorial.states import OF_STEP
from news.http.problems import Problem, not_found
from news.models import ArticlePage
from news.models.permissions import may_write

NOTHING = "There is no such story here, or none that you may know of."


def known_to(user: Any) -> QuerySet[ArticlePage]:
    """The stories `user` may know of: those the admin lets them find, and those they decide on now."""
    explorable = policy_registry.get_by_type(Page).explorable_instances(user)
    known = Q(pk__in=explorable.order_by().values("pk")) | Q(pk__in=waiting_for(user))
    return ArticlePage.objects.filter(known)


def waiting_for(user: Any) -> QuerySet[Any, Any]:
    """The ids of the pages whose present step a group of `user` decides."""
    of_groups = Q()
    for step in OF_STEP:
        of_groups |= Q(**{f"{step._meta.model_name}__groups__in": user.groups.all()})
    states = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        status=WorkflowState.STATUS_IN_PROGRESS,
        current_task_state__task__in=Task.objects.filter(of_groups),
    )
    return states.values_list(Cast("object_id", BigIntegerField()), flat=True)


def story(user: Any, document_id: UUID) -> ArticlePage:
    """The story of this id; raises the same 404 where there is none and where `user` may not know of it."""
    found = known_to(user).select_related("locale", "latest_revision__user").filter(uuid=document_id).first()
    if found is None:
        raise not_found(NOTHING)
    return found


def cannot_change(article: ArticlePage, user: Any) -> Refusal | None:
    """Why `user` may not save a draft of this story now; None where they may."""
    if not may_write(article, user):
        return Refusal("not_allowed")
    lock = article.get_lock()
    if lock is None or not lock.for_user(user):
        return None
    if isinstance(lock, BasicLock):
        return Refusal("locked")
    return Refusal("scheduled" if isinstance(lock, ScheduledForPublishLock) else "review_locked")


def refused(*refusals: Refusal) -> Problem:
    """The answer to what rules forbid: 403 where the person lacks the right, else 409, with every reason."""
    first = refusals[0]
    told = [{"code": one.code, "message": one.message, "about": one.about} for one in refusals]
    status = 403 if first.code == "not_allowed" else 409
    return Problem(status, first.code, " ".join(one.message for one in refusals), refusals=told)
