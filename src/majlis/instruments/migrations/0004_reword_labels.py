"""Labels of choices in plain English; the database stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("instruments", "0003_rename_queued_tasks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="act",
            name="kind",
            field=models.CharField(
                choices=[
                    ("adopts", "adoption"),
                    ("endorses", "endorsement"),
                    ("approves", "approval"),
                    ("notes", "taking note"),
                    ("proposes", "proposal"),
                    ("declines", "non-adoption"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="destination",
            name="published_as",
            field=models.CharField(
                choices=[
                    ("instrument", "a new text"),
                    ("version", "a new version of a text"),
                    ("language", "another language of an existing version"),
                    ("nothing", "not published"),
                ],
                default="instrument",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="import",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "awaiting processing"),
                    ("read", "processed, not published"),
                    ("published", "published"),
                    ("unreadable", "could not be processed"),
                    ("set_aside", "discarded"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="languageversion",
            name="status",
            field=models.CharField(
                choices=[
                    ("authentic", "authentic"),
                    ("translated", "translated"),
                    ("lagging", "outdated because the original has changed"),
                    ("machine", "machine translation"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="provision",
            name="matched",
            field=models.CharField(
                choices=[
                    ("new", "none (new provision)"),
                    ("rule", "automatic comparison"),
                    ("person", "manual matching"),
                ],
                default="new",
                max_length=6,
            ),
        ),
        migrations.AlterField(
            model_name="provisionwording",
            name="status",
            field=models.CharField(
                choices=[
                    ("authentic", "authentic"),
                    ("translated", "translated"),
                    ("lagging", "outdated because the original has changed"),
                    ("machine", "machine translation"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="tag",
            name="found",
            field=models.CharField(
                choices=[
                    ("words", "detected by code or name in the text"),
                    ("meaning", "detected by similarity of meaning"),
                    ("matrix", "derived from the matrix"),
                    ("person", "entered by a person"),
                ],
                max_length=8,
            ),
        ),
    ]
