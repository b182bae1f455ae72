"""Review tasks with four eyes, and the approvals they leave behind."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState, WorkflowState

from news.editorial import four_eyes
from news.editorial.breaking import Breaking
from news.editorial.completeness import lacks
from news.editorial.embargo import Embargo
from news.editorial.fingerprint import fingerprint
from news.editorial.refusals import Refused
from news.models import ArticlePage, NewsImage

__all__ = ["Approval", "ApprovedImage", "Breaking", "DeskReview", "Embargo", "FinalApproval"]


class Approval(models.Model):
    """Somebody approved exactly this content of a page; the gate lets nothing else through.

    `fingerprint` is that of the approved content. Kinds: a step on the way, the final approval of a review,
    an import that brought content approved elsewhere (`run` names it), or breaking news that went out first.
    """

    class Kind(models.TextChoices):
        """How the content came to be approved."""

        STEP = "step", _("Review step")
        FINAL = "final", _("Final approval")
        IMPORT = "import", _("Import")
        BREAKING = "breaking", _("Breaking news")

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="approvals")
    fingerprint = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    workflow_state = models.ForeignKey(WorkflowState, null=True, on_delete=models.SET_NULL, related_name="+")
    run = models.CharField(max_length=64, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["page", "fingerprint"], name="approval_content")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.page_id} {self.fingerprint[:8]}"

    @classmethod
    def give(cls, article: ArticlePage, **fields: Any) -> "Approval":
        """Record an approval of the content of `article`, as given, with the images it names."""
        approval = cls.objects.create(page_id=article.pk, fingerprint=fingerprint(article), **fields)
        named = NewsImage.objects.filter(pk__in=article.image_ids())
        ApprovedImage.objects.bulk_create(
            ApprovedImage(approval=approval, image_id=pk) for pk in named.values_list("pk", flat=True)
        )
        return approval


class ApprovedImage(models.Model):
    """An image that approved content names: from then on it is not its uploader's alone to change."""

    approval = models.ForeignKey(Approval, on_delete=models.CASCADE, related_name="images")
    image = models.ForeignKey(NewsImage, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["approval", "image"], name="approved_image_once")]

    def __str__(self) -> str:
        return f"{self.image_id} in {self.approval_id}"


class FourEyesTask(AbstractGroupApprovalTask):
    """A step that its group approves, but nobody their own work; superusers are people too."""

    is_final = False

    class Meta:
        abstract = True

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, Any, bool]]:
        """What this user may do now; approving is left out where four eyes forbid it."""
        actions = super().get_actions(obj, user)
        state = obj.current_workflow_state
        if state and four_eyes.refusal(self, state, obj, user):
            return [action for action in actions if action[0] != "approve"]
        return actions

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Begin the step; raises `Refused`, and leaves no review, where the story lacks what it must have."""
        page = workflow_state.content_object.specific
        by = workflow_state.requested_by
        if not workflow_state.task_states.exists() and not (by and page.permissions_for_user(by).can_edit()):
            raise Refused("not_allowed")
        if found := lacks(page.get_latest_revision_as_object()):
            raise Refused(*found)
        return super().start(workflow_state, user=user)

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Approve or send back, one decision a step; raises `Refused` to who may not, or comes second."""
        state = task_state.workflow_state
        page = four_eyes.locked_page(state)
        four_eyes.check_current(task_state, state)
        if action_name != "approve":
            return super().on_action(task_state, user, action_name, **kwargs)
        four_eyes.check(self, state, page, user)
        article = page.get_latest_revision_as_object()
        if self.is_final and changed_since_review(state, page, fingerprint(article)):
            raise Refused("changed_since_review")
        Approval.give(
            article,
            kind=Approval.Kind.FINAL if self.is_final else Approval.Kind.STEP,
            workflow_state=state,
            approved_by=user,
        )
        # What is approved is the present content, not the revision this step began with.
        task_state.revision = page.latest_revision
        return super().on_action(task_state, user, action_name, **kwargs)


def changed_since_review(state: WorkflowState, page: Page, digest: str) -> bool:
    """Whether the revision an earlier step approved was overwritten since, as autosave does.

    A newer revision is none of its business: Wagtail then asks the earlier steps again by itself.
    """
    steps = state.task_states.filter(status=TaskState.STATUS_APPROVED, revision_id=page.latest_revision_id)
    if not steps.exists():
        return False
    approved = Approval.objects.filter(workflow_state=state, kind=Approval.Kind.STEP)
    return digest not in set(approved.values_list("fingerprint", flat=True))


class DeskReview(FourEyesTask):
    """A desk reads the story and passes it on."""

    class Meta:
        verbose_name = _("desk review")
        verbose_name_plural = _("desk reviews")


class FinalApproval(FourEyesTask):
    """The last step: what is approved here is what goes out."""

    is_final = True

    class Meta:
        verbose_name = _("final approval")
        verbose_name_plural = _("final approvals")
