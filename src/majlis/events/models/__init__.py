"""The models of the room, one subject in each file."""

from __future__ import annotations

from majlis.events.models.agenda import AgendaItem, ItemMaterial, MaterialKind, Outcome
from majlis.events.models.conclusion import (
    Conclusion,
    ConclusionRevision,
    Correspondence,
    CorrespondenceReply,
    MajorityRule,
    ReplyAnswer,
)
from majlis.events.models.floor import Floor, SpeakingTurn, TurnKind, TurnState
from majlis.events.models.meeting import ClosedDay, Meeting, MeetingRules, Mode, Sitting
from majlis.events.models.participant import (
    Attendance,
    AttendanceMode,
    Capacity,
    Gender,
    Participant,
)

__all__ = [
    "AgendaItem",
    "Attendance",
    "AttendanceMode",
    "Capacity",
    "ClosedDay",
    "Conclusion",
    "ConclusionRevision",
    "Correspondence",
    "CorrespondenceReply",
    "Floor",
    "Gender",
    "ItemMaterial",
    "MajorityRule",
    "MaterialKind",
    "Meeting",
    "MeetingRules",
    "Mode",
    "Outcome",
    "Participant",
    "ReplyAnswer",
    "Sitting",
    "SpeakingTurn",
    "TurnKind",
    "TurnState",
]
