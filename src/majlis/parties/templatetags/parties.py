"""Template filters of parties."""

from __future__ import annotations

from django import template

from majlis.kernel.errors import StrOrPromise
from majlis.parties.decision_reasons import REASONS

register = template.Library()


@register.filter
def sentence(reason: str) -> StrOrPromise:
    """The standard sentence of a reason in the reader's language; empty without a reason."""
    return REASONS.get(reason, "")
