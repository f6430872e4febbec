"""Labels of the audit values of the room, for histories."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from majlis.kernel.audit_labels import HIDDEN, AuditLabel, Shown, register_audit_labels
from majlis.parties import areas, stakeholder_kinds
from majlis.parties.decision_reasons import QUESTIONS, REFUSALS
from majlis.parties.models.body import MembershipRule
from majlis.parties.models.organisation import ParticipationForm

DATA_OF_ORGANISATIONS = {
    "area": AuditLabel(
        pgettext_lazy("history", "Country or area (M49)"),
        choices=lambda: areas.area_names().items(),
    ),
    "form": AuditLabel(
        pgettext_lazy("history", "Form of participation"), choices=ParticipationForm.choices
    ),
    "kind": AuditLabel(pgettext_lazy("history", "Kind"), choices=stakeholder_kinds.kind_choices),
}
DECISION_REASON = AuditLabel(
    pgettext_lazy("history", "Reason"), choices=[*QUESTIONS.items(), *REFUSALS.items()]
)

register_audit_labels(
    "parties",
    {
        **DATA_OF_ORGANISATIONS,
        "abbreviation": AuditLabel(pgettext_lazy("history", "Abbreviation")),
        "applicant": AuditLabel(pgettext_lazy("history", "Applicant")),
        "appointments": HIDDEN,
        "asked_at": AuditLabel(
            pgettext_lazy("history", "Date of confirmation request"), Shown.DATE
        ),
        "established": AuditLabel(gettext_lazy("Date of establishment"), Shown.DATE),
        "files": HIDDEN,
        "focal_point": AuditLabel(pgettext_lazy("history", "Focal point")),
        "is_chair": AuditLabel(pgettext_lazy("history", "Office of the chair")),
        "kinds": AuditLabel(
            pgettext_lazy("history", "Kinds of organizations"),
            choices=stakeholder_kinds.kind_choices,
        ),
        "mandate_reference": AuditLabel(pgettext_lazy("history", "Mandate")),
        "named": HIDDEN,
        "parent": HIDDEN,
        "rule": AuditLabel(
            pgettext_lazy("history", "Membership rule"), choices=MembershipRule.choices
        ),
        "sha256": HIDDEN,
        "size": HIDDEN,
        "sort": AuditLabel(pgettext_lazy("history", "Kind")),
        "title": AuditLabel(pgettext_lazy("history", "Name")),
        "successor": AuditLabel(pgettext_lazy("history", "Successor")),
    },
)
register_audit_labels("parties.ask_applicant", {"reason": DECISION_REASON})
register_audit_labels("parties.refuse_registration", {"reason": DECISION_REASON})
