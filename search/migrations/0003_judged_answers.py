from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_tuning")]

    operations = [
        migrations.CreateModel(
            name="JudgedAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("locale", models.CharField(max_length=12)),
                ("text", models.CharField(max_length=500)),
                ("document_id", models.UUIDField()),
                ("grade", models.PositiveSmallIntegerField()),
                ("by", models.CharField(blank=True, max_length=150)),
                ("judged_at", models.DateTimeField()),
            ],
            options={
                "permissions": [("judge_answers", "Can judge the answers of search")],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("locale", "text", "document_id"), name="judged_answer_once"
                    )
                ],
            },
        ),
    ]
