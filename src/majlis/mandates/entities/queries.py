"""The list of entities, and what each is asked to do, by force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import BooleanField, Case, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.kernel import clock
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.models import Wording
from majlis.kernel.models.record import RecordedQuerySet, visibility_condition
from majlis.mandates.core.rows import MandateRow, mandate_rows, with_row_data
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Addressee, Entity, Evaluation, Mandate
from majlis.mandates.models.choices import LegalStatus
from majlis.mandates.register import queries


def evaluation_years(user: Any, body: Entity) -> list[int]:
    """The years for which the body evaluated what was done, the latest first."""
    said = Evaluation.objects.filter(by=body, own=False)
    seen = said.filter(mandate__in=Mandate.objects.visible_to(user))
    return list(seen.order_by("-year").values_list("year", flat=True).distinct())


PREVIEW_SIZE = 3
"""Mandates of each group that a page of an entity shows."""
IN_FORCE = Q(legal_status=LegalStatus.IN_FORCE, lifecycle_state=ACTIVE)


def find_entities(
    user: Any, words: str, kind: str, language: str, *, nothing: bool = False
) -> RecordedQuerySet:
    """The actors that fit, in the order of their names: never by how much they are asked.

    ``nothing``: a filter had a value that there is not.
    """
    found = Entity.objects.visible_to(user).filter(merged_into=None)
    if nothing:
        return found.none()
    if words := " ".join(words.split()):
        called = Wording.objects.filter(field="title", text__icontains=words, record__kind="entity")
        found = found.filter(Q(pk__in=called.values("record")) | Q(lexicon__icontains=words))
    if kind:
        found = found.filter(kind=kind)
    return found.order_by_wording("title", language)


def mandate_counts(user: Any, found: Iterable[Entity]) -> dict[int, tuple[int, int]]:
    """Actor -> how many mandates in force ask it, and of how many nobody is named as lead; one query."""
    rows = (
        Addressee.objects.filter(
            visibility_condition(user, "source__current_of__record__"),
            role=Addressee.Role.ADDRESSEE,
            entity__in=[each.pk for each in found],
            source__current_of__legal_status=LegalStatus.IN_FORCE,
            source__current_of__lifecycle_state=ACTIVE,
        )
        .order_by()
        .values("entity")
        .annotate(n=Count("pk"), unled=Count("pk", filter=Q(source__current_of__lead__isnull=True)))
    )
    return {each["entity"]: (each["n"], each["unled"]) for each in rows}


@dataclass
class ForceGroup:
    """What an entity is asked with one force: how much, how much of it dated, the first of both."""

    force: str
    total: int = 0
    year: int = 0
    undated: int = 0
    unled: int = 0
    first: dict[bool, list[MandateRow]] = field(default_factory=dict)


@dataclass
class EntityMandates:
    """What an entity is asked: groups by force, and the first mandates for which nobody is named."""

    groups: list[ForceGroup]
    unled: list[MandateRow]

    @property
    def without_lead(self) -> int:
        """Of how many nobody is named as lead."""
        return sum(each.unled for each in self.groups)


def mandates_of_entity(
    user: Any, entity: Entity, language: str, forces: Iterable[str]
) -> EntityMandates:
    """What the mandates in force ask of an entity, by force, dated and undated apart; two queries."""
    mine = Addressee.objects.filter(role=Addressee.Role.ADDRESSEE, entity=entity)
    found = Mandate.objects.visible_to(user).filter(IN_FORCE, source__in=mine.values("source"))
    today = clock.today()
    rows = (
        found.order_by()
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
    wanted: dict[tuple[str, bool], list[int]] = {}
    free: list[int] = []
    for each in rows:
        group = groups.setdefault(each["force"], ForceGroup(each["force"]))
        group.total += each["n"]
        group.year += each["year"]
        group.unled += each["unled"]
        group.undated += each["n"] if each["open_end"] else 0
        wanted[each["force"], each["open_end"]] = each["keys"][:PREVIEW_SIZE]
        free += each["free"]
    unled = sorted(free)[:PREVIEW_SIZE]
    read = _rows_by_key({*unled, *(key for keys in wanted.values() for key in keys)}, language)
    for (force, undated), keys in wanted.items():
        groups[force].first[undated] = [read[key] for key in keys if key in read]
    shown = [each for each in groups.values() if each.total]
    return EntityMandates(shown, [read[key] for key in unled if key in read])


def lead_counts(user: Any) -> Subquery:
    """How many mandates in force the entity outside leads on, whether they ask it or not; None where there is none."""
    led = Mandate.objects.visible_to(user).filter(IN_FORCE, lead=OuterRef("pk")).order_by()
    return Subquery(led.values("lead").annotate(n=Count("pk")).values("n"))


def _rows_by_key(keys: Iterable[int], language: str) -> Mapping[int, MandateRow]:
    found: QuerySet[Any] = Mandate.objects.filter(pk__in=keys).select_related("record")
    return (
        {each.mandate.pk: each for each in mandate_rows(with_row_data(found, language))}
        if keys
        else {}
    )


def entity_sheet(user: Any, found: RecordedQuerySet, language: str) -> Sheet:
    """The list as data."""
    rows = list(found.with_wordings().select_related("body__record", "organisation__record"))
    there = mandate_counts(user, rows)
    fields = [
        Field("key", _("Key")),
        Field("name", _("Name")),
        Field("kind", pgettext("actor", "Kind")),
        Field("asked", _("Mandates in force")),
        Field("no_lead", _("No lead named")),
        Field("contact", _("Whom to ask")),
        Field("checked", _("Checked on")),
        Field("address", _("Address")),
    ]
    return Sheet(
        "actors",
        pgettext("mandates", "Actors"),
        fields,
        [
            [
                each.slug,
                each.say("title", language).text,
                each.kind,
                *there.get(each.pk, (0, 0)),
                each.contact_url or each.say("contact").text,
                each.contact_checked.isoformat() if each.contact_checked else "",
                each.record.address,
            ]
            for each in rows
        ],
    )
