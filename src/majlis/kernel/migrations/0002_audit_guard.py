"""What the database itself guards: audit entries are added and never changed, by whomever.

A trigger refuses UPDATE, DELETE and TRUNCATE. Where the application has a role of its own
(``majlis_app``, see site/postgres.py), that role may not even try, nor take the trigger off, since
it does not own the table.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations
from pgvector.django import VectorExtension

GUARD = """
CREATE FUNCTION kernel_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'Personal values are emptied by a redaction, never in the entry itself.';
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON kernel_auditentry
    FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON kernel_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_refuse_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'majlis_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE, TRIGGER, REFERENCES ON kernel_auditentry FROM majlis_app;
    END IF;
END $$;
"""
TAKE_OFF = """
DROP TRIGGER audit_is_append_only ON kernel_auditentry;
DROP TRIGGER audit_is_never_emptied ON kernel_auditentry;
DROP FUNCTION kernel_refuse_change();
"""


class Migration(migrations.Migration):
    """The extensions that Majlis needs, and the guard of the audit."""

    dependencies: ClassVar = [("kernel", "0001_initial")]
    operations: ClassVar = [
        VectorExtension(),
        TrigramExtension(),
        migrations.RunSQL(GUARD, TAKE_OFF),
    ]
