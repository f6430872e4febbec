import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("instruments", "0002_destination_body_line"),
        ("mandates", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="otherreading",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="instruments.version",
            ),
        ),
    ]
