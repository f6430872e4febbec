"""Models with names that say what they hold; their tables keep the names that they had."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

RENAMED = {"Count": "RequestCount", "Spent": "UsedToken", "Noted": "CacheEntry"}


class Migration(migrations.Migration):
    """Rename three models without touching their tables."""

    dependencies: ClassVar = [("kernel", "0006_redaction_withdrawn")]
    operations: ClassVar = [
        operation
        for old, new in RENAMED.items()
        for operation in (
            migrations.AlterModelTable(old.lower(), f"kernel_{old.lower()}"),
            migrations.RenameModel(old, new),
        )
    ]
