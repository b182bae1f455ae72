"""Keeps with every approval which images the approved content names."""

import json

import django.db.models.deletion
from django.db import migrations, models


def named(content):
    """The images that the content of a story's revision names."""
    found = [content.get("lead_image")]
    for block in json.loads(content.get("body") or "[]"):
        if block["type"] == "image":
            found.append(block["value"].get("image"))
    return set(filter(None, found))


def fill(apps, schema_editor):
    """What the newest approvals of each story name, as far as its newest and scheduled revisions tell."""
    Approval = apps.get_model("editorial", "Approval")
    ApprovedImage = apps.get_model("editorial", "ApprovedImage")
    Page = apps.get_model("wagtailcore", "Page")
    Revision = apps.get_model("wagtailcore", "Revision")
    newest = {}
    for pk, page_id, kind in Approval.objects.order_by("pk").values_list("pk", "page_id", "kind"):
        newest.setdefault(page_id, {})[kind == "step"] = pk
    known = set(apps.get_model("news", "NewsImage").objects.values_list("pk", flat=True))
    latest = Page.objects.filter(latest_revision__isnull=False).values("latest_revision")
    telling = models.Q(pk__in=latest) | models.Q(approved_go_live_at__isnull=False)
    pairs = set()
    for object_id, content in Revision.objects.filter(telling).values_list("object_id", "content").iterator():
        approvals = newest.get(int(object_id), {}) if object_id.isdigit() else {}
        pairs |= {(pk, image_id) for pk in approvals.values() for image_id in named(content) & known}
    ApprovedImage.objects.bulk_create(
        (ApprovedImage(approval_id=pk, image_id=image_id) for pk, image_id in sorted(pairs)), batch_size=500
    )


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0001_editorial"),
        ("news", "0001_news"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApprovedImage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "approval",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="images",
                        to="editorial.approval",
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="news.newsimage"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("approval", "image"), name="approved_image_once")
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
