"""Permission rules of the kernel's verbs."""

from __future__ import annotations

import rules
from django.utils.translation import gettext_lazy as _

from majlis.kernel.models import Reader, Redaction
from majlis.kernel.roles import is_administrator, is_secretariat
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
