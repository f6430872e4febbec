"""Stored names lose line breaks, control characters and directional overrides, which no verb stores any more."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from majlis.kernel.names import sql_to_clean


class Migration(migrations.Migration):
    """The servers of the release before go on beside it."""

    dependencies: ClassVar = [("kernel", "0011_audit_numbers_itself")]
    operations: ClassVar = [
        migrations.RunSQL(sql_to_clean("kernel_user", "name"), migrations.RunSQL.noop),
    ]
