"""Steps of a deliverable whose dates contradict their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from majlis.mandates.core.rows import JsonRow
from majlis.mandates.deliverables.queries import deliverable_rows, report_step, step_date, step_end
from majlis.mandates.models import Deliverable, Mandate, Step
from majlis.parties.models.body import is_after


@dataclass(frozen=True)
class StepConflict:
    """Two steps of a deliverable that lie in the calendar the other way round than in the chain.

    ``bridge``: the step that another takes in the place of the entity of ``first_organisation``, so that the chain holds.
    """

    deliverable: Deliverable
    first: JsonRow
    then: JsonRow
    bridge: JsonRow | None = None


def conflicts_of(deliverable: Any) -> list[StepConflict]:
    """Of each step whose date lies surely after that of a later step: the two, without saying who is to blame.

    And those that there would be if nobody stood in for an entity that meets too late.
    """
    steps = deliverable.steps_
    backs = {n: back for n in range(len(steps)) if (back := report_step(steps, n)) is not None}
    dated = [n for n, each in enumerate(steps) if step_date(each) and n not in backs.values()]

    def before(first: JsonRow, place: int) -> JsonRow | None:
        later = (steps[n] for n in dated if n > place)
        return next((one for one in later if is_after(step_date(first), step_end(one))), None)

    found = [
        StepConflict(deliverable, steps[n], then)
        for n in dated
        if (then := before(steps[n], n)) is not None
    ]
    bridged = [
        StepConflict(deliverable, steps[back], then, steps[n])
        for n, back in backs.items()
        if n in dated and before(steps[n], n) is None and step_date(steps[back])
        if (then := before(steps[back], n)) is not None
    ]
    return found + bridged


def all_conflicts(user: Any, language: str) -> list[StepConflict]:
    """All chains whose dated steps are out of their order, of mandates that bind, or would: while a text is proposed
    its sessions can still be put right. What is bridged comes last."""
    seen = (
        Mandate.objects.visible_to(user)
        .filter(lifecycle_state="active")
        .exclude(legal_status="past")
    )
    keys = _suspects(seen)
    if not keys:
        return []
    rows = deliverable_rows(user, None, language).filter(pk__in=keys)
    found = [
        each
        for row in rows.select_related(
            "occasion", "occurrence", "merged_into", "mandate__record"
        ).order_by("mandate__number", "ordinal")
        for each in conflicts_of(row)
    ]
    return sorted(found, key=lambda each: each.bridge is not None)


def _suspects(seen: QuerySet[Mandate]) -> list[int]:
    """Deliverables in which a step lies before an earlier one of the chain, where the dates are compared as text; and
    those in which somebody stands in for another."""
    empty = Value("")
    day = Coalesce(NullIf("done_on", empty), NullIf("date", empty), NullIf("occasion__date", empty))
    dated = Step.objects.annotate(day=day).filter(day__isnull=False)
    later = dated.filter(
        deliverable=OuterRef("deliverable"),
        position__gt=OuterRef("position"),
        day__lt=OuterRef("day"),
    )
    bridge = Step.objects.filter(
        deliverable=OuterRef("deliverable"), on_behalf_of__isnull=False, reports_back=True
    )
    rows = dated.filter(
        Exists(later) | Exists(bridge),
        deliverable__mandate__in=seen,
        deliverable__withdrawn_at=None,
    )
    return list(rows.order_by().values_list("deliverable", flat=True).distinct())
