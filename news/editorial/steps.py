"""The steps of a review: tasks with four eyes, which leave approvals behind."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState, WorkflowState

from news.editorial import four_eyes, reviews
from news.editorial.approval import Approval
from news.editorial.completeness import lacks
from news.editorial.fingerprint import fingerprint
from news.editorial.killed import is_killed
from news.editorial.refusals import Refusal, Refused
from news.editorial.signals import reviewing
from news.editorial.spikes import is_spiked
from news.models import ArticlePage
from news.models.permissions import may_write


class FourEyesTask(AbstractGroupApprovalTask):
    """A step that its group approves, but nobody their own work; superusers are people too."""

    is_final = False
    passes_edits_on = False

    class Meta:
        abstract = True

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, Any, bool]]:
        """What this user may do now; approving is left out where it was killed, or four eyes forbid it."""
        actions = super().get_actions(obj, user)
        state = obj.current_workflow_state
        if state and (four_eyes.refusal(self, state, obj, user) or is_killed(obj.specific)):
            return [action for action in actions if action[0] != "approve"]
        return actions

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Begin the step; raises `Refused`, and leaves no review, where the story must not be reviewed so."""
        page = workflow_state.content_object.specific
        if is_killed(page):
            raise Refused("killed")
        article = page.get_latest_revision_as_object()
        if not workflow_state.task_states.exists():
            check_submission(workflow_state, page, article)
        if found := [*lacks(article), *objections(article, approver=None)]:
            raise Refused(*found)
        return super().start(workflow_state, user=user)

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Approve or send back, one decision a step; raises `Refused` to who may not, or comes second."""
        state = task_state.workflow_state
        page = four_eyes.locked_page(state)
        four_eyes.check_current(task_state, state)
        four_eyes.check_group(self, user)
        if action_name == "approve":
            four_eyes.check(self, state, page, user)
            self.approve(task_state, page, user)
        return super().on_action(task_state, user, action_name, **kwargs)

    def approve(self, task_state: TaskState, page: Page, user: Any) -> None:
        """Record what `user` approves: the present content, not the revision this step began with."""
        if is_killed(page):
            raise Refused("killed")
        state = task_state.workflow_state
        article = page.get_latest_revision_as_object()
        if not reviews.is_review_of(state, article):
            raise Refused("other_review")
        if found := objections(article, approver=user):
            raise Refused(*found)
        edited_from = self.edited_from(state, page, user, fingerprint(article))
        Approval.give(
            article,
            kind=Approval.Kind.FINAL if self.is_final else Approval.Kind.STEP,
            workflow_state=state,
            task=self.task_ptr,
            edited_from=edited_from,
            approved_by=user,
        )
        if edited_from and task_state.revision_id != page.latest_revision_id:
            pass_on(state, task_state.revision_id, page)
        task_state.revision = page.latest_revision
        if changed_since_review(state, page, fingerprint(article)):
            raise Refused("changed_since_review")

    def edited_from(self, state: WorkflowState, page: Page, user: Any, digest: str) -> str:
        """The content an earlier step approved, if this step may edit and pass on and `user` alone did."""
        if not self.passes_edits_on:
            return ""
        earlier = Approval.objects.filter(workflow_state=state, kind=Approval.Kind.STEP)
        last = earlier.order_by("pk").last()
        if last is None or last.fingerprint == digest:
            return ""
        return last.fingerprint if four_eyes.edited_alone(page, user, last.approved_at) else ""


def check_submission(state: WorkflowState, page: Page, article: ArticlePage) -> None:
    """Raise `Refused` where who asks for this review may not, or the story takes another or none."""
    by = state.requested_by
    if not (by and may_write(page, by)):
        raise Refused("not_allowed")
    if is_spiked(page):
        raise Refused("spiked")
    if not reviews.is_review_of(state, article):
        raise Refused("other_review")


def objections(article: ArticlePage, *, approver: Any) -> list[Refusal]:
    """What the rooms above have against reviewing this draft, or against who approves it (`reviewing`)."""
    told: dict[str, Any] = {"article": article, "approver": approver}
    answers: list[tuple[Any, Any]] = reviewing.send(sender=ArticlePage, **told)
    return [refusal for _receiver, refusals in answers for refusal in refusals]


def pass_on(state: WorkflowState, revision_id: int, page: Page) -> None:
    """Let the earlier steps' approvals of a revision stand for the newest, which the next step edited.

    A final approval does not: it is asked again.
    """
    approved = state.task_states.filter(status=TaskState.STATUS_APPROVED, revision_id=revision_id)
    for earlier in approved.exclude(task__in=FinalApproval.objects.values("pk")):
        earlier.copy(update_attrs={"revision": page.latest_revision})


def changed_since_review(state: WorkflowState, page: Page, digest: str) -> bool:
    """Whether the revision an earlier step approved was overwritten since, as autosave does.

    A newer revision is none of its business: Wagtail then asks the earlier steps again by itself.
    """
    decided = state.task_states.filter(
        status=TaskState.STATUS_APPROVED, revision_id=page.latest_revision_id
    ).values_list("task_id", flat=True)
    finals = FinalApproval.objects.values_list("pk", flat=True)
    given = Approval.objects.filter(workflow_state=state).order_by("pk")
    return not set(decided) - set(finals) <= reviews.approved_steps(given, digest)


class DeskReview(FourEyesTask):
    """A desk reads the story and passes it on."""

    class Meta:
        verbose_name = _("desk review")
        verbose_name_plural = _("desk reviews")


class CopyEdit(FourEyesTask):
    """Words and form are set right; who does so alone passes the story on, and no desk is asked again."""

    passes_edits_on = True

    class Meta:
        verbose_name = _("copy edit")
        verbose_name_plural = _("copy edits")


class LegalReview(FourEyesTask):
    """A lawyer reads what may have consequences."""

    class Meta:
        verbose_name = _("legal review")
        verbose_name_plural = _("legal reviews")


class FinalApproval(FourEyesTask):
    """The last step: what is approved here is what goes out."""

    is_final = True

    class Meta:
        verbose_name = _("final approval")
        verbose_name_plural = _("final approvals")


class TranslationReview(FinalApproval):
    """The one step of a translation: what was approved of the source is read again in the other language."""

    class Meta:
        verbose_name = _("translation review")
        verbose_name_plural = _("translation reviews")
