"""Sets up a newsroom: its roles as groups, its reviews as workflows on every locale's root, its desks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, Workflow, WorkflowPage, WorkflowTask

from news.editorial.models import (
    CopyEdit,
    Desk,
    DeskReview,
    FinalApproval,
    KindReview,
    LegalReview,
    TranslationReview,
)
from news.editorial.naming import Words, name_of, named, names_of
from news.editorial.refusals import Refused
from news.editorial.reviews import TRANSLATION
from news.editorial.roles import (
    COPY_EDITOR,
    DESK_EDITOR,
    DESK_ROLES,
    DUTY_EDITOR,
    LEGAL,
    REPORTER,
    ROLES,
    TRANSLATION_EDITOR,
    Role,
    set_up_role,
)
from news.models import ArticlePage, SectionPage

__all__ = ["DESK_EDITOR", "DUTY_EDITOR", "REPORTER", "REVIEW", "ROLES", "name_of", "names_of"]

Kind = ArticlePage.Kind
Labels = Sequence[str]  # the name of a desk, and the one it had before; empty for the whole newsroom


@dataclass(frozen=True)
class Step:
    """A step of a review, and the roles that approve it."""

    task_type: type[Task]
    title: Words
    roles: tuple[Role, ...]


DESK_STEP = Step(DeskReview, _("Desk review"), (DESK_EDITOR, DUTY_EDITOR))
COPY_STEP = Step(CopyEdit, _("Copy edit"), (COPY_EDITOR, DESK_EDITOR, DUTY_EDITOR))
LEGAL_STEP = Step(LegalReview, _("Legal review"), (LEGAL,))
FINAL_STEP = Step(FinalApproval, _("Final approval"), (DUTY_EDITOR,))
TRANSLATION_STEP = Step(TranslationReview, _("Translation review"), (TRANSLATION_EDITOR, DUTY_EDITOR))

REVIEW = _("Story review")
STEPS = (DESK_STEP, COPY_STEP, FINAL_STEP)
# Kinds that are not reviewed as stories are.
OF_KIND: dict[str, tuple[Words, tuple[Step, ...]]] = {
    Kind.BRIEF: (_("Brief review"), (FINAL_STEP,)),
    Kind.OPINION: (_("Opinion review"), (DESK_STEP, COPY_STEP, LEGAL_STEP, FINAL_STEP)),
    TRANSLATION: (_("Translation review"), (TRANSLATION_STEP,)),
}


@transaction.atomic
def set_up() -> list[str]:
    """Create or repair roles, reviews, their assignment, and desks; returns a line for each thing done."""
    roots = locale_roots()
    done = [line for role in ROLES for line in set_up_role(role, roots)]
    workflow = reviews(done)
    for root in roots:
        assign(workflow, root, done)
    for desk in Desk.objects.select_related("section"):
        done += repair(desk)
    return done


@transaction.atomic
def set_up_desk(section: SectionPage) -> list[str]:
    """Give a section groups and reviews of its own, or repair them; returns a line for each thing done.

    The newsroom must be set up: its own desk and duty editors approve there as well. A review that somebody
    assigned to the section is left.
    """
    desk, _created = Desk.objects.get_or_create(section_id=section.pk, defaults={"label": label_of(section)})
    return repair(desk)


def repair(desk: Desk) -> list[str]:
    """Create or repair what a desk has of its own, under its present address."""
    section, former = desk.section, desk.label
    desk.label = label_of(section)
    labels = (desk.label, former)
    done = [line for role in DESK_ROLES for line in set_up_role(role, [section], labels)]
    assign(reviews(done, labels), section, done)
    desk.save()
    return done


def label_of(section: Page) -> str:
    """What the things of a desk are called after: its address, short enough for the name of a group."""
    return str(section.url_path)[-100:]


def section_at(path: str) -> SectionPage:
    """The section at an address such as `/ar/sport/`; raises Refused where there is none."""
    found = SectionPage.objects.filter(url_path=f"/{path.strip('/')}/").first()
    if found is None:
        raise Refused("no_section")
    return found


def assign(workflow: Workflow, page: Page, done: list[str]) -> None:
    """Review stories below `page` by `workflow`, unless somebody has assigned another there."""
    _assigned, created = WorkflowPage.objects.get_or_create(page=page, defaults={"workflow": workflow})
    if created:
        done.append(f"{workflow.name} on {page.url_path}")


def locale_roots() -> list[Page]:
    """The pages directly below the root of the tree, one a locale."""
    return list(Page.objects.filter(depth=2).order_by("path"))


def reviews(done: list[str], labels: Labels = ("",)) -> Workflow:
    """The reviews of all kinds; returns the one that is assigned, which names the others."""
    assigned = review(REVIEW, STEPS, done, labels)
    for kind, (title, steps) in OF_KIND.items():
        workflow = review(title, steps, done, labels)
        known = KindReview.objects.filter(assigned=assigned, kind=kind).first()
        if known is None:
            KindReview.objects.create(assigned=assigned, kind=kind, workflow=workflow)
            done.append(f"{workflow.name}: {kind}")
    return assigned


def review(title: Words, steps: Sequence[Step], done: list[str], labels: Labels) -> Workflow:
    """A review with these steps, in this order."""
    workflow = named(Workflow.objects.all(), title, done, labels)
    switch_on(workflow, done)
    for order, step in enumerate(steps):
        task = task_of(step, done, labels)
        link = WorkflowTask.objects.filter(workflow=workflow, task=task).first()
        if link is None:
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
            done.append(f"{workflow.name}: {task.name}")
        elif link.sort_order != order:
            link.sort_order = order
            link.save()
            done.append(f"{workflow.name}: {task.name} comes {order + 1}.")
    return workflow


def task_of(step: Step, done: list[str], labels: Labels) -> Task:
    """The step of a review, a desk's own if it has groups for it, with the groups that approve it."""
    own = [role for role in DESK_ROLES if role.key in {one.key for one in step.roles}] if labels[0] else []
    task = named(step.task_type.objects.all(), step.title, done, labels if own else ("",))
    switch_on(task, done)
    groups = [role.group() for role in step.roles] + [role.group(labels[0]) for role in own]
    approving = set(task.groups.values_list("pk", flat=True))
    for group in filter(None, groups):
        if group.pk not in approving:
            task.groups.add(group)
            done.append(f"{task.name}: {group.name}")
    return task


def switch_on(thing: Workflow | Task, done: list[str]) -> None:
    """Use a workflow or a step again that somebody switched off."""
    if not thing.active:
        thing.active = True
        thing.save()
        done.append(thing.name)
