"""The database numbers and dates the audit entries of the application's role.

Whoever controls the application could otherwise put an entry into the past. The owner of the table chooses
both: ``pg_restore`` and the loading of a demonstration run as the owner, and keep the moments they bring.
A site whose application runs as the owner is warned of by ``majlis check``.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

# The function runs as who inserts; a search path of its own, so that no other schema is asked.
NUMBER_AND_DATE = """
CREATE FUNCTION kernel_number_and_date() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
        NEW.id := nextval(pg_get_serial_sequence(TG_RELID::regclass::text, 'id'));
        NEW.at := statement_timestamp();
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_numbers_itself BEFORE INSERT ON kernel_auditentry
    FOR EACH ROW EXECUTE FUNCTION kernel_number_and_date();
"""
TAKE_OFF = """
DROP TRIGGER audit_numbers_itself ON kernel_auditentry;
DROP FUNCTION kernel_number_and_date();
"""


class Migration(migrations.Migration):
    """The trigger; the servers of the release before go on beside it."""

    dependencies: ClassVar = [("kernel", "0010_date_by_site_clock")]
    operations: ClassVar = [migrations.RunSQL(NUMBER_AND_DATE, TAKE_OFF)]
