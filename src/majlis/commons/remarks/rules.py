"""Permissions of remarks."""

from __future__ import annotations

import rules
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.moderation.rules import is_moderator
from majlis.commons.remarks.models import Outcome, Remark, WithholdingReason
from majlis.kernel.audit_labels import HIDDEN, AuditLabel, Shown, register_audit_labels
from majlis.kernel.models import Reader
from majlis.kernel.roles import anyone, signed_in
from majlis.kernel.verbs import mark_confidential, register_verb_names


@rules.predicate
def can_see_page(user: Reader, remark: Remark | None) -> bool:
    """Whether the target is a remark whose record the person may see; true if it has no record."""
    return isinstance(remark, Remark) and (
        remark.record is None or remark.record.is_visible_to(user)
    )


may_answer = signed_in & is_moderator & can_see_page

RULES = {
    "remarks.submit_remark": anyone,
    "remarks.publish_remark": may_answer,
    "remarks.answer_remark": may_answer,
    "remarks.correct_answer": may_answer,
    "remarks.withhold_remark": may_answer,
    # For the periodic task only.
    "remarks.erase_personal_data": rules.always_deny,
}

for name, rule in RULES.items():
    rules.add_perm(name, rule)

# The names of readers and of those who answer are private; the texts are in the public log.
mark_confidential(*RULES)

register_verb_names(
    {
        "remarks.submit_remark": _("Error or omission reported"),
        "remarks.publish_remark": _("Text of a remark published"),
        "remarks.answer_remark": pgettext_lazy("history entry", "Remark answered"),
        "remarks.correct_answer": _("Reply to a remark corrected"),
        "remarks.withhold_remark": _("Text of a remark withheld"),
        "remarks.erase_personal_data": _("Personal data of a remark erased"),
    }
)

register_audit_labels(
    "remarks",
    {
        "answer": HIDDEN,
        "due": AuditLabel(pgettext_lazy("history", "Reply due"), Shown.DATE),
        "emptied": HIDDEN,
        "outcome": AuditLabel(pgettext_lazy("history", "Outcome"), choices=Outcome.choices),
        "reason": AuditLabel(pgettext_lazy("history", "Reason"), choices=WithholdingReason.choices),
        "shown": AuditLabel(pgettext_lazy("history", "Text shown")),
    },
)
