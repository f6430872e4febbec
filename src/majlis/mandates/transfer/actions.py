"""Verbs of imports: a row becomes a mandate, or adds to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

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
    """What a row says of a new mandate. ``keys_in_entry``: the part -> names, each a slug or a name in ``language``."""

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

    def of_asking(self) -> dict[str, str]:
        """The fields of an source."""
        names = ("force", "verb", "action", "kind", "deadline", "occasion", "recurrence", "trigger")
        return {name: getattr(self, name) for name in names}


@verb("mandates.import_row")
def import_row(
    act: Act, provision: Provision, /, *, given: RowValues, propose: bool = True
) -> Mandate:
    """A person brings a mandate in by a table: it is accepted by that, at this provision of its version.

    ``propose_redaction``: who alone is asked is proposed as lead.
    """
    said = given.of_asking()
    given_names = {role: names for role, names in given.addressees.items() if names}
    mandate = create_mandate(provision.version.instrument, provision.lineage, given.force)
    source = MandateSource.objects.create(
        mandate=mandate,
        version=provision.version,
        provision=provision,
        language=given.language,
        by={name: str(FoundBy.PERSON) for name, value in (said | given_names).items() if value},
        accepted_by=act.actor.user,
        **said,
    )
    for role, names in given.addressees.items():
        for place, name in enumerate(dict.fromkeys(names)):
            Addressee.objects.get_or_create(
                source=source,
                role=role,
                entity=entity_of_name(name, given.language, provision.version),
                defaults={"words": name, "position": place},
            )
    taken = _accept_matching_finding(act, source)
    asked = (
        source.addressees.filter(role=Addressee.Role.ADDRESSEE)
        .select_related("entity")
        .order_by("position")
    )
    if propose:
        propose_lead(act, mandate, provision.version, [(each.entity, each.words) for each in asked])
    refresh_status([mandate.pk])
    if taken is not None:
        said |= {"finding": str(taken.pk)}
    continuity.suggest_in_other_versions(mandate, provision.version_id)
    mandate.refresh_from_db()
    act.note(mandate, new={"provision": provision.get_absolute_url()[3:], **said})
    return mandate


def _accept_matching_finding(act: Act, source: MandateSource) -> Finding | None:
    """What the engine found of it at its provision is decided with it: accepted from the queue, it would count twice."""
    waiting = Finding.objects.filter(
        provision=source.provision_id, state=WAITING, kind=Finding.Kind.MANDATE
    ).select_related("provision", "version__instrument__body")
    found = continuity.most_similar_finding(source, waiting.order_by("part", "pk"))
    if found is None:
        return None
    now = {name: getattr(source, name) for name in ("force", "kind", *fields.TEXT_FIELDS)}
    actors: dict[str, list[tuple[Entity, str]]] = {}
    for each in source.addressees.select_related("entity").order_by("position"):
        actors.setdefault(each.role, []).append((each.entity, each.words))
    read = fields.fields_of_finding(found.found)
    changed = {
        *fields.changed_fields(read, read | now),
        *fields_with_other_entities(actors, read, found),
    }
    move_finding(found, "mandates.accept_finding")
    corrected = [field for field in fields.FIELDS if field in changed]
    record_decision(act, found, mandate=source.mandate, corrected=corrected)
    return found


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
    """Add what another registry calls a mandate, and propose who leads or contributes; nothing is taken away."""
    new: dict[str, Any] = {}
    for registry, value in aliases:
        _alias, fresh = Alias.objects.get_or_create(
            registry=registry, value=value, defaults={"mandate": mandate}
        )
        if fresh:
            new.setdefault("aliases", []).append(f"{registry}:{value}")
    parts = [("contributor", each) for each in contributors]
    for part, entity in [*([("lead", lead)] if lead else []), *parts]:
        _assignment, fresh = Assignment.objects.get_or_create(
            mandate=mandate,
            entity=entity,
            part=part,
            state__in=[PROPOSED, CONFIRMED],
            defaults={"state": PROPOSED, "made_by": act.actor.user},
        )
        if fresh:
            new.setdefault(f"proposed_{part}", []).append(entity.slug)
    if new:
        act.note(mandate, new=new)
    else:
        act.unchanged()
    return mandate


def entity_of_name(name: str, language: str, of: Version) -> Entity:
    """The entity of this slug, else of this name in the house of the text; a new one where there is none, as open as
    the version that names it."""
    found = Entity.objects.filter(slug=name).first()
    return found or resolve_entity(name, language, of.instrument.body, of=of)
