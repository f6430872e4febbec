"""In which states of its meeting an agenda changes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.events.lifecycle import CANCELLED, CLOSED, CONVENED, DRAFT, OPEN, REPORTED
from majlis.events.models import Meeting, Outcome
from majlis.kernel.errors import WrongState

REARRANGED_IN = (DRAFT, CONVENED, OPEN)
"""States in which items are added, moved and withdrawn."""
CORRECTED_IN = (DRAFT, CONVENED, OPEN, CLOSED)
"""States in which the title, the times and the presenters of items change."""
CONSIDERED_IN = (OPEN, CLOSED, REPORTED)
"""States in which any outcome is recorded."""


def is_published(meeting: Meeting) -> bool:
    """Whether readers know the numbers of the agenda: since the meeting was convened."""
    return meeting.state != DRAFT


def may_be_rearranged(meeting: Meeting) -> bool:
    """Whether items may be added, moved and withdrawn now."""
    return meeting.state in REARRANGED_IN


def may_be_corrected(meeting: Meeting) -> bool:
    """Whether the data of items may change now."""
    return meeting.state in CORRECTED_IN


def takes_outcomes(meeting: Meeting) -> bool:
    """Whether an outcome may be recorded now: before the opening, only that an item is carried over."""
    return bool(possible_outcomes(meeting))


def require_state(meeting: Meeting, *, allowed: bool) -> None:
    """Raise WrongState, with the way to go on, unless the state of the meeting allows the change."""
    if allowed:
        return
    if meeting.state == CLOSED:
        raise WrongState(
            _("This meeting is closed."), _("Reopen the meeting to change its agenda.")
        )
    if meeting.state == REPORTED:
        raise WrongState(
            _("This meeting has been reported, so its agenda is final."),
            _("Place the item on the agenda of another meeting."),
        )
    raise WrongState(
        _("This meeting has been cancelled."),
        _("Place the item on the agenda of another meeting."),
    )


def possible_outcomes(meeting: Meeting) -> list[str]:
    """The outcomes that may be recorded now."""
    if meeting.state in CONSIDERED_IN:
        return list(Outcome.values)
    return [Outcome.PENDING, Outcome.CARRIED_OVER] if meeting.state == CONVENED else []


def require_outcome_time(meeting: Meeting, outcome: str) -> None:
    """Raise WrongState for an outcome that cannot be known yet, or of a meeting that was not held."""
    if outcome in possible_outcomes(meeting):
        return
    if meeting.state == CANCELLED:
        raise WrongState(
            _("This meeting has been cancelled."), _("Record the outcome at another meeting.")
        )
    raise WrongState(
        _("This meeting is not open yet."), _("Open the meeting, then record the outcome.")
    )
