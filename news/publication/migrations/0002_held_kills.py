from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publication", "0001_kills"),
    ]

    operations = [
        migrations.AddField(
            model_name="kill",
            name="held_until",
            field=models.DateTimeField(null=True),
        ),
    ]
