"""The proposed leads that a person may decide on: by entity, and those of one entity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from majlis.kernel.models import Reader
from majlis.mandates.core.representation import proposed_leads
from majlis.mandates.core.rows import MandateRow, mandate_rows, with_row_data
from majlis.mandates.models import Assignment, Entity, Mandate


def entities_with_proposed_leads(user: Reader, language: str) -> QuerySet[Entity]:
    """The entities that are proposed as lead, by name, each with ``proposed_leads``, the number of its mandates."""
    proposed = proposed_leads(user)
    entities: QuerySet[Entity] = (
        Entity.objects.visible_to(user)
        .filter(assignments__in=proposed)
        .annotate(proposed_leads=Count("assignments"))
        .with_wordings()
        .order_by_wording("title", language)
    )
    return entities


@dataclass(frozen=True)
class ProposedLead:
    """A proposal to name an entity as the lead of a mandate. The row has the present lead, if there is one."""

    assignment: Assignment
    row: MandateRow


def proposed_leads_of(user: Reader, entity: Entity, language: str) -> dict[int, ProposedLead]:
    """The proposals to name the entity as lead, by key, in the order of the mandates; two queries."""
    own = proposed_leads(user).filter(entity=entity)
    assignments = {
        each.mandate_id: each
        for each in own.select_related("mandate__record", "entity__record", "record")
    }
    mandates: QuerySet[Any] = Mandate.objects.filter(pk__in=assignments).order_by("number")
    rows = mandate_rows(with_row_data(mandates.select_related("record"), language))
    proposals = (ProposedLead(assignments[row.mandate.pk], row) for row in rows)
    return {each.assignment.pk: each for each in proposals}
