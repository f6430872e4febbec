"""Labels of the audit values of the room, for histories."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from majlis.events.lifecycle import PARTICIPANT
from majlis.events.models import AttendanceMode, Capacity, MaterialKind, Outcome
from majlis.kernel.audit_labels import HIDDEN, AuditLabel, Shown, register_audit_labels

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
        "organisation": AuditLabel(gettext_lazy("Organization represented"), Shown.RECORD),
        "person": AuditLabel(pgettext_lazy("history", "Person")),
        "personal_fields": AuditLabel(gettext_lazy("Personal data changed"), Shown.COUNT),
        "reason": AuditLabel(pgettext_lazy("history", "Reason")),
        "state": AuditLabel(pgettext_lazy("history", "Status"), choices=PARTICIPANT.choices),
    },
)
ATTENDANCE_LABELS = {
    "changed_mode": AuditLabel(gettext_lazy("Way of taking part changed"), Shown.COUNT),
    "late": AuditLabel(gettext_lazy("Entered after the sitting was closed")),
    "present": AuditLabel(gettext_lazy("People present"), Shown.COUNT),
    "sitting": AuditLabel(gettext_lazy("Sitting that starts at"), Shown.DATE),
}
register_audit_labels("events.record_attendance", ATTENDANCE_LABELS)
register_audit_labels("events.remove_attendance", ATTENDANCE_LABELS)
register_audit_labels(
    "events.erase_access_needs", {"erased": AuditLabel(gettext_lazy("Registrations"))}
)
