"""Who may do which verb of the kernel."""

from __future__ import annotations

from typing import Any

import rules

from majlis.kernel.roles import is_administrator, is_secretariat


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
