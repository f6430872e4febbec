"""Who may do which verb of review sets: the secretariat, and chair and secretariat of the body whose set it is."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from majlis.kernel.roles import is_secretariat


@rules.predicate
def is_of_its_body(user: Any, target: Any) -> bool:
    """A rule: chair or secretariat of the body, or of the body whose set (or item of a set) the target is."""
    review = getattr(target, "review", target)
    body = getattr(review, "body", review)
    if body is None or not user.is_authenticated or not user.is_active:
        return False
    return bool(user.holds("chair", body.record) or user.holds("secretariat", body.record))


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
