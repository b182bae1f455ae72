"""Says of approvals of reviews under way which step they approved."""

from typing import Any

from django.db import migrations


def fill(apps: Any, schema_editor: Any) -> None:
    """Take the step from what Wagtail knows of the review: who approved it, and when that was."""
    approvals = apps.get_model("editorial", "Approval")
    states = apps.get_model("wagtailcore", "TaskState")
    finals = set(apps.get_model("editorial", "FinalApproval").objects.values_list("pk", flat=True))
    under_way = approvals.objects.filter(
        task__isnull=True, workflow_state__status__in=("in_progress", "needs_changes")
    )
    for approval in under_way.iterator():
        given = states.objects.filter(
            workflow_state_id=approval.workflow_state_id,
            status="approved",
            finished_by_id=approval.approved_by_id,
        ).order_by("-pk")
        steps = list(given.values_list("task_id", flat=True))
        fitting = [pk for pk in steps if (pk in finals) == (approval.kind == "final")]
        if fitting:
            approval.task_id = fitting[0]
            approval.save(update_fields=["task"])


class Migration(migrations.Migration):
    dependencies = [("editorial", "0004_reviews")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
