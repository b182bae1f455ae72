import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0008_notices"),
    ]

    operations = [
        migrations.AddField(
            model_name="embargo",
            name="inherited_from",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="heirs",
                to="editorial.embargo",
            ),
        ),
    ]
