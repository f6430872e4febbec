"""A model with a name that says what it holds; its table keeps the name that it had."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Rename Reading to ModeratorLanguage without touching its table."""

    dependencies: ClassVar = [("moderation", "0001_initial")]
    operations: ClassVar = [
        migrations.AlterModelTable("reading", "moderation_reading"),
        migrations.RenameModel("Reading", "ModeratorLanguage"),
    ]
