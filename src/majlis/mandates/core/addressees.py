"""Finds the entity for a name in a text, or creates it."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from majlis.instruments.models import Version
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Access, Circle, Wording
from majlis.kernel.records import create_record
from majlis.mandates.models import Entity, EntityKind
from majlis.parties.models import Body

BODY_SEPARATOR = " @ "
"""In the names of a lexicon: "Secretary-General @ itu" is that name in the texts of the body ``itu``."""


def find_entity(name: str, language: str, body: Body | None = None) -> Entity | None:
    """The entity with this name in its lexicon, else with this title in a language; None where there is none.

    ``body``: the body whose text uses the name. Some names denote another entity in each
    organization ("the Secretary-General"): the entity of the body itself is used, else that of the
    nearest body above it.
    """
    name = " ".join(name.split())
    if not name:
        return None
    entities = Entity.objects.select_related("record", "merged_into__record")
    names = [f"{name}{BODY_SEPARATOR}{slug}" for slug in body_chain(body)] + [name]
    by_name: dict[str, Entity] = {}
    for entity in entities.filter(lexicon__overlap=names):
        by_name |= {entry: entity for entry in entity.lexicon}
    for candidate in names:
        if candidate in by_name:
            return by_name[candidate].merged_into or by_name[candidate]
    titled = Wording.objects.filter(record__kind="entity", field="title", text__iexact=name)
    keys = titled.order_by("record").values_list("record", "language")
    by_language = {code: key for key, code in reversed(keys)}
    for code in (language, "en", *LANGUAGE_CODES):
        if code in by_language:
            titled_entity: Entity = entities.get(pk=by_language[code])
            return titled_entity.merged_into or titled_entity
    return None


def entity_from_input(words: str, language: str) -> Entity | None:
    """The entity that a person typed: its name in some language, or the address of its page."""
    named = find_entity(words, language)
    if named is not None:
        return named
    slug = words.strip().rstrip("/").rpartition("/")[2]
    entity = (
        Entity.objects.select_related("record", "merged_into__record").filter(slug=slug).first()
    )
    return (entity.merged_into or entity) if entity is not None else None


def body_chain(body: Body | None) -> list[str]:
    """The slugs of a body and of the bodies above it, from itself upwards; a circle ends the list."""
    slugs: list[str] = []
    while body is not None and body.slug not in slugs:
        slugs.append(body.slug)
        body = body.parent
    return slugs


def access_of_version(version: Version) -> tuple[str, Circle | None]:
    """The access of what a version says: that of the version, or of its text where the version is public."""
    for record in (version.record, version.instrument.record):
        if record.access != Access.PUBLIC:
            return record.access, record.circle
    return Access.PUBLIC, None


def resolve_entity(
    name: str, language: str, body: Body | None = None, *, of: Version | None = None
) -> Entity:
    """The entity for a name in a text or from a person; creates one of the kind "other" where there is none.

    ``of``: the version that names it. A new entity is visible to those who may see that version,
    until a public source names it (``core.status``).
    """
    entity = find_entity(name, language, body)
    if entity is not None:
        return entity
    try:
        with transaction.atomic():
            return _create_entity(name, language, of)
    except IntegrityError:  # a concurrent call took the slug, perhaps for the same entity
        return find_entity(name, language, body) or _create_entity(name, language, of)


def _create_entity(name: str, language: str, of: Version | None) -> Entity:
    name = " ".join(name.split())
    slug = _free_slug(slugify(name)[:60].strip("-") or "entity")
    access, circle = access_of_version(of) if of is not None else (Access.PUBLIC, None)
    record = create_record(
        "entity",
        f"entities/{slug}",
        {"title": {language: name}},
        authentic=language,
        access=access,
        circle=circle,
    )
    return Entity.objects.create(record=record, slug=slug, kind=EntityKind.OTHER)


def _free_slug(slug: str) -> str:
    taken = set(Entity.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    number, candidate = 1, slug
    while candidate in taken:
        number += 1
        candidate = f"{slug}-{number}"
    return candidate
