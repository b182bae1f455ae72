"""Sets up a newsroom: its roles as groups, its review as a workflow on every locale's root."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
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

REVIEW = _("Story review")
Words = Promise | str


@dataclass(frozen=True)
class Role:
    """A group: what it may do with pages, with images, and with authors and topics."""

    key: str
    title: Words
    pages: tuple[str, ...]
    images: tuple[str, ...] = ("add_image", "choose_image")
    snippets: tuple[str, ...] = ()
    for_people: bool = True  # who use the admin, and sign in with a password

    @property
    def name(self) -> str:
        """What the newsroom calls it, in its own language."""
        return name_of(self.title)

    def group(self) -> Group | None:
        """The group of this role, if it was set up."""
        return called(Group.objects.all(), self.title)


REPORTER = Role("reporter", _("Reporter"), ("add_page",))
# Authors and topics are public at once: to change one takes somebody who may publish.
DESK_EDITOR = Role("desk", _("Desk editor"), ("add_page", "change_page"), snippets=("add",))
DUTY_EDITOR = Role(
    "duty",
    _("Duty editor"),
    ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    images=("add_image", "change_image", "choose_image"),
    snippets=("add", "change", "delete"),
)
TRANSLATOR = Role("translator", _("Translator"), ("add_page",))
# A program may do nothing until the newsroom gives it, or this group, rights on a section.
SERVICE_ACCOUNT = Role("service", _("Service account"), (), images=(), for_people=False)
ROLES = (REPORTER, DESK_EDITOR, DUTY_EDITOR, TRANSLATOR, SERVICE_ACCOUNT)


@transaction.atomic
def set_up() -> list[str]:
    """Create or repair roles, review and its assignment; returns a line for each thing that was done."""
    done = [line for role in ROLES for line in set_up_role(role)]
    workflow = review(done)
    for root in locale_roots():
        _assigned, created = WorkflowPage.objects.get_or_create(page=root, defaults={"workflow": workflow})
        if created:
            done.append(f"{workflow.name} on {root.url_path}")
    return done


def locale_roots() -> list[Page]:
    """The pages directly below the root of the tree, one a locale."""
    return list(Page.objects.filter(depth=2).order_by("path"))


def set_up_role(role: Role) -> list[str]:
    """Create the group of `role`, give it what it lacks, and take back rights on authors and topics."""
    done: list[str] = []
    group = named(Group.objects.all(), role.title, done)
    snippets = snippet_permissions()
    wanted = [permission for permission in snippets if permission.codename.split("_")[0] in role.snippets]
    for permission in group.permissions.filter(pk__in=[permission.pk for permission in snippets]):
        if permission not in wanted:
            group.permissions.remove(permission)
            done.append(f"{role.name}: no longer {permission.codename}")
    admin = Permission.objects.filter(codename="access_admin") if role.for_people else ()
    group.permissions.add(*wanted, *admin)
    for root in locale_roots():
        for codename in role.pages:
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
            _given, new = GroupPagePermission.objects.get_or_create(
                group=group, page=root, permission=permission
            )
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
    workflow = named(Workflow.objects.all(), REVIEW, done)
    switch_on(workflow, done)
    steps: tuple[tuple[type[Task], Words, tuple[Role, ...]], ...] = (
        (DeskReview, _("Desk review"), (DESK_EDITOR, DUTY_EDITOR)),
        (FinalApproval, _("Final approval"), (DUTY_EDITOR,)),
    )
    for order, (task_type, title, roles) in enumerate(steps):
        task = named(task_type.objects.all(), title, done)
        switch_on(task, done)
        task.groups.add(*filter(None, (role.group() for role in roles)))
        WorkflowTask.objects.update_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
    return workflow


def switch_on(thing: Workflow | Task, done: list[str]) -> None:
    """Use a workflow or a step again that somebody switched off."""
    if not thing.active:
        thing.active = True
        thing.save()
        done.append(thing.name)


def name_of(title: Words) -> str:
    """What `title` is in the newsroom's own language."""
    with override(settings.LANGUAGE_CODE):
        return str(title)


def names_of(title: Words) -> set[str]:
    """What `title` is in any language, English among them."""
    names: set[str] = set()
    for code in (None, *dict(settings.LANGUAGES)):
        with override(code):
            names.add(str(title))
    return names


def called(things: QuerySet[Any], title: Words) -> Any:
    """The one of `things` that is called `title`, in whichever language; None where there is none."""
    found = {thing.name: thing for thing in things.filter(name__in=names_of(title)).order_by("-pk")}
    return found.get(name_of(title)) or next(reversed(found.values()), None)


def named(things: QuerySet[Any], title: Words, done: list[str]) -> Any:
    """The one of `things` that is called `title`, created or renamed to the newsroom's own language."""
    name, thing = name_of(title), called(things, title)
    if thing is None:
        thing = things.create(name=name)
        done.append(name)
    elif thing.name != name:
        done.append(f"{name}, formerly {thing.name}")
        thing.name = name
        thing.save()
    return thing
