"""Sets up a newsroom: its roles as groups, its review as a workflow on every locale's root."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from news.editorial.models import DeskReview, FinalApproval
from news.models import Author, Topic

WORKFLOW_NAME = "Story review"


@dataclass(frozen=True)
class Role:
    """A group: what it may do with pages, with images, and with authors and topics."""

    name: str
    pages: tuple[str, ...]
    images: tuple[str, ...] = ("add_image", "choose_image")
    snippets: tuple[str, ...] = ()


REPORTER = Role("Reporter", ("add_page",))
# Authors and topics are public at once: to change one takes somebody who may publish.
DESK_EDITOR = Role("Desk editor", ("add_page", "change_page"), snippets=("add",))
DUTY_EDITOR = Role(
    "Duty editor",
    ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    images=("add_image", "change_image", "choose_image"),
    snippets=("add", "change", "delete"),
)
TRANSLATOR = Role("Translator", ("add_page",))
ROLES = (REPORTER, DESK_EDITOR, DUTY_EDITOR, TRANSLATOR)


@transaction.atomic
def set_up() -> list[str]:
    """Create or repair roles, review and its assignment; returns a line for each thing that was done."""
    done = [line for role in ROLES for line in set_up_role(role)]
    workflow = review(done)
    for root in locale_roots():
        _, created = WorkflowPage.objects.get_or_create(page=root, defaults={"workflow": workflow})
        if created:
            done.append(f"{workflow.name} on {root.url_path}")
    return done


def locale_roots() -> list[Page]:
    """The pages directly below the root of the tree, one a locale."""
    return list(Page.objects.filter(depth=2).order_by("path"))


def set_up_role(role: Role) -> list[str]:
    """Create the group of `role`, give it what it lacks, and take back rights on authors and topics."""
    group, created = Group.objects.get_or_create(name=role.name)
    done = [role.name] if created else []
    snippets = snippet_permissions()
    wanted = [permission for permission in snippets if permission.codename.split("_")[0] in role.snippets]
    for permission in group.permissions.filter(pk__in=[permission.pk for permission in snippets]):
        if permission not in wanted:
            group.permissions.remove(permission)
            done.append(f"{role.name}: no longer {permission.codename}")
    group.permissions.add(*wanted, Permission.objects.get(codename="access_admin"))
    for root in locale_roots():
        for codename in role.pages:
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
            _, new = GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
            done += [f"{role.name}: {codename} on {root.url_path}"] if new else []
    collection = Collection.get_first_root_node() or Collection.add_root(name="Root")
    # Wagtail asks for the permissions of its own image model, whichever model a project uses.
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailimages", codename__in=role.images
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )
    return done


def snippet_permissions() -> list[Permission]:
    """The permissions to add, change and delete authors and topics."""
    types = ContentType.objects.get_for_models(Author, Topic).values()
    return list(Permission.objects.filter(content_type__in=types).exclude(codename__startswith="view_"))


def review(done: list[str]) -> Workflow:
    """The two-step review: the desk, then a duty editor."""
    workflow, created = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    if created:
        done.append(workflow.name)
    switch_on(workflow, done)
    steps = (
        (DeskReview, "Desk review", (DESK_EDITOR, DUTY_EDITOR)),
        (FinalApproval, "Final approval", (DUTY_EDITOR,)),
    )
    for order, (task_type, name, roles) in enumerate(steps):
        task, _ = task_type.objects.get_or_create(name=name)
        switch_on(task, done)
        task.groups.add(*Group.objects.filter(name__in=[role.name for role in roles]))
        WorkflowTask.objects.update_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
    return workflow


def switch_on(thing: Workflow | Task, done: list[str]) -> None:
    """Use a workflow or a step again that somebody switched off."""
    if not thing.active:
        thing.active = True
        thing.save()
        done.append(thing.name)
