"""A meeting that is a session of the register, for the tests of all pages."""

from __future__ import annotations

from typing import Any

from majlis.events.models import Meeting
from majlis.instruments.models import Act
from majlis.kernel.actor import Actor
from majlis.mandates.deliverables import actions, meetings, steps
from tests.mandates import factories

SYSTEM = Actor.as_system("tests")


def plant(meeting: Meeting) -> dict[str, Any]:
    """The meeting is a session of its body, at which a report is due; a text that it adopted asks for it."""
    entity = factories.entity("A fictional group that meets", body=meeting.body, kind="body")
    session = meetings.tie_meeting(SYSTEM, meeting)
    version = factories.text(date=session.date)
    Act.objects.create(version=version, kind="adopts", body=meeting.body, record=meeting.record)
    mandate = factories.mandate(version)
    report = actions.add_deliverable(
        SYSTEM, mandate, kind="report", occasion=session, language="en"
    )
    steps.add_step(SYSTEM, report, entity=entity, task="consider", occasion=session)
    return {"linked_session": session}
