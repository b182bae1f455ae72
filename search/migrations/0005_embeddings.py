from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0004_duplicates"),
    ]

    operations = [
        migrations.AddField(
            model_name="neighbourhood",
            name="abroad",
            field=models.JSONField(null=True),
        ),
        migrations.CreateModel(
            name="Embedding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("document_id", models.UUIDField()),
                ("model", models.CharField(max_length=100)),
                ("locale", models.CharField(max_length=12)),
                ("digest", models.CharField(max_length=64)),
                ("vectors", models.BinaryField()),
            ],
            options={
                "indexes": [models.Index(fields=["model", "id"], name="embedding_newest")],
                "constraints": [
                    models.UniqueConstraint(fields=("model", "document_id"), name="embedding_once")
                ],
            },
        ),
    ]
