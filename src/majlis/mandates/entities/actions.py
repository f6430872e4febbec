"""Verbs of entities: load, change, check the contact, merge."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.editing import FieldValue, note_changes, set_values
from majlis.kernel.errors import InvalidInput, StrOrPromise
from majlis.kernel.records import correct_texts, create_record
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.locking import lock_mandates
from majlis.mandates.core.status import refresh_status
from majlis.mandates.entities import merge
from majlis.mandates.models import Entity, EntityKind

ENTITY_FIELDS = (
    "kind",
    "parent",
    "body",
    "organisation",
    "organisation_kinds",
    "lexicon",
    "contact_url",
    "contact_checked",
    "source",
    "verified",
    "position",
)
Texts = Mapping[str, Mapping[str, str]]


@verb("mandates.load_entity")
def load_entity(act: Act, /, slug: str, *, words: Texts, **values: FieldValue) -> Entity:
    """Create an entity of the profile, or update it from its row. An unchanged row changes nothing."""
    entity: Entity | None = Entity.objects.select_related("record").filter(slug=slug).first()
    if entity is None:
        record = create_record("entity", f"entities/{slug}", words)
        entity = Entity(record=record, slug=slug)
        set_values(entity, ENTITY_FIELDS, values)
        entity.save(force_insert=True)
        act.note(entity, new={"titles": dict(words.get("title", {}))})
        return entity
    _save_changes(act, entity, words, values)
    return entity


@verb("mandates.change_entity")
def change_entity(
    act: Act, entity: Entity, /, *, words: Texts, reason: str = "", **values: FieldValue
) -> Entity:
    """Correct the names, kind, parent, body or organization of an entity. Raises InvalidInput by field."""
    _check(entity, words, values)
    _save_changes(act, entity, words, values, reason)
    return entity


@verb("mandates.check_contact")
def check_contact(
    act: Act, entity: Entity, /, *, words: Mapping[str, str], contact_url: str = ""
) -> Entity:
    """Save the contact, changed or not, with today as the date of the last check."""
    today: dict[str, FieldValue] = {"contact_url": contact_url, "contact_checked": clock.today()}
    _save_changes(act, entity, {"contact": words}, today)
    return entity


@verb("mandates.merge_entities")
def merge_entities(act: Act, entity: Entity, /, *, into: Entity, reason: str) -> Entity:
    """Merge an entity into another: its references move there, and its address redirects there.

    Rows that both have are merged: assignments to one mandate, sessions of the same year and name.
    Raises InvalidInput by field, also where both have such a session on different dates.
    """
    faults: dict[str, StrOrPromise] = {}
    if not reason.strip():
        faults["reason"] = _("Enter the reason why the two entities are the same.")
    # Accepting a finding locks in the same order, mandates first: otherwise the two could deadlock.
    lock_mandates(merge.affected_mandates(entity) | merge.affected_mandates(into))
    locked = {
        each.pk: each
        for each in Entity.objects.select_for_update(of=("self",))
        .filter(pk__in=[entity.pk, into.pk])
        .order_by("pk")
    }
    if into.pk == entity.pk:
        faults["into"] = _("This is the same entity. Enter another entity.")
    elif locked[into.pk].merged_into_id or locked[entity.pk].merged_into_id:
        faults["into"] = _("One of these entities has already been merged. Enter another entity.")
    elif (obstacle := merge.merge_obstacle(entity, into)) is not None:
        faults["into"] = obstacle
    if faults:
        raise InvalidInput(faults)
    # Merged sessions can date deliverables of either entity: refresh the mandates of both.
    mandates = merge.affected_mandates(entity) | merge.affected_mandates(into)
    merged, remaining = locked[entity.pk], locked[into.pk]
    merge.take_parent(merged, remaining)
    merge.move_references(act, entity, into)
    remaining.lexicon = [
        *remaining.lexicon,
        *(each for each in merged.lexicon if each not in remaining.lexicon),
    ]
    body, organisation = merged.body_id, merged.organisation_id
    merged.lexicon, merged.body, merged.organisation, merged.merged_into = [], None, None, remaining
    merged.save()
    remaining.body_id = remaining.body_id or body
    remaining.organisation_id = remaining.organisation_id or organisation
    remaining.save()
    refresh_status(mandates)
    act.note(entity, new={"merged_into": into.record.address}, reason=reason)
    act.note(into, new={"merged_from": entity.record.address}, reason=reason)
    entity.merged_into = into
    return into


def _check(entity: Entity, words: Texts, values: Mapping[str, FieldValue]) -> None:
    faults: dict[str, StrOrPromise] = {}
    titles = words.get("title")
    if titles is not None and not any(each.strip() for each in titles.values()):
        faults["title_en"] = _("Enter the name in at least one language.")
    if values.get("kind", entity.kind) not in EntityKind.values:
        faults["kind"] = _("Select the kind of entity.")
    parent, seen = values.get("parent"), {entity.pk}
    while isinstance(parent, Entity):
        if parent.pk in seen:
            faults["parent"] = _("An entity cannot be part of itself. Enter another entity.")
            break
        seen.add(parent.pk)
        parent = parent.parent
    for name in ("body", "organisation"):
        chosen = values.get(name)
        others = Entity.objects.exclude(pk=entity.pk).filter(**{name: chosen})
        if chosen is not None and others.exists():
            faults[name] = _(
                "Another entity is already linked to this body or organization. Merge the "
                "entities first."
            )
    if faults:
        raise InvalidInput(faults)


def _save_changes(
    act: Act, entity: Entity, words: Texts, values: Mapping[str, FieldValue], reason: str = ""
) -> None:
    """Save the changed values and wordings; the audit notes them, or nothing where there are none."""
    old, new = set_values(entity, ENTITY_FIELDS, values)
    reworded = correct_texts(entity.record, words)
    old, new = old | reworded[0], new | reworded[1]
    if new:
        entity.save()
    note_changes(act, entity, old, new, reason)
