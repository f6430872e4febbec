"""Citations know the version that cites, so that who cites a text is counted without its words."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

FILL = """
    UPDATE instruments_citation c SET version_id = p.version_id
    FROM instruments_provisionwording w JOIN instruments_provision p ON p.id = w.provision_id
    WHERE w.id = c.wording_id
"""


def version(null: bool = False) -> models.ForeignKey:  # type: ignore[type-arg]
    """The field, which may be empty or not."""
    return models.ForeignKey(
        editable=False,
        on_delete=django.db.models.deletion.CASCADE,
        related_name="+",
        to="instruments.version",
        null=null,
    )


class Migration(migrations.Migration):
    """Add the field empty, fill it, close it."""

    dependencies: ClassVar = [("instruments", "0001_initial")]

    operations: ClassVar = [
        migrations.AddField("citation", "version", version(null=True)),
        # Keys are checked at once, since a table with checks that wait cannot be altered.
        migrations.RunSQL(
            f"SET CONSTRAINTS ALL IMMEDIATE; {FILL}; SET CONSTRAINTS ALL DEFERRED",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField("citation", "version", version()),
        migrations.AddIndex(
            "citation",
            models.Index(fields=["target", "version"], name="instruments_target__5be9d4_idx"),
        ),
    ]
