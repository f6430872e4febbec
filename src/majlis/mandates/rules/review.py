"""Who may do which verb of review sets: the secretariat, and chair and secretariat of the body whose set it is."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from majlis.kernel.roles import is_secretariat

OF_A_BODY = ("chair", "secretariat")
"""Roles whose holders review the mandates of their body together."""


@rules.predicate
def is_of_its_body(user: Any, target: Any) -> bool:
    """A rule: chair or secretariat of the body, or of the body whose set (or item of a set) the target is."""
    review = getattr(target, "review", target)
    body = getattr(review, "body", review)
    if body is None or not user.is_authenticated or not user.is_active:
        return False
    return any(user.holds(role, body.record) for role in OF_A_BODY)


def reviews_any(user: Any) -> bool:
    """Whether the person may make some set: as the secretariat, or for a body."""
    if not user.is_authenticated or not user.is_active:
        return False
    held = (each.role for each in user.appointments_today() if each.scope_id is not None)
    return is_secretariat(user) or any(role in OF_A_BODY for role in held)


reviewer = is_secretariat | is_of_its_body
VERBS = {
    "make_set": (reviewer, _("Review set made")),
    "add_to_set": (reviewer, _("Mandates put into a review set")),
    "take_from_set": (reviewer, _("Mandate taken out of a review set")),
    "freeze_set": (reviewer, _("Review set frozen")),
    "record_outcome": (reviewer, _("Outcome of a review recorded")),
    "close_set": (reviewer, _("Review closed")),
    "reopen_set": (reviewer, _("Review opened again")),
}
