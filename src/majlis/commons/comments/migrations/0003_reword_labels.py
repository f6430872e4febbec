"""Labels of choices in plain English; the database stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0002_rename_earlier"),
    ]

    operations = [
        migrations.AlterField(
            model_name="comment",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "awaiting moderation"),
                    ("shown", "shown"),
                    ("asked", "returned to the author"),
                    ("hidden", "hidden by a content moderator"),
                    ("refused", "rejected by a content moderator"),
                    ("withdrawn", "withdrawn by the author"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
    ]
