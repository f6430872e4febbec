"""Computes when a digest is due, in the time zone of its reader."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from majlis.commons.notices.models import Delivery, Preference
from majlis.kernel.models import User

MONDAY = 0


def time_zone_of(user: User) -> tzinfo:
    """The time zone of a person; UTC if theirs is unknown."""
    try:
        return ZoneInfo(user.time_zone)
    except (KeyError, ValueError, OSError):
        return UTC


def next_digest(preference: Preference, now: datetime) -> datetime:
    """The next time after ``now`` at which the digest is due; weekly ones come on Mondays."""
    local = now.astimezone(time_zone_of(preference.user))
    due = local.replace(hour=preference.hour, minute=0, second=0, microsecond=0)
    if due <= local:
        due += timedelta(days=1)
    if preference.delivery == Delivery.WEEKLY:
        due += timedelta(days=(MONDAY - due.weekday()) % 7)
    return due.astimezone(UTC)
