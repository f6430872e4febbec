"""Meetings that were held before they came to this site."""

from __future__ import annotations

import datetime

from majlis.events.lifecycle import CLOSED, REPORTED
from majlis.events.models import Meeting

HOUR_OF_A_DAY = datetime.time(10, 30, tzinfo=datetime.UTC)
"""The hour of UTC at which it is the same day nearly everywhere: from UTC-10 to UTC+13."""


def was_imported(meeting: Meeting) -> bool:
    """Whether a meeting was imported: it is over, and was never convened on this site."""
    return meeting.state in (CLOSED, REPORTED) and meeting.convened_at is None


def moment_of_day(day: datetime.date) -> datetime.datetime:
    """The moment with which something of another system is dated of which only the day is known."""
    return datetime.datetime.combine(day, HOUR_OF_A_DAY)
