"""A model with a name that says what it holds; its table keeps the name that it had."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Rename Due to DueDate without touching its table."""

    dependencies: ClassVar = [("translation", "0002_freed")]
    operations: ClassVar = [
        migrations.AlterModelTable("due", "translation_due"),
        migrations.RenameModel("Due", "DueDate"),
    ]
