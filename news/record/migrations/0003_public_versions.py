"""A view of the log that holds texts of public stories only, for those who may not read the log's own."""

from django.db import migrations, models

# A note's public members, as JSON. Each database has its own words for taking a member out.
MEMBERS = {
    "postgresql": "log.note -> 'notice' AS notice, log.note -> 'correction' AS correction",
    "sqlite": (
        "json_quote(json_extract(log.note, '$.notice')) AS notice, "
        "json_quote(json_extract(log.note, '$.correction')) AS correction"
    ),
}
# A barrier, so that no function a reader brings along is called with rows the view holds back.
OPTIONS = {"postgresql": "WITH (security_barrier)", "sqlite": ""}

VIEW = """
CREATE VIEW record_publicversion {options} AS
SELECT log.sequence, log.document_id, log.version, log.event, log.occurred_at, {members}, log.document
FROM record_publication log
JOIN record_publisheddocument store ON store.type = log.type AND store.document_id = log.document_id
WHERE log.type = 'article' AND store.state = 'live'
  AND (store.visible_until IS NULL OR store.visible_until > CURRENT_TIMESTAMP)
"""


def create(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    schema_editor.execute(VIEW.format(options=OPTIONS[vendor], members=MEMBERS[vendor]))


def drop(apps, schema_editor):
    schema_editor.execute("DROP VIEW record_publicversion")


class Migration(migrations.Migration):
    dependencies = [("record", "0002_cache_tags")]

    operations = [
        migrations.RunPython(create, drop),
        migrations.CreateModel(
            name="PublicVersion",
            fields=[
                ("sequence", models.BigIntegerField(primary_key=True, serialize=False)),
                ("document_id", models.UUIDField()),
                ("version", models.PositiveIntegerField()),
                ("event", models.CharField(max_length=12)),
                ("occurred_at", models.DateTimeField()),
                ("notice", models.JSONField(null=True)),
                ("correction", models.JSONField(null=True)),
                ("document", models.BinaryField(null=True)),
            ],
            options={"db_table": "record_publicversion", "managed": False},
        ),
    ]
