"""Steps of a deliverable whose dates contradict their order."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from majlis.kernel.models import Reader
from majlis.mandates.core.rows import JsonRow
from majlis.mandates.deliverables.queries import (
    DeliverableRow,
    deliverable_rows,
    report_step,
    step_date,
    step_end,
)
from majlis.mandates.models import Mandate, Step
from majlis.parties.models.body import is_after


@dataclass(frozen=True)
class StepConflict:
    """Two steps of a deliverable whose dates contradict their order in the chain.

    ``bridge``: the step that a delegate takes in place of the entity of ``first``, which resolves
    the conflict.
    """

    deliverable: DeliverableRow
    first: JsonRow
    then: JsonRow
    bridge: JsonRow | None = None


def conflicts_of(deliverable: DeliverableRow) -> list[StepConflict]:
    """Each step whose date is certainly after that of a later step, with that step.

    Conflicts that a delegation resolves come last, with their ``bridge``.
    """
    steps = deliverable.steps_
    report_steps = {
        n: back for n in range(len(steps)) if (back := report_step(steps, n)) is not None
    }
    dated = [
        n for n, each in enumerate(steps) if step_date(each) and n not in report_steps.values()
    ]

    def before(first: JsonRow, place: int) -> JsonRow | None:
        later = (steps[n] for n in dated if n > place)
        return next((one for one in later if is_after(step_date(first), step_end(one))), None)

    conflicts = [
        StepConflict(deliverable, steps[n], second)
        for n in dated
        if (second := before(steps[n], n)) is not None
    ]
    bridged = [
        StepConflict(deliverable, steps[back], second, steps[n])
        for n, back in report_steps.items()
        if n in dated and before(steps[n], n) is None and step_date(steps[back])
        if (second := before(steps[back], n)) is not None
    ]
    return conflicts + bridged


def all_conflicts(user: Reader, language: str) -> list[StepConflict]:
    """The conflicts in all deliverables of active mandates that are in force or proposed, resolved ones last.

    Proposed texts are included because their sessions can still be moved.
    """
    mandates = (
        Mandate.objects.visible_to(user)
        .filter(lifecycle_state="active")
        .exclude(legal_status="past")
    )
    keys = _suspects(mandates)
    if not keys:
        return []
    rows = deliverable_rows(user, None, language).filter(pk__in=keys)
    conflicts = [
        each
        for row in rows.select_related(
            "occasion", "occurrence", "merged_into", "mandate__record"
        ).order_by("mandate__number", "ordinal")
        for each in conflicts_of(row)
    ]
    return sorted(conflicts, key=lambda each: each.bridge is not None)


def _suspects(mandates: QuerySet[Mandate]) -> list[int]:
    """Keys of deliverables that may have a conflict: with dates out of order as text, or with a delegation.

    ``conflicts_of`` decides.
    """
    empty = Value("")
    day = Coalesce(NullIf("done_on", empty), NullIf("date", empty), NullIf("occasion__date", empty))
    dated = Step.objects.annotate(day=day).filter(day__isnull=False)
    later = dated.filter(
        deliverable=OuterRef("deliverable"),
        position__gt=OuterRef("position"),
        day__lt=OuterRef("day"),
    )
    delegated = Step.objects.filter(
        deliverable=OuterRef("deliverable"), on_behalf_of__isnull=False, reports_back=True
    )
    rows = dated.filter(
        Exists(later) | Exists(delegated),
        deliverable__mandate__in=mandates,
        deliverable__withdrawn_at=None,
    )
    return list(rows.order_by().values_list("deliverable", flat=True).distinct())
