"""Labels of choices in plain English; the database stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0002_rename_reading"),
    ]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "awaiting moderation"),
                    ("approved", "approved"),
                    ("asked", "returned to the author"),
                    ("hidden", "hidden"),
                    ("refused", "rejected"),
                    ("appealed", "under appeal"),
                    ("closed", "withdrawn by the author"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="verb",
            field=models.CharField(
                choices=[
                    ("approve", "Approve: show the contribution"),
                    ("ask", "Return to the author for correction"),
                    ("hide", "Hide: no longer show the contribution"),
                    ("refuse", "Reject: do not show the contribution"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="why",
            field=models.CharField(
                choices=[
                    ("offensive", "Insult or threat"),
                    ("personal", "Disclosure of personal data"),
                    ("advertising", "Advertising"),
                    ("off_topic", "Off topic"),
                    ("other", "Other (specify below)"),
                ],
                max_length=12,
                verbose_name="Reason",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="words",
            field=models.TextField(blank=True, verbose_name="Explanation"),
        ),
    ]
