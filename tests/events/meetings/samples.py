"""Meetings for the tests of all pages."""

from __future__ import annotations

import datetime
from typing import Any

from majlis.events.models import ClosedDay, Meeting, MeetingRules


def plant(meeting: Meeting) -> dict[str, Any]:
    """A day on which the organization does not work; and, for the meeting, deadlines, languages and a short notice."""
    meeting.registration_closes = datetime.datetime(2027, 2, 20, 22, 59, tzinfo=datetime.UTC)
    meeting.contributions_due = datetime.datetime(2027, 2, 10, 11, tzinfo=datetime.UTC)
    meeting.convened_at = datetime.datetime(2027, 2, 19, 11, tzinfo=datetime.UTC)
    meeting.notice_reason, meeting.notice_language = "أسباب خيالية طارئة", "ar"
    meeting.interpretation, meeting.captions = ["ar", "en"], ["en"]
    meeting.joining_link = "https://meet.example.org/fictional"
    meeting.save()
    MeetingRules.objects.update_or_create(
        body=meeting.body, defaults={"listed": ["chair"], "source": "Fictional rules"}
    )
    day = ClosedDay.objects.create(
        date=datetime.date(2027, 2, 22), name="Journée fictive du personnel", language="fr"
    )
    return {"closed_day": day}
