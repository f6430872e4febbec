"""The table of what all processes share for a while."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Attempts to sign in are counted here."""

    dependencies: ClassVar = [("kernel", "0003_guard")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Noted",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("value", models.JSONField()),
                ("until", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
