"""Who may do which verb of the kernel."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from majlis.kernel.roles import is_administrator, is_secretariat
from majlis.kernel.verbs import name_verbs


@rules.predicate
def is_another_than_who_proposed(user: Any, redaction: Any) -> bool:
    """A rule: a redaction is confirmed by somebody else than the one who proposed it."""
    return redaction is not None and redaction.proposed_by_id != user.pk


RULES = {
    "kernel.propose_redaction": is_secretariat | is_administrator,
    "kernel.confirm_redaction": (is_secretariat | is_administrator) & is_another_than_who_proposed,
}

for name, rule in RULES.items():
    rules.add_perm(name, rule)

name_verbs(
    {
        "kernel.propose_redaction": _("Emptying of personal data proposed"),
        "kernel.confirm_redaction": _("Personal data emptied"),
    }
)
