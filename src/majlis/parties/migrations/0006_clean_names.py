"""Stored names lose line breaks, control characters and directional overrides, which no verb stores any more."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from majlis.kernel.names import sql_to_clean


class Migration(migrations.Migration):
    """The servers of the release before go on beside it."""

    dependencies: ClassVar = [("parties", "0005_date_by_site_clock")]
    operations: ClassVar = [
        migrations.RunSQL(
            sql_to_clean("parties_registration", "applicant_name"), migrations.RunSQL.noop
        ),
        migrations.RunSQL(sql_to_clean("parties_delegation", "name"), migrations.RunSQL.noop),
        migrations.RunSQL(sql_to_clean("parties_succession", "name"), migrations.RunSQL.noop),
        migrations.RunSQL(sql_to_clean("parties_holding", "name"), migrations.RunSQL.noop),
        migrations.RunSQL(sql_to_clean("parties_namedmember", "name"), migrations.RunSQL.noop),
    ]
