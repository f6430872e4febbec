"""Stored names lose line breaks, control characters and directional overrides, which no verb stores any more."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from majlis.kernel.names import sql_to_clean


class Migration(migrations.Migration):
    """The servers of the release before go on beside it."""

    dependencies: ClassVar = [("events", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(sql_to_clean("events_participant", "name"), migrations.RunSQL.noop),
    ]
