"""When a meeting takes registrations, and which ways of taking part it offers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.events.lifecycle import CLOSED, CONFIRMED, CONVENED, OPEN, REQUESTED
from majlis.events.models import AttendanceMode, Meeting, Mode
from majlis.kernel import clock
from majlis.kernel.errors import WrongState

ACTIVE_STATES = (REQUESTED, CONFIRMED)
"""The states of a registration of which a person has one for a meeting."""
MODES = {
    Mode.IN_PERSON: (AttendanceMode.ROOM,),
    Mode.HYBRID: (AttendanceMode.ROOM, AttendanceMode.REMOTE),
    Mode.REMOTE: (AttendanceMode.REMOTE,),
}
"""How people may take part, by the mode of the meeting."""
NEEDS_DAYS = 30
"""Days after the last day of a meeting on which the access needs of its participants are erased."""


def offered_modes(meeting: Meeting) -> tuple[AttendanceMode, ...]:
    """How people may take part in a meeting."""
    return MODES[Mode(meeting.mode)]


def registration_fault(meeting: Meeting, *, by_officer: bool = False) -> WrongState | None:
    """Why nobody can be registered for a meeting now; None if people can.

    Officers register also after ``registration_closes``, and at a closed meeting those who were there.
    """
    if by_officer and meeting.state in (CONVENED, OPEN, CLOSED):
        return None
    if meeting.state not in (CONVENED, OPEN):
        return WrongState(
            _("Registration for this meeting is not open."),
            _("It opens when the meeting is convened, and ends when the meeting closes."),
        )
    if meeting.registration_closes is not None and clock.now() > meeting.registration_closes:
        return WrongState(
            _("Registration for this meeting has closed."),
            _("Contact the secretariat, which can still register people."),
        )
    return None
