"""The list of entities, and the mandates addressed to each, by force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import BooleanField, Case, Count, OuterRef, Q, QuerySet, Subquery, Value, When

from majlis.kernel import clock
from majlis.kernel.models import Reader, Wording
from majlis.kernel.models.record import RecordedQuerySet, visibility_condition
from majlis.mandates.core.representation import proposed_leads
from majlis.mandates.core.rows import MandateRow, mandate_rows, with_row_data
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Addressee, Entity, Evaluation, Mandate
from majlis.mandates.models.choices import LegalStatus
from majlis.mandates.register import queries


def evaluation_years(user: Reader, body: Entity) -> list[int]:
    """The years for which the body evaluated mandates, the latest first."""
    evaluations = Evaluation.objects.filter(evaluator=body, own=False)
    visible = evaluations.filter(mandate__in=Mandate.objects.visible_to(user))
    return list(visible.order_by("-year").values_list("year", flat=True).distinct())


PREVIEW_SIZE = 3
"""Mandates of each group on the page of an entity."""
IN_FORCE = queries.in_legal_status(queries.BINDS)
IF_ADOPTED = queries.in_legal_status(LegalStatus.IF_ADOPTED)


def find_entities(user: Reader, words: str, kind: str, language: str) -> RecordedQuerySet:
    """The matching entities, sorted by name: never by the number of their mandates, which would rank them."""
    entities = Entity.objects.visible_to(user).filter(merged_into=None)
    if words := " ".join(words.split()):
        titles = Wording.objects.filter(field="title", text__icontains=words, record__kind="entity")
        entities = entities.filter(Q(pk__in=titles.values("record")) | Q(lexicon__icontains=words))
    if kind:
        entities = entities.filter(kind=kind)
    return entities.order_by_wording("title", language)


def mandate_counts(user: Reader, entities: Iterable[Entity]) -> dict[int, tuple[int, int]]:
    """Entity -> number of mandates in force addressed to it, and of those without a lead; one query."""
    rows = (
        Addressee.objects.filter(
            visibility_condition(user, "source__current_of__record__"),
            role=Addressee.Role.ADDRESSEE,
            entity__in=[each.pk for each in entities],
            source__current_of__legal_status=LegalStatus.IN_FORCE,
            source__current_of__lifecycle_state=ACTIVE,
        )
        .order_by()
        .values("entity")
        .annotate(n=Count("pk"), unled=Count("pk", filter=Q(source__current_of__lead__isnull=True)))
    )
    return {row["entity"]: (row["n"], row["unled"]) for row in rows}


@dataclass
class ForceGroup:
    """The mandates in force of one force that are addressed to an entity.

    ``year``: how many are due within a year. ``first``: undated or not -> the first
    ``PREVIEW_SIZE`` of them.
    """

    force: str
    total: int = 0
    year: int = 0
    undated: int = 0
    unled: int = 0
    first: dict[bool, list[MandateRow]] = field(default_factory=dict)


@dataclass
class EntityMandates:
    """The mandates in force addressed to an entity: groups by force, and the first without a lead."""

    groups: list[ForceGroup]
    unled: list[MandateRow]

    @property
    def without_lead(self) -> int:
        """How many of them have no lead."""
        return sum(each.unled for each in self.groups)


def mandates_of_entity(
    user: Reader, entity: Entity, language: str, forces: Iterable[str]
) -> EntityMandates:
    """The mandates in force addressed to an entity, by force, dated and undated apart; two queries."""
    addressed = Addressee.objects.filter(role=Addressee.Role.ADDRESSEE, entity=entity)
    mandates = Mandate.objects.visible_to(user).filter(
        IN_FORCE, source__in=addressed.values("source")
    )
    today = clock.today()
    rows = (
        mandates.order_by()
        .annotate(
            open_end=Case(
                When(queries.in_state("undated", today), then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            )
        )
        .values("force", "open_end")
        .annotate(
            n=Count("pk"),
            year=Count("pk", filter=queries.in_state("year", today)),
            unled=Count("pk", filter=Q(lead=None)),
            keys=ArrayAgg("pk", order_by=["due", "number"]),
            free=ArrayAgg("pk", filter=Q(lead=None), order_by=["number"], default=Value([])),
        )
    )
    groups = {force: ForceGroup(force) for force in forces}
    previews: dict[tuple[str, bool], list[int]] = {}
    without_lead: list[int] = []
    for row in rows:
        group = groups.setdefault(row["force"], ForceGroup(row["force"]))
        group.total += row["n"]
        group.year += row["year"]
        group.unled += row["unled"]
        group.undated += row["n"] if row["open_end"] else 0
        previews[row["force"], row["open_end"]] = row["keys"][:PREVIEW_SIZE]
        without_lead += row["free"]
    unled = sorted(without_lead)[:PREVIEW_SIZE]
    rows_by_key = _rows_by_key(
        {*unled, *(key for keys in previews.values() for key in keys)}, language
    )
    for (force, undated), keys in previews.items():
        groups[force].first[undated] = [rows_by_key[key] for key in keys if key in rows_by_key]
    shown = [group for group in groups.values() if group.total]
    return EntityMandates(shown, [rows_by_key[key] for key in unled if key in rows_by_key])


def lead_counts(user: Reader) -> Subquery:
    """Subquery: how many mandates in force the outer entity leads, addressed to it or not; None for none."""
    led = Mandate.objects.visible_to(user).filter(IN_FORCE, lead=OuterRef("pk")).order_by()
    return Subquery(led.values("lead").annotate(n=Count("pk")).values("n"))


def proposed_lead_count(user: Reader) -> Subquery:
    """Subquery: how many proposals to name the outer entity as lead the person may decide on; None for none."""
    proposed = proposed_leads(user).filter(entity=OuterRef("pk")).order_by()
    return Subquery(proposed.values("entity").annotate(n=Count("pk")).values("n"))


def conditional_counts(user: Reader) -> Subquery:
    """Subquery: how many mandates of texts not yet in force are addressed to the outer entity; None for none."""
    conditional = Mandate.objects.visible_to(user).filter(IF_ADOPTED).values("source")
    addressed = Addressee.objects.filter(
        role=Addressee.Role.ADDRESSEE, entity=OuterRef("pk"), source__in=conditional
    ).order_by()
    return Subquery(addressed.values("entity").annotate(n=Count("pk")).values("n"))


def _rows_by_key(keys: Iterable[int], language: str) -> Mapping[int, MandateRow]:
    mandates: QuerySet[Any] = Mandate.objects.filter(pk__in=keys).select_related("record")
    return (
        {each.mandate.pk: each for each in mandate_rows(with_row_data(mandates, language))}
        if keys
        else {}
    )
