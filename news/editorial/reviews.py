"""Which review a story goes through: by its kind, and by where it stands."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Workflow, WorkflowState, WorkflowTask

from news.editorial.approval import Approval
from news.models import ArticlePage

TRANSLATION = "translation"  # reviewed as such, whatever the kind of the story
KINDS = [*ArticlePage.Kind.choices, (TRANSLATION, _("Translation"))]


class KindReview(models.Model):
    """Where the workflow `assigned` is the one of a page, stories of one kind go through `workflow` instead.

    `ArticlePage.get_workflow` asks for it; a kind without a row goes through the assigned one.
    """

    assigned = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="kinds")
    kind = models.CharField(_("kind"), max_length=12, choices=KINDS)
    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="of_kind")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assigned", "kind"], name="review_of_kind_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.workflow}"


class Desk(models.Model):
    """A section with groups and reviews of its own; `label` is what their names end with."""

    section = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    label = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.label


def steps_of(workflow: Workflow | None) -> set[int]:
    """The steps of a review by primary key, those switched off among them; one query."""
    if workflow is None:
        return set()
    return set(WorkflowTask.objects.filter(workflow=workflow).values_list("task_id", flat=True))


def is_review_of(state: WorkflowState, article: ArticlePage) -> bool:
    """Whether the review `state` has every step that this content must pass, by its kind and its place."""
    required = article.get_workflow()
    return required is not None and steps_of(required) <= steps_of(state.workflow)


def approved_steps(approvals: Iterable[Approval], digest: str) -> set[int | None]:
    """The steps that approved this content, or content that a later step edited and passed on.

    `approvals` are those of one review, oldest first.
    """
    approvals = list(approvals)
    digests = {digest}
    for approval in reversed(approvals):
        if approval.fingerprint in digests and approval.edited_from:
            digests.add(approval.edited_from)
    return {
        approval.task_id
        for approval in approvals
        if approval.fingerprint == digest
        or (approval.kind == Approval.Kind.STEP and approval.fingerprint in digests)
    }
