"""What a document's caches go by is kept beside it, so that answering with it takes one row and no other."""

from django.db import migrations, models

CHUNK = 500


def fill(apps, schema_editor):
    """Give rows from before the tags of their terms and the moment of their log row."""
    document, publication, term = (
        apps.get_model("record", name) for name in ("PublishedDocument", "Publication", "Term")
    )
    last = 0
    while rows := list(document.objects.filter(pk__gt=last).order_by("pk").defer("body", "card")[:CHUNK]):
        last = rows[-1].pk
        sections = {}
        found = term.objects.filter(document__in=[row.pk for row in rows], field="section").order_by("value")
        for pk, value in found.values_list("document", "value"):
            sections.setdefault(pk, []).append(f"s-{value}")
        log = publication.objects.filter(sequence__in=[row.sequence for row in rows])
        moments = dict(log.values_list("sequence", "occurred_at"))
        for row in rows:
            tags = [f"{'s' if row.type == 'section' else 'a'}-{row.document_id}"]
            tags += [f"g-{row.group}"] if row.group else []
            row.cache_tags = ",".join([*tags, *sections.get(row.pk, ()), f"l-{row.locale or 'all'}"])
            row.changed_at = moments.get(row.sequence)
        document.objects.bulk_update(rows, ["cache_tags", "changed_at"])


class Migration(migrations.Migration):
    dependencies = [("record", "0001_record")]

    operations = [
        migrations.AddField("publisheddocument", "cache_tags", models.TextField(blank=True, default="")),
        migrations.AddField("publisheddocument", "changed_at", models.DateTimeField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
