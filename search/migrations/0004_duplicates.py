"""Neighbourhoods know which stories tell the same in the same words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0003_judged_answers")]

    operations = [
        migrations.AddField(
            model_name="neighbourhood",
            name="duplicates",
            field=models.JSONField(default=list),
        ),
    ]
