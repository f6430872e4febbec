"""Permissions of the verbs of the room."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import pgettext_lazy

from majlis.kernel.audit_labels import HIDDEN, AuditLabel, register_audit_labels
from majlis.kernel.models import Reader
from majlis.kernel.roles import is_administrator, is_secretariat, signed_in
from majlis.kernel.verbs import register_verb_names


@rules.predicate
def is_focal_point_of_line(user: Reader, link: Any) -> bool:
    """Whether the user is focal point of the action line of the cell, or of its parent line."""
    if link is None or not user.is_authenticated:
        return False
    row = link.row
    lines = [row.record, *([row.parent.record] if row.parent_id else [])]
    return any(user.holds("action_line_focal_point", each) for each in lines)


is_responsible_for_cell = is_secretariat | is_focal_point_of_line

RULES = {
    "framework.load_profile": is_administrator,
    "framework.propose_link": signed_in,
    "framework.accept_link": is_responsible_for_cell,
    "framework.withdraw_link": is_responsible_for_cell,
    "framework.correct_link": is_responsible_for_cell,
    "framework.correct_label": is_secretariat,
}

for name, rule in RULES.items():
    rules.add_perm(name, rule)

register_verb_names(
    {
        "framework.load_profile": pgettext_lazy("history", "Profile loaded"),
        "framework.propose_link": pgettext_lazy("history", "Cell proposed"),
        "framework.accept_link": pgettext_lazy("history", "Cell accepted"),
        "framework.withdraw_link": pgettext_lazy("history", "Cell withdrawn"),
        "framework.correct_link": pgettext_lazy("history", "Cell corrected"),
        "framework.correct_label": pgettext_lazy("history", "Name corrected"),
    }
)

register_audit_labels("", {"rationale": AuditLabel(pgettext_lazy("history", "Reason"))})
register_audit_labels(
    "framework",
    {
        "changed": HIDDEN,
        "kept": HIDDEN,
        "made": HIDDEN,
        "profile": AuditLabel(pgettext_lazy("history", "Profile")),
        "targets": AuditLabel(pgettext_lazy("history", "Targets")),
    },
)
