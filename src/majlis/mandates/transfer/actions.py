"""Verbs of imports: a row creates a mandate, or adds to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from majlis.instruments.models import Provision, Version
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.addressees import resolve_entity
from majlis.mandates.core.numbers import create_mandate
from majlis.mandates.core.status import refresh_status
from majlis.mandates.extraction import continuity, fields
from majlis.mandates.extraction.actions import move_finding, propose_lead, record_decision
from majlis.mandates.extraction.addressees import fields_with_other_entities
from majlis.mandates.lifecycle import CONFIRMED, PROPOSED, WAITING
from majlis.mandates.models import (
    Addressee,
    Alias,
    Assignment,
    Entity,
    Finding,
    Mandate,
    MandateSource,
)
from majlis.mandates.models.choices import DeliverableKind, Force, FoundBy

Aliases = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class RowValues:
    """The values of a row for a new mandate.

    ``addressees``: role -> names, each a slug or a name in ``language``.
    """

    language: str
    force: str = Force.REQUESTS
    verb: str = ""
    action: str = ""
    kind: str = DeliverableKind.ACTION
    deadline: str = ""
    occasion: str = ""
    recurrence: str = ""
    trigger: str = ""
    addressees: dict[str, Sequence[str]] = field(default_factory=dict)

    def source_fields(self) -> dict[str, str]:
        """The fields of the source."""
        names = ("force", "verb", "action", "kind", "deadline", "occasion", "recurrence", "trigger")
        return {name: getattr(self, name) for name in names}


@verb("mandates.import_row")
def import_row(
    act: Act, provision: Provision, /, *, given: RowValues, propose: bool = True
) -> Mandate:
    """Create a mandate from a row. Importing it accepts it, at this provision of its version.

    ``propose``: a sole addressee is proposed as lead.
    """
    source_fields = given.source_fields()
    named_roles = {role: names for role, names in given.addressees.items() if names}
    mandate = create_mandate(provision.version.instrument, provision.lineage, given.force)
    source = MandateSource.objects.create(
        mandate=mandate,
        version=provision.version,
        provision=provision,
        language=given.language,
        found_by={
            name: str(FoundBy.PERSON)
            for name, value in (source_fields | named_roles).items()
            if value
        },
        accepted_by=act.actor.user,
        **source_fields,
    )
    for role, names in given.addressees.items():
        for place, name in enumerate(dict.fromkeys(names)):
            Addressee.objects.get_or_create(
                source=source,
                role=role,
                entity=entity_of_name(name, given.language, provision.version),
                defaults={"words": name, "position": place},
            )
    finding = _accept_matching_finding(act, source)
    addressees = (
        source.addressees.filter(role=Addressee.Role.ADDRESSEE)
        .select_related("entity")
        .order_by("position")
    )
    if propose:
        propose_lead(
            act, mandate, provision.version, [(each.entity, each.words) for each in addressees]
        )
    refresh_status([mandate.pk])
    if finding is not None:
        source_fields |= {"finding": str(finding.pk)}
    continuity.suggest_in_other_versions(mandate, provision.version_id)
    mandate.refresh_from_db()
    act.note(mandate, new={"provision": provision.get_absolute_url()[3:], **source_fields})
    return mandate


def _accept_matching_finding(act: Act, source: MandateSource) -> Finding | None:
    """Accept the waiting finding of the same mandate at its provision: from the queue it could be accepted twice."""
    waiting = Finding.objects.filter(
        provision=source.provision_id, state=WAITING, kind=Finding.Kind.MANDATE
    ).select_related("provision", "version__instrument__body")
    finding = continuity.most_similar_finding(source, waiting.order_by("part", "pk"))
    if finding is None:
        return None
    imported = {name: getattr(source, name) for name in ("force", "kind", *fields.TEXT_FIELDS)}
    entities: dict[str, list[tuple[Entity, str]]] = {}
    for addressee in source.addressees.select_related("entity").order_by("position"):
        entities.setdefault(addressee.role, []).append((addressee.entity, addressee.words))
    extracted = fields.fields_of_finding(finding.extracted)
    changed = {
        *fields.changed_fields(extracted, extracted | imported),
        *fields_with_other_entities(entities, extracted, finding),
    }
    move_finding(finding, "mandates.accept_finding")
    corrected = [field for field in fields.FIELDS if field in changed]
    record_decision(act, finding, mandate=source.mandate, corrected=corrected)
    return finding


@verb("mandates.supplement_mandate")
def supplement_mandate(
    act: Act,
    mandate: Mandate,
    /,
    *,
    aliases: Aliases = (),
    lead: Entity | None = None,
    contributors: Sequence[Entity] = (),
) -> Mandate:
    """Add aliases, and propose a lead and contributors. Nothing is removed."""
    new: dict[str, list[str]] = {}
    for registry, value in aliases:
        _alias, created = Alias.objects.get_or_create(
            registry=registry, value=value, defaults={"mandate": mandate}
        )
        if created:
            new.setdefault("aliases", []).append(f"{registry}:{value}")
    parts = [("contributor", each) for each in contributors]
    for part, entity in [*([("lead", lead)] if lead else []), *parts]:
        _assignment, created = Assignment.objects.get_or_create(
            mandate=mandate,
            entity=entity,
            part=part,
            state__in=[PROPOSED, CONFIRMED],
            defaults={"state": PROPOSED, "made_by": act.actor.user},
        )
        if created:
            new.setdefault(f"proposed_{part}", []).append(entity.slug)
    if new:
        act.note(mandate, new=new)
    else:
        act.unchanged()
    return mandate


def entity_of_name(name: str, language: str, of: Version) -> Entity:
    """The entity with this slug, else with this name for the body of the text; a new one where there is none.

    A new entity has the access of the version that names it.
    """
    entity = Entity.objects.filter(slug=name).first()
    return entity or resolve_entity(name, language, of.instrument.body, of=of)
