"""What the database itself announces: that the access of somebody, or to something, may have changed.

Streams of live pages are then closed, or go on. A trigger sees each change, however it was made: by a verb, by
an update of many rows, or by hand.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

ANNOUNCE = """
CREATE FUNCTION live_announce_access() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_NARGS = 1 THEN
        PERFORM pg_notify('majlis_live', TG_ARGV[0]);
    ELSE
        PERFORM pg_notify('majlis_live', TG_ARGV[0] || ':' || (to_jsonb(OLD) ->> TG_ARGV[1]));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER live_session_ended AFTER DELETE ON accounts_session
    FOR EACH ROW WHEN (OLD.user_id IS NOT NULL)
    EXECUTE FUNCTION live_announce_access('user', 'user_id');
CREATE TRIGGER live_session_changed AFTER UPDATE ON accounts_session
    FOR EACH ROW WHEN (OLD.user_id IS NOT NULL AND OLD.user_id IS DISTINCT FROM NEW.user_id)
    EXECUTE FUNCTION live_announce_access('user', 'user_id');
CREATE TRIGGER live_appointment_changed AFTER UPDATE OR DELETE ON kernel_appointment
    FOR EACH ROW EXECUTE FUNCTION live_announce_access('user', 'user_id');
CREATE TRIGGER live_account_changed AFTER UPDATE ON kernel_user
    FOR EACH ROW WHEN (OLD.is_active <> NEW.is_active OR OLD.password <> NEW.password)
    EXECUTE FUNCTION live_announce_access('user', 'id');
CREATE TRIGGER live_record_access_changed AFTER UPDATE ON kernel_record
    FOR EACH ROW WHEN (OLD.access <> NEW.access OR OLD.circle_id IS DISTINCT FROM NEW.circle_id)
    EXECUTE FUNCTION live_announce_access('record', 'id');
CREATE TRIGGER live_circle_changed AFTER UPDATE OR DELETE ON kernel_admission
    FOR EACH ROW EXECUTE FUNCTION live_announce_access('access');
"""
TAKE_OFF = """
DROP TRIGGER live_session_ended ON accounts_session;
DROP TRIGGER live_session_changed ON accounts_session;
DROP TRIGGER live_appointment_changed ON kernel_appointment;
DROP TRIGGER live_account_changed ON kernel_user;
DROP TRIGGER live_record_access_changed ON kernel_record;
DROP TRIGGER live_circle_changed ON kernel_admission;
DROP FUNCTION live_announce_access();
"""


class Migration(migrations.Migration):
    """The triggers on sessions, appointments, accounts, records and circles."""

    dependencies: ClassVar = [
        ("live", "0001_initial"),
        ("kernel", "0010_date_by_site_clock"),
        ("accounts", "0004_date_by_site_clock"),
    ]
    operations: ClassVar = [migrations.RunSQL(ANNOUNCE, TAKE_OFF)]
