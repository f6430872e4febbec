"""States of meetings, sittings, participants and conclusions."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from majlis.kernel.lifecycle import Lifecycle, Transition

DRAFT, CONVENED, OPEN, CLOSED, REPORTED, CANCELLED = (
    "draft",
    "convened",
    "open",
    "closed",
    "reported",
    "cancelled",
)
PLANNED, SUSPENDED = "planned", "suspended"
REQUESTED, CONFIRMED, DECLINED, WITHDRAWN = "requested", "confirmed", "declined", "withdrawn"
AGREED, AGREED_WITH_STATEMENTS, NOT_AGREED, BY_CORRESPONDENCE = (
    "agreed",
    "agreed_with_statements",
    "not_agreed",
    "by_correspondence",
)

MEETING = Lifecycle(
    "events.meeting",
    {
        DRAFT: pgettext_lazy("meeting", "draft"),
        CONVENED: pgettext_lazy("meeting", "convened"),
        OPEN: pgettext_lazy("meeting", "open"),
        CLOSED: pgettext_lazy("meeting", "closed"),
        REPORTED: pgettext_lazy("meeting", "reported"),
        CANCELLED: pgettext_lazy("meeting", "cancelled"),
    },
    (
        Transition("events.convene_meeting", (DRAFT,), CONVENED),
        Transition("events.open_meeting", (CONVENED,), OPEN),
        Transition("events.close_meeting", (OPEN,), CLOSED),
        Transition("events.reopen_meeting", (CLOSED,), OPEN),
        Transition("events.report_meeting", (CLOSED,), REPORTED),
        Transition("events.cancel_meeting", (DRAFT, CONVENED), CANCELLED),
    ),
)
SITTING = Lifecycle(
    "events.sitting",
    {
        PLANNED: pgettext_lazy("sitting", "planned"),
        OPEN: pgettext_lazy("sitting", "open"),
        SUSPENDED: pgettext_lazy("sitting", "suspended"),
        CLOSED: pgettext_lazy("sitting", "closed"),
    },
    (
        Transition("events.open_sitting", (PLANNED, SUSPENDED), OPEN),
        Transition("events.suspend_sitting", (OPEN,), SUSPENDED),
        Transition("events.close_sitting", (OPEN, SUSPENDED), CLOSED),
        Transition("events.reopen_sitting", (CLOSED,), OPEN),
    ),
)
PARTICIPANT = Lifecycle(
    "events.participant",
    {
        REQUESTED: pgettext_lazy("participant", "awaiting confirmation"),
        CONFIRMED: pgettext_lazy("participant", "confirmed"),
        DECLINED: pgettext_lazy("participant", "declined"),
        WITHDRAWN: pgettext_lazy("participant", "withdrawn"),
    },
    (
        Transition("events.confirm_participant", (REQUESTED, DECLINED), CONFIRMED),
        Transition("events.decline_participant", (REQUESTED, CONFIRMED), DECLINED),
        Transition("events.withdraw_participant", (REQUESTED, CONFIRMED), WITHDRAWN),
    ),
)
CONCLUSION = Lifecycle(
    "events.conclusion",
    {
        DRAFT: pgettext_lazy("conclusion", "draft"),
        BY_CORRESPONDENCE: pgettext_lazy("conclusion", "being decided by correspondence"),
        AGREED: pgettext_lazy("conclusion", "agreed"),
        AGREED_WITH_STATEMENTS: pgettext_lazy("conclusion", "agreed with statements"),
        NOT_AGREED: pgettext_lazy("conclusion", "not agreed"),
    },
    (
        Transition("events.agree_conclusion", (DRAFT,), AGREED),
        Transition("events.agree_conclusion_with_statements", (DRAFT,), AGREED_WITH_STATEMENTS),
        Transition("events.decline_conclusion", (DRAFT,), NOT_AGREED),
        Transition("events.submit_conclusion_to_correspondence", (DRAFT,), BY_CORRESPONDENCE),
        # The replies decide which of the three.
        Transition("events.close_correspondence", (BY_CORRESPONDENCE,), AGREED),
        Transition("events.close_correspondence", (BY_CORRESPONDENCE,), AGREED_WITH_STATEMENTS),
        Transition("events.close_correspondence", (BY_CORRESPONDENCE,), NOT_AGREED),
        Transition("events.withdraw_correspondence", (BY_CORRESPONDENCE,), DRAFT),
        Transition("events.reopen_conclusion", (AGREED, AGREED_WITH_STATEMENTS, NOT_AGREED), DRAFT),
    ),
)
CORRESPONDENCE = Lifecycle(
    "events.correspondence",
    {
        OPEN: pgettext_lazy("correspondence", "open for replies"),
        CLOSED: pgettext_lazy("correspondence", "closed"),
        WITHDRAWN: pgettext_lazy("correspondence", "withdrawn"),
    },
    (
        Transition("events.close_correspondence", (OPEN,), CLOSED),
        Transition("events.withdraw_correspondence", (OPEN,), WITHDRAWN),
    ),
)
