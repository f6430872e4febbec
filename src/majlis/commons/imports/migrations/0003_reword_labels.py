"""Labels of choices in plain English; the database stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0002_batchfault_said"),
    ]

    operations = [
        migrations.AlterField(
            model_name="batch",
            name="state",
            field=models.CharField(
                choices=[
                    ("uploaded", "columns not yet assigned"),
                    ("mapped", "not yet checked"),
                    ("running", "being imported"),
                    ("done", "imported"),
                    ("given_up", "discarded"),
                ],
                default="uploaded",
                max_length=10,
            ),
        ),
    ]
