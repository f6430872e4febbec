"""Permission rules of the kernel's verbs."""

from __future__ import annotations

import rules
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.audit_labels import HIDDEN, AuditLabel, Shown, register_audit_labels
from majlis.kernel.models import Reader, Redaction
from majlis.kernel.roles import ROLES, is_administrator, is_secretariat
from majlis.kernel.verbs import register_verb_names


@rules.predicate
def is_another_than_who_proposed(user: Reader, redaction: Redaction | None) -> bool:
    """A rule: the user is not the person who proposed the redaction."""
    return redaction is not None and redaction.proposed_by_id != user.pk


@rules.predicate
def is_who_proposed(user: Reader, redaction: Redaction | None) -> bool:
    """A rule: the user proposed the redaction."""
    return redaction is not None and user.is_authenticated and redaction.proposed_by_id == user.pk


@rules.predicate
def sees_its_record(user: Reader, redaction: Redaction | None) -> bool:
    """A rule: the user may see the record whose history holds the values."""
    record = getattr(redaction, "record", None)
    return record is None or bool(record.is_visible_to(user))


can_redact = is_secretariat | is_administrator
can_decide = can_redact & is_another_than_who_proposed & sees_its_record

RULES = {
    "kernel.propose_redaction": can_redact,
    "kernel.confirm_redaction": can_decide,
    "kernel.decline_redaction": can_decide,
    "kernel.withdraw_redaction": can_redact & is_who_proposed & sees_its_record,
}

for name, rule in RULES.items():
    rules.add_perm(name, rule)

register_verb_names(
    {
        "kernel.propose_redaction": _("Erasure of personal data proposed"),
        "kernel.confirm_redaction": _("Personal data erased"),
        "kernel.decline_redaction": _("Erasure of personal data declined"),
        "kernel.withdraw_redaction": _("Proposal to erase personal data withdrawn"),
    }
)

# The keys that verbs of several rooms write.
register_audit_labels(
    "",
    {
        "access": HIDDEN,
        "body": AuditLabel(pgettext_lazy("history", "Body"), Shown.RECORD),
        "concept": AuditLabel(pgettext_lazy("history", "Concept"), Shown.RECORD),
        "contact": AuditLabel(pgettext_lazy("history", "Contact")),
        "date": AuditLabel(pgettext_lazy("history", "Date"), Shown.DATE),
        "email": AuditLabel(pgettext_lazy("history", "Email address")),
        "file": HIDDEN,
        "kind": AuditLabel(pgettext_lazy("history", "Kind")),
        "label": AuditLabel(pgettext_lazy("history", "Other name")),
        "language": AuditLabel(pgettext_lazy("history", "Language"), Shown.LANGUAGE),
        "languages": AuditLabel(pgettext_lazy("history", "Languages"), Shown.LANGUAGE),
        "mandate": AuditLabel(pgettext_lazy("history", "Mandate")),
        "member": AuditLabel(pgettext_lazy("history", "Member"), Shown.NAME),
        "name": AuditLabel(pgettext_lazy("history", "Name")),
        "note": AuditLabel(pgettext_lazy("history", "Note")),
        "number": AuditLabel(pgettext_lazy("history", "Number")),
        "person": AuditLabel(pgettext_lazy("history", "Person"), Shown.NAME),
        "place": AuditLabel(pgettext_lazy("history", "Place")),
        "position": AuditLabel(pgettext_lazy("history", "Position in lists")),
        "purpose": AuditLabel(pgettext_lazy("history", "Purpose")),
        "reason": AuditLabel(pgettext_lazy("history", "Reason")),
        "role": AuditLabel(
            pgettext_lazy("history", "Role"),
            choices=[(code, name) for code, (name, _kinds) in ROLES.items()],
        ),
        "short_name": AuditLabel(pgettext_lazy("history", "Short name")),
        "since": AuditLabel(pgettext_lazy("history", "Since"), Shown.DATE),
        "source": AuditLabel(pgettext_lazy("history", "Source")),
        "state": AuditLabel(pgettext_lazy("history", "Status")),
        "symbol": AuditLabel(pgettext_lazy("history", "Symbol")),
        "text": AuditLabel(pgettext_lazy("history", "Text"), language="language"),
        "title": AuditLabel(pgettext_lazy("history", "Title")),
        "until": AuditLabel(pgettext_lazy("history", "Until"), Shown.DATE),
        "user": AuditLabel(pgettext_lazy("history", "Person"), Shown.NAME),
        "verified": AuditLabel(
            pgettext_lazy("history", "Checked against the source"),
            choices=[
                ("yes", pgettext_lazy("history", "yes")),
                ("partly", pgettext_lazy("history", "partly")),
                ("no", pgettext_lazy("history", "no")),
            ],
        ),
        "website": AuditLabel(pgettext_lazy("history", "Website")),
    },
)
register_audit_labels(
    "kernel",
    {
        "emptied": AuditLabel(pgettext_lazy("history", "Items of personal data"), Shown.COUNT),
        "kept": AuditLabel(pgettext_lazy("history", "Items of personal data"), Shown.COUNT),
        "scope": AuditLabel(pgettext_lazy("history", "Scope of the role"), Shown.RECORD),
        "values": AuditLabel(pgettext_lazy("history", "Items of personal data"), Shown.COUNT),
    },
)
