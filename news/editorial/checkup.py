"""Finds what is wrong with a newsroom's roles and reviews, and says what to do about each thing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.contrib.auth.models import Group
from django.core import checks
from django.core.checks import CheckMessage
from django.db import DatabaseError, transaction
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page, Workflow, WorkflowPage

from news.editorial.models import Desk
from news.editorial.newsroom import OF_KIND, STEPS, locale_roots
from news.editorial.reviews import KINDS
from news.editorial.roles import DESK_ROLES, ROLES, Role
from news.models import ArticlePage

REPAIR = "Run `manage.py newsroom`."
COMPLETE = f"{REPAIR} If it is missing still, add it in the admin, under Settings, Workflows."
TAKE_BACK = "Take the right back in the admin, under Settings, Groups; or give it to a group of its own."
FIRST_CHILD = "0001"


def register_checks() -> None:
    """Register the check of a newsroom with `manage.py check --database default`."""
    checks.register(checks.Tags.database)(newsroom_check)


def newsroom_check(app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any) -> list[Any]:
    """What is wrong, as warnings; nothing before the first migration, and where this process may not read."""
    if not databases:
        return []
    try:
        with transaction.atomic():
            return problems()
    except DatabaseError:
        return []


def problems() -> list[CheckMessage]:
    """Everything that is wrong with roles and reviews; an empty list where all is well."""
    parts: tuple[Callable[[], Iterator[CheckMessage]], ...] = (of_roles, of_reviews, of_rights, of_outsiders)
    return [problem for part in parts for problem in part()]


def told(number: int, text: str, hint: str) -> CheckMessage:
    """One thing that is wrong, and what to do about it."""
    return checks.Warning(text, hint=hint, id=f"editorial.W{number:03}")


def of_roles() -> Iterator[CheckMessage]:
    """Roles that have no group, of the newsroom and of each desk."""
    for label, roles in (("", ROLES), *((desk.label, DESK_ROLES) for desk in Desk.objects.all())):
        for role in roles:
            if role.group(label) is None:
                whose = f" of the desk {label}" if label else ""
                yield told(1, f"The role “{role.name}”{whose} has no group.", REPAIR)


def of_reviews() -> Iterator[CheckMessage]:
    """Places without a review for some kind of story, and reviews with less than their kind requires."""
    # Wagtail assigns a review of its own to the root, where no story stands and each locale has another.
    assigned = Page.objects.filter(pk__in=WorkflowPage.objects.values("page"), depth__gt=1)
    places = {page.path: page for page in [*locale_roots(), *assigned]}
    seen = set()
    for path, place in sorted(places.items()):
        story = ArticlePage(path=path + FIRST_CHILD, depth=place.depth + 1)
        for kind, _label in KINDS:
            workflow = story.review_of(kind)
            if workflow is None:
                text = f"Below {place.url_path} the kind {kind} has no review, so nobody can submit one."
                yield told(2, text, REPAIR)
            elif (workflow.pk, kind) not in seen:
                seen.add((workflow.pk, kind))
                yield from of_steps(workflow, kind)


def of_steps(workflow: Workflow, kind: str) -> Iterator[CheckMessage]:
    """Steps of a review that are missing, switched off, or approved by nobody."""
    steps = [link.task.specific for link in workflow.workflow_tasks.select_related("task")]
    wanted = OF_KIND[kind][1] if kind in OF_KIND else STEPS
    for step in wanted:
        if not any(isinstance(one, step.task_type) for one in steps):
            text = f"“{workflow.name}” lacks the step “{step.title}”, which the kind {kind} requires."
            yield told(3, text, COMPLETE)
    for task in steps:
        if not task.active:
            text = f"The step “{task.name}” of “{workflow.name}” is switched off, so nothing passes it."
            yield told(4, text, REPAIR)
        elif hasattr(task, "groups") and not task.groups.exists():
            text = f"Nobody can approve the step “{task.name}” of “{workflow.name}”: it has no group."
            yield told(5, text, REPAIR)


def of_rights() -> Iterator[CheckMessage]:
    """Groups of roles that may do more than their role."""
    for role in ROLES:
        if group := role.group():
            yield from beyond(group, role, role_rights(role), within="/")
    for desk in Desk.objects.select_related("section"):
        for role in DESK_ROLES:
            if group := role.group(desk.label):
                yield from beyond(group, role, role_rights(role), within=desk.section.url_path)


def role_rights(role: Role) -> set[str]:
    """The rights of the whole admin that belong to a role, each an app's label and a codename."""
    snippets = {f"news.{verb}_{thing}" for verb in role.snippets for thing in ("author", "topic")}
    return snippets | set(role.rights)


def beyond(group: Group, role: Role, rights: set[str], within: str) -> Iterator[CheckMessage]:
    """The rights of a group on pages, images and everything else that its role does not have."""
    given = GroupPagePermission.objects.filter(group=group)
    for codename, place in given.values_list("permission__codename", "page__url_path"):
        if codename not in role.pages or not place.startswith(within):
            yield too_much(group, f"{codename} on {place}")
    images = GroupCollectionPermission.objects.filter(group=group)
    for app, codename in images.values_list("permission__content_type__app_label", "permission__codename"):
        if app != "wagtailimages" or codename not in role.images:
            yield too_much(group, codename)
    for app, codename in group.permissions.values_list("content_type__app_label", "codename"):
        if f"{app}.{codename}" not in rights:
            yield too_much(group, f"{app}.{codename}")


def too_much(group: Group, right: str) -> CheckMessage:
    """That a group has a right beyond its role."""
    return told(6, f"The group “{group.name}” has {right}, beyond its role.", TAKE_BACK)


def of_outsiders() -> Iterator[CheckMessage]:
    """Groups of people that no role has, and that may publish all the same."""
    for group in outsiders():
        text = f"The group “{group.name}” is no role's, has people in it and may publish."
        hint = "Put its people into the group of a role, or take the right to publish back."
        yield told(7, text, hint)


def outsiders() -> Iterable[Group]:
    """The groups of people who may publish without having a role."""
    known = [role.group() for role in ROLES]
    known += [role.group(desk.label) for desk in Desk.objects.all() for role in DESK_ROLES]
    publishing = Group.objects.filter(
        page_permissions__permission__codename="publish_page", user__isnull=False
    )
    return publishing.exclude(pk__in=[group.pk for group in known if group]).distinct().order_by("name")
