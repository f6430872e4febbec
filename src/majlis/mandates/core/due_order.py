"""The order of mandates by due date: whole dates first, then what has no date yet."""

from __future__ import annotations

from django.db.models import Case, CharField, F, IntegerField, OrderBy, Q, Value, When

# What is known of a date in place of a whole one: a year, or a year and a month.
_PARTIAL = Q(due=None, due_text__regex=r"^[0-9]{4}(-[0-9]{2})?$")


def by_due(*, descending: bool = False) -> tuple[OrderBy, ...]:
    """Whole dates; then years and months, the earliest first; then other words; then no words; each by number."""
    due = F("due").desc(nulls_last=True) if descending else F("due").asc(nulls_last=True)
    known = Case(
        When(_PARTIAL, then=Value(0)),
        When(due_text="", then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    partial = Case(When(_PARTIAL, then=F("due_text")), default=Value(""), output_field=CharField())
    return due, known.asc(), partial.asc(), F("number").asc()
