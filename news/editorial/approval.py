"""Approvals: somebody approved exactly this content of a story."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, WorkflowState

from news.editorial.fingerprint import fingerprint
from news.models import ArticlePage, NewsImage


class Approval(models.Model):
    """Somebody approved exactly this content of a page; the gate lets nothing else through.

    `fingerprint` is that of the approved content. Kinds: a step on the way, the final approval of a review,
    or an import that brought content approved elsewhere (`run` names it). `task` is the step that was
    approved, and `edited_from` the fingerprint of what this approver alone made the approved content from.
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
    task = models.ForeignKey(Task, null=True, on_delete=models.SET_NULL, related_name="+")
    edited_from = models.CharField(max_length=64, blank=True)
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
