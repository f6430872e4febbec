"""Labels of choices in plain English; the database stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("translation", "0003_rename_due"),
    ]

    operations = [
        migrations.AlterField(
            model_name="job",
            name="state",
            field=models.CharField(
                choices=[
                    ("taken", "being translated"),
                    ("submitted", "awaiting revision"),
                    ("revising", "being revised"),
                    ("accepted", "accepted"),
                    ("released", "returned to the queue"),
                ],
                default="taken",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="pair",
            name="source",
            field=models.CharField(
                choices=[
                    ("ar", "العربية"),
                    ("zh", "中文"),
                    ("en", "English"),
                    ("fr", "Français"),
                    ("ru", "Русский"),
                    ("es", "Español"),
                ],
                max_length=2,
                verbose_name="source language",
            ),
        ),
        migrations.AlterField(
            model_name="pair",
            name="target",
            field=models.CharField(
                choices=[
                    ("ar", "العربية"),
                    ("zh", "中文"),
                    ("en", "English"),
                    ("fr", "Français"),
                    ("ru", "Русский"),
                    ("es", "Español"),
                ],
                max_length=2,
                verbose_name="target language",
            ),
        ),
    ]
