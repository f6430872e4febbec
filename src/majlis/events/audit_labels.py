"""Labels of the audit values of the room, for histories."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from majlis.events.lifecycle import MEETING, PARTICIPANT, SITTING
from majlis.events.models import (
    AttendanceMode,
    Capacity,
    MajorityRule,
    MaterialKind,
    Mode,
    Outcome,
    ReplyAnswer,
    TurnKind,
    TurnState,
)
from majlis.kernel.audit_labels import HIDDEN, AuditLabel, Shown, register_audit_labels
from majlis.kernel.models import Access
from majlis.parties import areas

# Meetings, sittings, rules of bodies, and non-working days.
register_audit_labels(
    "events.meeting",
    {
        "access": AuditLabel(pgettext_lazy("history", "Access"), choices=Access.choices),
        "area": AuditLabel(
            gettext_lazy("Host country or area"), choices=lambda: areas.area_names().items()
        ),
        "captions": AuditLabel(pgettext_lazy("history", "Captions"), Shown.LANGUAGE),
        "contributions_due": AuditLabel(gettext_lazy("Contributions are due on"), Shown.DATE),
        "ends": AuditLabel(pgettext_lazy("history", "End"), Shown.DATE),
        "first_day": AuditLabel(pgettext_lazy("history", "First day"), Shown.DATE),
        "interpretation": AuditLabel(pgettext_lazy("history", "Interpretation"), Shown.LANGUAGE),
        "joining_link": AuditLabel(
            gettext_lazy("Link for remote participants"),
            choices=[
                ("set", pgettext_lazy("history", "added")),
                ("changed", pgettext_lazy("history", "changed")),
                ("removed", pgettext_lazy("history", "removed")),
            ],
        ),
        "last_day": AuditLabel(pgettext_lazy("history", "Last day"), Shown.DATE),
        "mode": AuditLabel(gettext_lazy("Ways to take part"), choices=Mode.choices),
        "note": AuditLabel(pgettext_lazy("meeting", "Practical information")),
        "notice": AuditLabel(gettext_lazy("Working days of notice")),
        "notice_language": HIDDEN,
        "notice_reason": AuditLabel(
            gettext_lazy("Reason for the short notice"), language="notice_language"
        ),
        "number": AuditLabel(pgettext_lazy("history", "Number")),
        "place": AuditLabel(pgettext_lazy("history", "Place")),
        "previous": AuditLabel(pgettext_lazy("history", "Previous meeting"), Shown.RECORD),
        "registration_closes": AuditLabel(gettext_lazy("Registration closes on"), Shown.DATE),
        "room": AuditLabel(pgettext_lazy("history", "Room")),
        "sitting": HIDDEN,
        "source": AuditLabel(pgettext_lazy("history", "Source")),
        "starts": AuditLabel(pgettext_lazy("history", "Start"), Shown.DATE),
        "state": AuditLabel(pgettext_lazy("history", "Status"), choices=MEETING.choices),
        "title": AuditLabel(pgettext_lazy("history", "Title")),
        "zone": AuditLabel(pgettext_lazy("history", "Time zone")),
    },
)
register_audit_labels(
    "events.meetingrules",
    {
        "access": AuditLabel(
            gettext_lazy("Access to meetings that are convened"), choices=Access.choices
        ),
        "first_turns_first": AuditLabel(
            gettext_lazy("Those who have not spoken on the item speak first")
        ),
        "listed": AuditLabel(
            gettext_lazy("Capacities named in the list of participants"), choices=Capacity.choices
        ),
        "member_seconds": AuditLabel(gettext_lazy("Speaking time of members, in seconds")),
        "members_first": AuditLabel(gettext_lazy("Members speak before other participants")),
        "notice_days": AuditLabel(gettext_lazy("Notice, in working days")),
        "observer_seconds": AuditLabel(
            gettext_lazy("Speaking time of other participants, in seconds")
        ),
        "source": AuditLabel(pgettext_lazy("history", "Source")),
    },
)
register_audit_labels(
    "events.closedday",
    {
        "date": AuditLabel(pgettext_lazy("history", "Date"), Shown.DATE),
        "language": AuditLabel(pgettext_lazy("history", "Language"), Shown.LANGUAGE),
        "name": AuditLabel(pgettext_lazy("history", "Name")),
    },
)

# Agenda.
register_audit_labels(
    "events.agendaitem",
    {
        "carried_from": AuditLabel(pgettext_lazy("history", "Item copied from"), Shown.RECORD),
        "ends": AuditLabel(pgettext_lazy("history", "End"), Shown.DATE),
        "label": AuditLabel(pgettext_lazy("history", "Number on the agenda")),
        "note": AuditLabel(pgettext_lazy("history", "Note")),
        "outcome": AuditLabel(pgettext_lazy("history", "Outcome"), choices=Outcome.choices),
        "presenters": AuditLabel(pgettext_lazy("history", "Presenters")),
        "presenting": HIDDEN,
        "sitting": AuditLabel(gettext_lazy("Sitting that starts at"), Shown.DATE),
        "standing": AuditLabel(gettext_lazy("On the agenda of each meeting")),
        "starts": AuditLabel(pgettext_lazy("history", "Start"), Shown.DATE),
        "title": AuditLabel(pgettext_lazy("history", "Title")),
        "withdrawn": AuditLabel(pgettext_lazy("history", "Withdrawn")),
    },
)
register_audit_labels(
    "events.itemmaterial",
    {
        "kind": AuditLabel(pgettext_lazy("history", "Kind"), choices=MaterialKind.choices),
        "language": AuditLabel(pgettext_lazy("history", "Language"), Shown.LANGUAGE),
        "length": HIDDEN,
        "link": AuditLabel(pgettext_lazy("history", "Link")),
        "material": HIDDEN,
        "organisation": AuditLabel(pgettext_lazy("history", "Organization"), Shown.RECORD),
        "presented_by": AuditLabel(pgettext_lazy("history", "Presented by")),
        "sha256": HIDDEN,
        "title": AuditLabel(pgettext_lazy("history", "Title"), language="language"),
        "withdrawn": AuditLabel(pgettext_lazy("history", "Withdrawn")),
    },
)
register_audit_labels(
    "events.copy_agenda",
    {
        "items": AuditLabel(pgettext_lazy("history", "Items copied")),
        "previous": AuditLabel(pgettext_lazy("history", "Previous meeting"), Shown.RECORD),
    },
)
register_audit_labels(
    "events.notify_agenda_changes",
    {"items": AuditLabel(gettext_lazy("Items that changed"))},
)

# Participants and their attendance. What people enter about themselves is not in the audit, but for what is stored so that
# it can be erased.
register_audit_labels(
    "events.participant",
    {
        "capacity": AuditLabel(pgettext_lazy("history", "Capacity"), choices=Capacity.choices),
        "mode": AuditLabel(gettext_lazy("Way of taking part"), choices=AttendanceMode.choices),
        "organisation": AuditLabel(
            pgettext_lazy("meeting", "Organization represented"), Shown.RECORD
        ),
        "person": AuditLabel(pgettext_lazy("history", "Person")),
        "personal_fields": AuditLabel(gettext_lazy("Personal data changed"), Shown.COUNT),
        "reason": AuditLabel(pgettext_lazy("history", "Reason")),
        "state": AuditLabel(pgettext_lazy("history", "Status"), choices=PARTICIPANT.choices),
    },
)
ATTENDANCE_LABELS = {
    "changed_mode": AuditLabel(gettext_lazy("Way of taking part changed"), Shown.COUNT),
    "late": AuditLabel(gettext_lazy("Entered after the sitting was closed")),
    "present": AuditLabel(pgettext_lazy("meeting", "People present"), Shown.COUNT),
    "sitting": AuditLabel(gettext_lazy("Sitting that starts at"), Shown.DATE),
}
register_audit_labels("events.record_attendance", ATTENDANCE_LABELS)
register_audit_labels("events.remove_attendance", ATTENDANCE_LABELS)
register_audit_labels(
    "events.erase_access_needs", {"erased": AuditLabel(pgettext_lazy("meeting", "Registrations"))}
)

# The floor.
FLOOR_LABELS = {
    "carried": AuditLabel(gettext_lazy("Requests carried over from an earlier sitting")),
    "document": AuditLabel(pgettext_lazy("history", "Document"), Shown.RECORD),
    "document_words": AuditLabel(gettext_lazy("Place in the document")),
    "item": AuditLabel(pgettext_lazy("history", "Agenda item"), Shown.RECORD),
    "kind": AuditLabel(pgettext_lazy("history", "Request for the floor"), choices=TurnKind.choices),
    "list_open": AuditLabel(gettext_lazy("List of speakers open")),
    "mode": AuditLabel(pgettext_lazy("meeting", "From"), choices=AttendanceMode.choices),
    "place": AuditLabel(gettext_lazy("Place on the list of speakers")),
    "running": AuditLabel(pgettext_lazy("meeting", "Clock running")),
    "seconds": AuditLabel(pgettext_lazy("meeting", "Seconds spoken")),
    "sitting": AuditLabel(gettext_lazy("Sitting that starts at"), Shown.DATE),
    "speaker": AuditLabel(pgettext_lazy("history", "Speaker"), Shown.RECORD),
}
for target in ("events.floor", "events.speakingturn"):
    register_audit_labels(
        target,
        FLOOR_LABELS
        | {"state": AuditLabel(pgettext_lazy("history", "Status"), choices=TurnState.choices)},
    )
for verb in ("open", "suspend", "close", "reopen"):
    register_audit_labels(
        f"events.{verb}_sitting",
        {
            "sitting": FLOOR_LABELS["sitting"],
            "state": AuditLabel(pgettext_lazy("history", "Status"), choices=SITTING.choices),
        },
    )

# Conclusions and correspondence.
register_audit_labels(
    "events.conclusion",
    {
        "aside": AuditLabel(gettext_lazy("Kept beside the text")),
        "base": AuditLabel(pgettext_lazy("history", "Based on revision")),
        "closes_on": AuditLabel(gettext_lazy("Last day for replies"), Shown.DATE),
        "item": AuditLabel(pgettext_lazy("history", "Agenda item")),
        "merged": AuditLabel(gettext_lazy("Merged with other changes")),
        "number": AuditLabel(pgettext_lazy("history", "Number")),
        "pen": HIDDEN,
        "revision": AuditLabel(pgettext_lazy("history", "Revision")),
        "rule": AuditLabel(pgettext_lazy("history", "Majority"), choices=MajorityRule.choices),
        "settled": AuditLabel(pgettext_lazy("meeting", "Revision settled")),
        "statements": AuditLabel(gettext_lazy("Statements for the record"), Shown.COUNT),
        "text": AuditLabel(pgettext_lazy("history", "Text")),
    },
)
register_audit_labels(
    "events.correspondence",
    {
        "abstaining": AuditLabel(pgettext_lazy("history", "Abstaining")),
        "agreeing": AuditLabel(pgettext_lazy("history", "Agreeing")),
        "members": AuditLabel(pgettext_lazy("history", "Members")),
        "objecting": AuditLabel(pgettext_lazy("history", "Objecting")),
    },
)
register_audit_labels(
    "events.correspondencereply",
    {
        "answer": AuditLabel(pgettext_lazy("history", "Reply"), choices=ReplyAnswer.choices),
        "language": AuditLabel(pgettext_lazy("history", "Language"), Shown.LANGUAGE),
        "organisation": AuditLabel(pgettext_lazy("history", "Organization"), Shown.RECORD),
        "statement": AuditLabel(pgettext_lazy("history", "Statement"), language="language"),
    },
)
register_audit_labels(
    "events.publish_conclusions",
    {
        "conclusions": AuditLabel(pgettext_lazy("history", "Conclusions"), Shown.COUNT),
        "languages": AuditLabel(pgettext_lazy("history", "Languages"), Shown.LANGUAGE),
        "text": AuditLabel(pgettext_lazy("history", "Text"), Shown.RECORD),
    },
)
